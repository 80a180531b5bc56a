"""Keeping in touch with finalists who were not chosen: offered with the rejection, joined only by their own word."""

from collections.abc import Sequence

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.accounts.queries import installation
from app.candidates.commands.consents import record_consent
from app.candidates.models import Candidate, ConsentAction, NoticeText, Purpose
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.models import Application, StageStay
from app.jobs.models import Job, Stage, StageType
from app.mailing.commands import SecretLink
from app.talent.activities import KeepInTouchAccepted, KeepInTouchOffered
from app.talent.commands.members import add_to_pool, hold_pool
from app.talent.models import JoinedHow, KeepInTouch, Pool

PURPOSE = "keep-in-touch"
"""Purpose of the derived token in `/keep-in-touch/<token>`, made for the offer's id."""
LATE = (StageType.INTERVIEW, StageType.OFFER)


class NotAFinalist(Refused):
    sentence = _("Keeping in touch is offered to people who came as far as an interview.")


class OfferGone(Refused):
    sentence = _("This offer does not stand any more.")


def is_finalist(application: Application) -> bool:
    """Whether the application ever reached an interview or an offer."""
    reached = select(StageStay.id).join(Stage, Stage.id == StageStay.stage_id)
    late = reached.where(StageStay.application_id == application.id, Stage.type.in_(LATE))
    return db.session.scalar(late.limit(1)) is not None


def offer_to_keep_in_touch(application: Application, *, pool: Pool, by: Actor) -> KeepInTouch:
    """Before the rejection, in its transaction: the mail carries `keep_in_touch_link(offer)`."""
    if not is_finalist(application):
        raise NotAFinalist(field="keep_in_touch")
    hold_pool(pool)
    withdraw_keep_in_touch([application.id])
    offer = KeepInTouch(
        application_id=application.id, candidate_id=application.candidate_id, pool_id=pool.id, offered_by_id=by.user_id,
        email=application.given_email,
    )  # fmt: skip
    db.session.add(offer)
    db.session.flush()
    record(
        KeepInTouchOffered(
            candidate=application.candidate_id, job=application.job_id, application=application, subject=offer
        ),
        by=by,
    )
    return offer


def keep_in_touch_link(offer: KeepInTouch) -> SecretLink:
    return SecretLink(PURPOSE, offer.id, "/keep-in-touch/")


def accept_keep_in_touch(offer: KeepInTouch, *, by: Actor, text: NoticeText | None, locale: str, agent: str = "") -> None:
    """The person said yes, from their mailbox or signed in: consent first, then the pool. Twice changes nothing."""
    db.session.refresh(offer, attribute_names=["accepted_at", "withdrawn_at"], with_for_update=True)
    if offer.accepted_at is not None:
        return
    candidate = db.session.get_one(Candidate, offer.candidate_id)
    if offer.withdrawn_at is not None or candidate.is_erased:
        raise OfferGone()
    record_consent(
        candidate, purpose=Purpose.POOL, action=ConsentAction.CONFIRMED, method="form", by=by, text=text, locale=locale,
        agent=agent,
    )  # fmt: skip
    application = db.session.get_one(Application, offer.application_id)
    pool = db.session.get_one(Pool, offer.pool_id)
    if not pool.is_archived:
        add_to_pool(pool, [candidate.id], by=by, why=_why(application), how=JoinedHow.KEEP_IN_TOUCH)
    offer.accepted_at = now()
    record(
        KeepInTouchAccepted(candidate=candidate, job=application.job_id, application=application, subject=offer), by=by
    )


def withdraw_keep_in_touch(application_ids: Sequence[int]) -> int:
    """The rejection was taken back: what nobody has accepted yet is withdrawn. Answers how many."""
    standing = db.session.scalars(
        select(KeepInTouch)
        .where(
            KeepInTouch.application_id.in_(application_ids),
            KeepInTouch.accepted_at.is_(None),
            KeepInTouch.withdrawn_at.is_(None),
        )
        .with_for_update()
    ).all()
    for offer in standing:
        offer.withdrawn_at = now()
    db.session.flush()
    return len(standing)


def _why(application: Application) -> str:
    title = db.session.scalar(select(Job.title).where(Job.id == application.job_id)) or ""
    company = installation()
    with force_locale(company.default_locale if company else "en"):
        return gettext("Was a finalist for %(job)s", job=title)
