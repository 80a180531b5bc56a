"""Employees refer people without a seat; whoever is named is asked first, and nobody is revived."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.candidates.models import Candidate, Consent, ConsentAction, NoticeDuty, Purpose, Touchpoint
from app.candidates.notices import ensure_notices
from app.core import clock
from app.core.actors import user_actor
from app.core.clock import now
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.commands.suppressing import suppress_address
from app.mailing.models import Message, SuppressionReason
from app.talent.models import EmployeeLink, Referral, Relationship
from app.talent.tasks import forget_referrals

FORM = {
    "referrer_name": "Eva Employee", "name": "Rita Referred", "email": "rita@example.org", "phone": "+49 30 1234567", "job": "",
    "why": "We built a hearing aid together.", "knows": "y",
}  # fmt: skip


@pytest.fixture
def link(make: Any, cast: Any) -> EmployeeLink:
    ensure_notices()
    make.installation().mail_domains = "larkspur.example"
    made: EmployeeLink = make.add(
        EmployeeLink(
            email="eva@larkspur.example", email_key="eva@larkspur.example", expires_at=now() + timedelta(days=7)
        )
    )
    return made


def page_of(link: EmployeeLink) -> str:
    return f"/refer/{derived_token('employee-link', link.id)}"


def page_for(referral: Referral) -> str:
    return f"/referral/{derived_token('referral', referral.id)}"


def referred(client: Any, link: EmployeeLink, **changes: str) -> Referral:
    assert client.submit(page_of(link), {**FORM, **changes}).status_code == 303
    db.session.expire_all()
    return db.session.scalars(select(Referral).order_by(Referral.id.desc())).first()  # type: ignore[return-value]


def mails_to(address: str) -> int:
    return db.session.scalar(select(func.count(Message.id)).where(Message.address == address)) or 0


def test_a_link_goes_to_company_mailboxes_only(client: Any, link: EmployeeLink) -> None:
    refused = client.submit("/refer", {"email": "eva@elsewhere.example"})
    assert refused.status_code == 422 and "company mailbox" in refused.text and "eva@elsewhere.example" in refused.text
    assert client.submit("/refer", {"email": "Eva@Larkspur.example"}).status_code == 303
    assert mails_to("eva@elsewhere.example") == 0
    message = db.session.scalars(select(Message).where(Message.cause.startswith("employee-link:"))).one()
    assert message.address.lower() == "eva@larkspur.example"


def test_without_domains_referrals_are_off(client: Any, make: Any) -> None:
    make.installation()
    assert "not open" in client.get("/refer").text
    assert client.submit("/refer", {"email": "eva@larkspur.example"}).status_code == 422


def test_before_the_person_agrees_there_is_no_record(client: Any, as_ada: Any, link: EmployeeLink) -> None:
    before = db.session.scalar(select(func.count(Candidate.id)))
    referral = referred(client, link)
    assert db.session.scalar(select(func.count(Candidate.id))) == before
    assert mails_to("rita@example.org") == 1
    assert "Rita" not in as_ada.get("/recruiter/referrals").text
    assert "Received" in client.get(page_of(link)).text
    page = client.get(page_for(referral)).text
    assert "Eva Employee thought of you" in page and "We built a hearing aid together." in page
    assert db.session.scalar(select(func.count(Candidate.id))) == before


def test_saying_yes_makes_a_record_that_was_told_and_agreed(client: Any, as_ada: Any, link: EmployeeLink) -> None:
    referral = referred(client, link)
    for _press in range(2):
        assert client.submit(page_for(referral), {"answer": "yes"}).status_code == 303
    db.session.expire_all()
    person = db.session.scalars(select(Candidate).where(Candidate.full_name == "Rita Referred")).one()
    consent = db.session.scalars(select(Consent).where(Consent.candidate_id == person.id)).one()
    assert (consent.purpose, consent.action) == (Purpose.POOL, ConsentAction.CONFIRMED)
    assert consent.text_id is not None
    assert not db.session.scalars(select(NoticeDuty).where(NoticeDuty.candidate_id == person.id)).all()
    assert db.session.scalars(select(Touchpoint.source).where(Touchpoint.candidate_id == person.id)).all() == [
        "referral"
    ]
    assert db.session.scalars(select(Relationship.words).where(Relationship.candidate_id == person.id)).all() == [
        "Eva Employee"
    ]
    listed = as_ada.get("/recruiter/referrals").text
    assert "Rita Referred" in listed and "Eva Employee" in listed


def test_the_referrer_learns_three_words_and_no_more(client: Any, make: Any, cast: Any, link: EmployeeLink) -> None:
    referral = referred(client, link)
    client.submit(page_for(referral), {"answer": "yes"})
    db.session.expire_all()
    person = db.session.get_one(Candidate, db.session.get_one(Referral, referral.id).candidate_id)
    with clock.at(now() + timedelta(hours=1)):
        application = make.application(person, cast.job, stage="Interview")
    assert "In process" in client.get(page_of(link)).text
    application.state = type(application.state).REJECTED
    db.session.flush()
    page = client.get(page_of(link)).text
    assert "Closed" in page and "reject" not in page.casefold() and "Interview" not in page


def test_a_known_person_is_not_made_twice_and_nobody_learns_of_it(client: Any, make: Any, link: EmployeeLink) -> None:
    known = make.candidate("Rita Known", email="rita@example.org")
    referral = referred(client, link)
    assert "Rita Known" not in client.get(page_for(referral)).text + client.get(page_of(link)).text
    client.submit(page_for(referral), {"answer": "yes"})
    db.session.expire_all()
    assert db.session.get_one(Referral, referral.id).candidate_id == known.id


def test_no_forgets_at_once_and_nobody_asks_again(client: Any, link: EmployeeLink) -> None:
    referral = referred(client, link)
    assert client.submit(page_for(referral), {"answer": "no"}).status_code == 303
    db.session.expire_all()
    gone = db.session.get_one(Referral, referral.id)
    assert (gone.name, gone.email, gone.phone, gone.why) == ("", "", "", "")
    assert mails_to("rita@example.org") == 0
    assert client.get(page_for(referral)).status_code == 410
    referred(client, link)
    assert mails_to("rita@example.org") == 0
    assert "Closed" in client.get(page_of(link)).text


def test_silence_forgets_after_two_weeks(client: Any, link: EmployeeLink, sweep: Any) -> None:
    own, referral = page_of(link), referred(client, link)
    with clock.at(now() + timedelta(days=15)):
        assert sweep(forget_referrals) == 2  # the referral, and the link that is over
        assert client.get(page_for(referral)).status_code == 410
        assert client.get(own).status_code == 410
    db.session.expire_all()
    assert db.session.get_one(Referral, referral.id).email == ""


@pytest.mark.parametrize("reason", [SuppressionReason.UNSUBSCRIBED, SuppressionReason.ERASED])
def test_whoever_left_or_was_erased_is_not_asked(
    reason: SuppressionReason, client: Any, cast: Any, link: EmployeeLink
) -> None:
    suppress_address("rita@example.org", reason, by=user_actor(cast.root.id))
    referred(client, link)
    assert mails_to("rita@example.org") == 0
    assert "Received" in client.get(page_of(link)).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"knows": ""}, "speak with the person first"),
        ({"email": "nobody"}, "e-mail"),
        ({"phone": "call me"}, "phone number"),
        ({"name": "Rita www.evil.example"}, "cannot hold"),
        ({"job": "999999"}, "valid choice"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    client: Any, link: EmployeeLink, changes: dict[str, str], said: str
) -> None:
    answer = client.submit(page_of(link), {**FORM, **changes})
    assert answer.status_code == 422
    assert said.casefold() in answer.text.casefold()
    assert "We built a hearing aid together." in answer.text
    assert db.session.scalars(select(Referral)).all() == []


def test_false_and_foreign_links_open_nothing(client: Any, link: EmployeeLink) -> None:
    assert client.get(f"/refer/{derived_token('referral', link.id)}").status_code == 410
    for token in ("1-x", "no", "%00", "9" * 40):
        assert client.get(f"/referral/{token}").status_code == 404
        assert client.submit(f"/refer/{token}", FORM).status_code == 410
