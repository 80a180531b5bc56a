"""Consents end when nobody renews them: asked, reminded, ended, and who has no other reason to be kept is let go."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.commands import record_consent
from app.candidates.commands.consents import current_consents, is_open
from app.candidates.commands.validity import consent_end, decide_validity, months_later
from app.candidates.models import Candidate, Consent, ConsentAction, ConsentRenewal, NoticeDuty, Purpose
from app.candidates.notices import ensure_notices
from app.compliance.models import After, RetentionRule
from app.compliance.renewing import consents_of
from app.compliance.retention import days_kept, decide_retention
from app.compliance.tasks import look_after_consents
from app.core import clock
from app.core.actors import candidate_actor, user_actor
from app.core.refusals import Refused
from app.core.tokens import derived_token
from app.extensions import db
from app.insights.why import why_got
from app.mailing.models import Message, MessageState
from app.talent.models import PoolMember

BEGAN = datetime(2027, 1, 31, 12, tzinfo=UTC)


def agrees(candidate: Candidate, *purposes: Purpose) -> None:
    with clock.at(BEGAN):
        for purpose in purposes:
            record_consent(
                candidate,
                purpose=purpose,
                action=ConsentAction.CONFIRMED,
                method="form",
                by=candidate_actor(candidate.id),
            )
        db.session.flush()


def days_later(sweep: Any, days: int) -> None:
    """The sweep runs so many days after the consents were given; 730 days end on the 30th of January 2029."""
    with clock.at(BEGAN + timedelta(days=days)):
        sweep(look_after_consents)
    db.session.expire_all()


def mails(candidate: Candidate) -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.candidate_id == candidate.id).order_by(Message.id)))


def acts(candidate: Candidate) -> list[tuple[Purpose, ConsentAction]]:
    rows = db.session.scalars(select(Consent).where(Consent.candidate_id == candidate.id).order_by(Consent.id))
    return [(row.purpose, row.action) for row in rows]


@pytest.fixture
def person(make: Any, cast: Any) -> Candidate:
    ensure_notices()
    candidate: Candidate = make.candidate("Rosa Renew", email="rosa@example.org", country="DE")
    return candidate


def test_the_end_is_the_same_day_of_a_later_month_or_its_last() -> None:
    assert months_later(datetime(2027, 1, 31, tzinfo=UTC), 1) == datetime(2027, 2, 28, tzinfo=UTC)
    assert months_later(datetime(2026, 12, 5, tzinfo=UTC), 24) == datetime(2028, 12, 5, tzinfo=UTC)


def test_a_country_has_its_own_length_from_a_day_on(person: Candidate, cast: Any) -> None:
    by = user_actor(cast.root.id)
    decide_validity("", months=36, valid_from=date(2020, 1, 1), by=by)
    decide_validity("FR", months=12, valid_from=date(2027, 6, 1), by=by)
    assert consent_end("FR", datetime(2027, 5, 31, tzinfo=UTC)) == datetime(2030, 5, 31, tzinfo=UTC)
    assert consent_end("FR", datetime(2027, 6, 2, tzinfo=UTC)) == datetime(2028, 6, 2, tzinfo=UTC)
    assert consent_end("", datetime(2027, 6, 2, tzinfo=UTC)) == datetime(2030, 6, 2, tzinfo=UTC)
    with pytest.raises(Refused):
        decide_validity("FR", months=0, valid_from=date(2027, 6, 1), by=by)


def test_people_are_asked_once_a_month_before_and_reminded_once(person: Candidate, sweep: Any) -> None:
    agrees(person, Purpose.NEWSLETTER, Purpose.POOL, Purpose.TRACKING)
    days_later(sweep, 690)
    assert mails(person) == []
    for day in (705, 706, 715):
        days_later(sweep, day)
    asked = mails(person)
    assert [message.cause.partition(":")[0] for message in asked] == ["consent-renewal"]
    assert asked[0].state in (MessageState.PLANNED, MessageState.DUE)
    assert "31 January 2029" in asked[0].merge_values["ends_on"]
    assert "ends soon" in why_got(asked[0]).rule
    for day in (725, 726):
        days_later(sweep, day)
    assert [message.cause.partition(":")[0] for message in mails(person)] == [
        "consent-renewal",
        "consent-renewal-reminder",
    ]


def test_tracking_alone_is_not_worth_a_mail_and_ends_quietly(
    person: Candidate, make: Any, cast: Any, sweep: Any
) -> None:
    make.application(person, cast.job)
    agrees(person, Purpose.TRACKING)
    days_later(sweep, 720)
    assert mails(person) == []
    days_later(sweep, 732)
    assert acts(person)[-1] == (Purpose.TRACKING, ConsentAction.EXPIRED)


def test_one_press_renews_everything_asked_about(person: Candidate, client: Any, sweep: Any) -> None:
    agrees(person, Purpose.NEWSLETTER, Purpose.TRACKING)
    days_later(sweep, 710)
    renewal = db.session.scalars(select(ConsentRenewal)).one()
    address = f"/renew/{derived_token('consent-renewal', renewal.id)}"
    with clock.at(BEGAN + timedelta(days=711)):
        assert "Shall it go on?" in client.get(address).text
        assert len(acts(person)) == 2
        for _press in range(2):
            assert client.submit(address, {"answer": "yes"}).status_code == 303
        assert "we keep in touch" in client.get(address).text
        assert client.submit(address, {"answer": "no"}).status_code == 410
        db.session.expire_all()
        assert acts(person)[2:] == [
            (Purpose.NEWSLETTER, ConsentAction.RENEWED),
            (Purpose.TRACKING, ConsentAction.RENEWED),
        ]
    days_later(sweep, 760)
    with clock.at(BEGAN + timedelta(days=760)):
        assert all(is_open(consent) for consent in current_consents(person.id).values())
    assert len(mails(person)) == 1


def test_saying_no_ends_it_today(person: Candidate, client: Any, sweep: Any) -> None:
    agrees(person, Purpose.NEWSLETTER)
    days_later(sweep, 710)
    renewal = db.session.scalars(select(ConsentRenewal)).one()
    with clock.at(BEGAN + timedelta(days=711)):
        client.submit(f"/renew/{derived_token('consent-renewal', renewal.id)}", {"answer": "no"})
        assert "It has ended" in client.get(f"/renew/{derived_token('consent-renewal', renewal.id)}").text
    assert acts(person)[-1] == (Purpose.NEWSLETTER, ConsentAction.WITHDRAWN)


def test_what_nobody_renews_ends_and_pools_are_left(person: Candidate, make: Any, cast: Any, sweep: Any) -> None:
    member = make.pool_member(make.pool(owner=cast.ada), person)
    agrees(person, Purpose.POOL)
    days_later(sweep, 732)
    assert acts(person)[-1] == (Purpose.POOL, ConsentAction.EXPIRED)
    assert db.session.get_one(PoolMember, member.id).left_at is not None
    days_later(sweep, 733)
    assert len(acts(person)) == 2


def test_the_link_still_renews_two_weeks_after_the_end(person: Candidate, client: Any, sweep: Any) -> None:
    agrees(person, Purpose.NEWSLETTER)
    for day in (710, 732):
        days_later(sweep, day)
    renewal = db.session.scalars(select(ConsentRenewal)).one()
    assert [consent.purpose for consent in consents_of(renewal)] == [Purpose.NEWSLETTER]
    with clock.at(BEGAN + timedelta(days=740)):
        client.submit(f"/renew/{derived_token('consent-renewal', renewal.id)}", {"answer": "yes"})
    days_later(sweep, 900)
    assert acts(person)[-1] == (Purpose.NEWSLETTER, ConsentAction.RENEWED)
    assert db.session.get_one(Candidate, person.id).erased_at is None


def test_who_has_no_other_reason_to_be_kept_is_erased_two_weeks_later(person: Candidate, sweep: Any) -> None:
    agrees(person, Purpose.NEWSLETTER)
    days_later(sweep, 732)
    days_later(sweep, 740)
    assert db.session.get_one(Candidate, person.id).erased_at is None
    days_later(sweep, 747)
    assert db.session.get_one(Candidate, person.id).erased_at is not None


@pytest.mark.parametrize("reason", ["in process", "hired", "decided lately", "legitimate interest", "another consent"])
def test_nobody_with_another_reason_is_erased(reason: str, person: Candidate, make: Any, cast: Any, sweep: Any) -> None:
    agrees(person, Purpose.NEWSLETTER)
    late = BEGAN + timedelta(days=730)
    if reason == "in process":
        make.application(person, cast.job)
    elif reason == "hired":
        make.application(person, cast.job, stage="Hired", state="hired", ended_at=BEGAN)
    elif reason == "decided lately":
        make.application(person, cast.job, state="rejected", ended_at=late)
    elif reason == "legitimate interest":
        db.session.add(
            NoticeDuty(candidate_id=person.id, origin="import", lawful_basis="legitimate_interest", due_at=late)
        )
    else:
        make.consent(person, Purpose.JOB_ALERTS, expires_at=BEGAN + timedelta(days=2000))
    db.session.flush()
    for day in (732, 760):
        days_later(sweep, day)
    assert (Purpose.NEWSLETTER, ConsentAction.EXPIRED) in acts(person)
    assert db.session.get_one(Candidate, person.id).erased_at is None


def test_who_left_for_good_or_is_restricted_is_not_asked(person: Candidate, make: Any, sweep: Any) -> None:
    agrees(person, Purpose.NEWSLETTER)
    person.restricted_at = BEGAN
    db.session.flush()
    days_later(sweep, 710)
    assert mails(person) == []


def test_an_old_or_false_link_opens_nothing(person: Candidate, client: Any, sweep: Any) -> None:
    agrees(person, Purpose.NEWSLETTER)
    days_later(sweep, 710)
    renewal = db.session.scalars(select(ConsentRenewal)).one()
    with clock.at(BEGAN + timedelta(days=770)):
        assert client.get(f"/renew/{derived_token('consent-renewal', renewal.id)}").status_code == 410
        assert (
            client.submit(f"/renew/{derived_token('consent-renewal', renewal.id)}", {"answer": "yes"}).status_code
            == 410
        )
    assert client.get("/renew/1-x").status_code == 404


def test_an_admin_decides_how_long_consents_count(as_root: Any, as_ada: Any) -> None:
    assert as_ada.get("/recruiter/settings/consents").status_code == 403
    assert "Every consent counts 24 months" in as_root.get("/recruiter/settings/consents").text
    wrong = as_root.submit(
        "/recruiter/settings/consents", {"country": "FR", "months": "500", "valid_from": "2027-01-01"}
    )
    assert wrong.status_code == 422 and "between 1 and 120" in wrong.text and "500" in wrong.text
    assert (
        as_root.submit(
            "/recruiter/settings/consents", {"country": "FR", "months": "36", "valid_from": "2027-01-01"}
        ).status_code
        == 303
    )
    page = as_root.get("/recruiter/settings/consents").text
    assert "France" in page and "36 months" in page


def test_how_long_people_are_kept_are_dated_rules_of_a_country_with_their_source(cast: Any) -> None:
    by, day = user_actor(cast.root.id), date(2027, 6, 1)
    assert days_kept(After.DECISION, day) == {"AT": 210, "DE": 180, "GB": 180, "": 180}
    assert days_kept(After.DECISION, date(2019, 1, 1))["AT"] == 210
    decide_retention(After.DECISION, "DE", days=240, valid_from=day, source="Works agreement", by=by)
    assert days_kept(After.DECISION, day)["DE"] == 240 and days_kept(After.DECISION, day - timedelta(days=1))["DE"] == 180
    with pytest.raises(Refused):
        decide_retention(After.CONSENT, "", days=30, valid_from=day, source=" ", by=by)
    with pytest.raises(Refused):
        decide_retention(After.CONSENT, "", days=0, valid_from=day, source="Our word", by=by)


def test_a_rule_of_their_country_decides_when_somebody_is_let_go(
    person: Candidate, make: Any, cast: Any, sweep: Any
) -> None:
    by = user_actor(cast.root.id)
    french, nowhere = make.candidate("Fleur", country="FR"), make.candidate("Nomad")
    for one in (person, french, nowhere):
        agrees(one, Purpose.POOL)
    decide_retention(After.CONSENT, "FR", days=60, valid_from=date(2027, 1, 1), source="CNIL", by=by)
    days_later(sweep, 731)
    days_later(sweep, 731 + 15)
    assert (person.is_erased, nowhere.is_erased, french.is_erased) == (True, True, False)
    days_later(sweep, 731 + 61)
    assert french.is_erased


def test_an_admin_adds_a_rule_and_takes_it_back(as_root: Any) -> None:
    page = as_root.get("/recruiter/settings/consents")
    assert "AGG §15(4)" in page.text and "Austria" in page.text
    said = {"after": "decision", "kept_country": "FR", "days": "730", "kept_from": "2027-01-01", "source": "Labour Code"}
    assert as_root.submit("/recruiter/settings/consents/rules", said | {"source": ""}).status_code == 422
    assert as_root.submit("/recruiter/settings/consents/rules", said).status_code == 303
    assert "Labour Code" in as_root.get("/recruiter/settings/consents").text
    rule = db.session.scalars(select(RetentionRule)).one()
    assert as_root.submit(f"/recruiter/settings/consents/rules/{rule.id}/removal").status_code == 303
    assert "Labour Code" not in as_root.get("/recruiter/settings/consents").text
