"""Keeping in touch: offered to finalists with the rejection, joined by their own word only."""

from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.commands.consents import current_consents, is_open
from app.candidates.models import Purpose
from app.candidates.notices import CONSENT_POOL, current_notice, ensure_notices
from app.core.actors import candidate_actor, user_actor
from app.extensions import db
from app.hiring.commands import reject_application, undo_rejection
from app.mailing.commands import ensure_templates
from app.mailing.models import Message, TemplateVersion
from app.mailing.rendering import current_brand, render_message
from app.talent.commands.keeping import (
    NotAFinalist,
    OfferGone,
    accept_keep_in_touch,
    is_finalist,
    keep_in_touch_link,
    offer_to_keep_in_touch,
)
from app.talent.models import JoinedHow, KeepInTouch, PoolMember


@pytest.fixture
def rejected(make: Any, cast: Any) -> Any:
    """Reject a finalist with an offer; answers (offer, application, pool)."""
    ensure_templates()
    ensure_notices()
    pool = make.pool("Hearing engineers", owner=cast.ada)
    application = make.application(make.candidate("Nora Neu"), cast.job, stage="Interview")
    offer = offer_to_keep_in_touch(application, pool=pool, by=user_actor(cast.ada.id))
    reject_application(
        application, reason=make.reject_reason(), by=user_actor(cast.ada.id),
        links={"keep_in_touch_link": keep_in_touch_link(offer)},
    )  # fmt: skip
    return offer, application, pool


def accept(offer: KeepInTouch) -> None:
    text = current_notice(CONSENT_POOL, "en")
    accept_keep_in_touch(offer, by=candidate_actor(offer.candidate_id), text=text, locale="en")


def words_of_the_mail(masked: bool = True) -> str:
    message = db.session.scalars(select(Message)).one()
    version = db.session.get(TemplateVersion, message.template_version_id)
    return str(render_message(message, version, current_brand(), masked=masked).text)


def test_only_people_who_were_interviewed_are_finalists(make: Any, cast: Any) -> None:
    early, late = make.application(job=cast.job), make.application(job=cast.job, stage="Offer")
    assert (is_finalist(early), is_finalist(late)) == (False, True)
    with pytest.raises(NotAFinalist):
        offer_to_keep_in_touch(early, pool=make.pool(owner=cast.ada), by=user_actor(cast.ada.id))


def test_the_rejection_holds_one_neutral_sentence_with_a_link(rejected: Any) -> None:
    text = words_of_the_mail()
    assert "We would like to stay in touch about roles that may suit you." in text
    assert "/keep-in-touch/…" in text


def test_without_the_offer_the_sentence_is_not_there(make: Any, cast: Any) -> None:
    ensure_templates()
    application = make.application(job=cast.job, stage="Interview")
    reject_application(application, reason=make.reject_reason(), by=user_actor(cast.ada.id))
    assert "stay in touch" not in words_of_the_mail()


def test_saying_yes_is_a_consent_and_joins_the_pool(rejected: Any) -> None:
    offer, _application, pool = rejected
    accept(offer)
    accept(offer)
    consent = current_consents(offer.candidate_id)[Purpose.POOL]
    assert is_open(consent)
    assert consent.text_id is not None
    member = db.session.scalars(select(PoolMember).where(PoolMember.pool_id == pool.id)).one()
    assert (member.how, member.why) == (JoinedHow.KEEP_IN_TOUCH, "Was a finalist for Backend Engineer")


def test_nobody_joins_without_their_word(rejected: Any) -> None:
    assert db.session.scalars(select(PoolMember)).all() == []


def test_taking_the_rejection_back_withdraws_the_offer(rejected: Any, cast: Any) -> None:
    offer, application, _pool = rejected
    undo_rejection(application, by=user_actor(cast.ada.id))
    assert offer.withdrawn_at is not None
    with pytest.raises(OfferGone):
        accept(offer)


def test_an_archived_pool_takes_nobody_but_the_word_counts(rejected: Any) -> None:
    from app.core.clock import now

    offer, _application, pool = rejected
    pool.archived_at = now()
    db.session.flush()
    accept(offer)
    assert is_open(current_consents(offer.candidate_id)[Purpose.POOL])
    assert db.session.scalars(select(PoolMember)).all() == []
