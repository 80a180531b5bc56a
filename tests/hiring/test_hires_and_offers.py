"""Offers, and the hires they lead to."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.actors import candidate_actor
from app.core.clock import at, now, today
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.commands import (
    NotActive,
    OfferNotOpen,
    accept_offer,
    decline_offer,
    hire_application,
    make_offer,
    reject_application,
    send_offer,
    undo_hire,
    view_offer,
    withdraw_application,
    withdraw_offer,
)
from app.hiring.commands.offers import NameMissing, OfferIncomplete
from app.hiring.models import ApplicationState, Offer, OfferState
from app.hiring.tasks import expire_offers_and_drafts
from app.jobs.models import Opening
from app.jobs.refusals import NoOpeningLeft
from app.mailing.models import Message


def offer_for(application, by, **values):
    terms = {
        "title": "Engineer", "pay_minor": 70_000_00, "currency": "eur", "starts_on": today() + timedelta(days=30),
        "expires_on": today() + timedelta(days=10), **values,
    }  # fmt: skip
    return make_offer(application, by=by, **terms)


def openings_of(job):
    return db.session.scalars(
        select(Opening).where(Opening.job_id == job.id).execution_options(populate_existing=True)
    ).all()


@pytest.fixture
def carla(cast):
    return candidate_actor(cast.carla.id, "203.0.113.9")


def test_a_hire_closes_exactly_one_opening(cast, make, ada):
    job = make.job(openings=2)
    application = make.application(cast.carla, job)
    hired = hire_application(application, by=ada)
    closed = [opening for opening in openings_of(job) if opening.closed_at is not None]
    assert [opening.application_id for opening in closed] == [application.id]
    assert hired.opening.id == closed[0].id
    assert application.state is ApplicationState.HIRED
    assert application.reply_by is None


def test_without_a_free_opening_nobody_is_hired(cast, make, ada):
    job = make.job(openings=1)
    hire_application(make.application(job=job), by=ada)
    second = make.application(cast.carla, job)
    with pytest.raises(NoOpeningLeft):
        hire_application(second, by=ada)
    assert second.state is ApplicationState.ACTIVE


def test_an_evergreen_job_makes_the_opening_it_closes(make, ada):
    job = make.job(openings=0, evergreen=True)
    hire_application(make.application(job=job), by=ada)
    hire_application(make.application(job=job), by=ada)
    assert len(openings_of(job)) == 2


def test_a_hire_shows_where_else_the_person_is_in_process(application, cast, make, ada):
    elsewhere = make.application(cast.carla, make.job())
    hired = hire_application(application, by=ada)
    assert [other.id for other in hired.others] == [elsewhere.id]
    assert elsewhere.is_active


def test_an_undone_hire_reopens_the_opening_and_returns_to_the_stage_before(application, cast, make, ada):
    stage = application.stage_id
    hire_application(application, by=ada)
    undo_hire(application, by=ada)
    assert application.is_active
    assert application.stage_id == stage
    assert [opening.closed_at for opening in openings_of(cast.job)] == [None]


def test_an_offer_is_sent_by_mail_and_replaces_the_version_before(application, ada):
    first, second = offer_for(application, ada), offer_for(application, ada, pay_minor=75_000_00)
    send_offer(first, application, by=ada)
    send_offer(second, application, by=ada)
    assert (first.number, second.number) == (1, 2)
    assert (first.state, second.state) == (OfferState.WITHDRAWN, OfferState.SENT)
    causes = db.session.scalars(select(Message.cause).where(Message.application_id == application.id)).all()
    assert f"offer-made:{second.id}" in causes


def test_accepting_signs_and_hires(application, cast, ada, carla):
    offer = offer_for(application, ada)
    send_offer(offer, application, by=ada)
    view_offer(offer, application, by=carla)
    hired = accept_offer(offer, application, signed_name=" Carla  Candidate ", by=carla)
    assert offer.state is OfferState.ACCEPTED
    assert offer.signed_name == "Carla Candidate"
    assert offer.viewed_at is not None
    assert hired.application.state is ApplicationState.HIRED
    assert [opening.application_id for opening in openings_of(cast.job)] == [application.id]


def test_accepting_needs_a_name(application, ada, carla):
    offer = offer_for(application, ada)
    send_offer(offer, application, by=ada)
    with pytest.raises(NameMissing):
        accept_offer(offer, application, signed_name=" ", by=carla)


def test_a_declined_offer_leaves_the_application_open(application, ada, carla):
    offer = offer_for(application, ada)
    send_offer(offer, application, by=ada)
    decline_offer(offer, application, reason="Too far away", by=carla)
    assert offer.state is OfferState.DECLINED
    assert application.is_active
    with pytest.raises(OfferNotOpen):
        accept_offer(offer, application, signed_name="Carla", by=carla)


def test_drafts_withdrawn_and_expired_offers_cannot_be_accepted(application, ada, carla):
    draft = offer_for(application, ada)
    with pytest.raises(OfferNotOpen):
        accept_offer(draft, application, signed_name="Carla", by=carla)
    send_offer(draft, application, by=ada)
    with at(now() + timedelta(days=11)), pytest.raises(OfferNotOpen):
        accept_offer(draft, application, signed_name="Carla", by=carla)
    withdraw_offer(draft, application, by=ada)
    with pytest.raises(OfferNotOpen):
        accept_offer(draft, application, signed_name="Carla", by=carla)


def test_there_is_no_offer_for_a_rejected_or_withdrawn_person(application, ada, reason):
    draft = offer_for(application, ada)
    reject_application(application, reason=reason, by=ada)
    with pytest.raises(NotActive):
        offer_for(application, ada)
    with pytest.raises(NotActive):
        send_offer(draft, application, by=ada)


def test_an_offer_of_another_application_cannot_be_accepted(application, make, ada, carla):
    other = make.application()
    offer = offer_for(other, ada)
    send_offer(offer, other, by=ada)
    with pytest.raises(OfferNotOpen):
        accept_offer(offer, application, signed_name="Carla", by=carla)


@pytest.mark.parametrize(
    "terms",
    [
        {"title": " "}, {"pay_minor": 0}, {"pay_minor": 3_000_000_000}, {"currency": "E1R"},
        {"starts_on": today() - timedelta(days=1)}, {"expires_on": today() - timedelta(days=1)},
    ],
)  # fmt: skip
def test_terms_that_cannot_be_are_refused(application, ada, terms):
    with pytest.raises(OfferIncomplete) as refusal:
        offer_for(application, ada, **terms)
    assert refusal.value.field


def test_offers_expire_after_their_last_day(application, ada, sweep):
    offer = offer_for(application, ada)
    send_offer(offer, application, by=ada)
    with at(now() + timedelta(days=11)):
        sweep(expire_offers_and_drafts)
    assert db.session.get(Offer, offer.id).state is OfferState.EXPIRED


def test_a_withdrawal_takes_the_offer_with_it(application, ada, carla):
    offer = offer_for(application, ada)
    send_offer(offer, application, by=ada)
    withdraw_application(application, by=carla, reason="Moved abroad")
    db.session.refresh(offer)
    assert offer.state is OfferState.WITHDRAWN
    assert application.withdrawal_reason == "Moved abroad"


def test_nobody_withdraws_for_another_candidate(application):
    with pytest.raises(Refused):
        withdraw_application(application, by=candidate_actor(999_999))
    assert application.is_active
