"""The link of a mail: what it opens, what a mail program's one click does, and what it never shows."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.candidates.commands import current_consents, record_consent
from app.candidates.commands.consents import is_open
from app.candidates.models import Consent, ConsentAction, Purpose
from app.candidates.notices import ensure_notices
from app.core.activity import Activity
from app.core.actors import SYSTEM
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.commands import Address, Draft, gets_nothing, plan_messages
from app.mailing.models import Message, MessageKind, MessageState
from app.mailing.sending import claim_messages


@pytest.fixture
def person(make: Any) -> Any:
    ensure_notices()
    person = make.candidate("Nina Newsletter", email="nina@example.org", phone="+4930555")
    for purpose in (Purpose.NEWSLETTER, Purpose.EVENTS):
        record_consent(person, purpose=purpose, action=ConsentAction.CONFIRMED, method="form", by=SYSTEM)
    return person


def planned(to: Any, cause: str = "campaign:1:candidate:1", kind: MessageKind = MessageKind.CAMPAIGN) -> Message:
    return plan_messages([Draft(cause=cause, kind=kind, to=to, subject="News of May", body="Hello.")], by=SYSTEM)[0]


def link(message: Message) -> str:
    return f"/u/{derived_token('unsubscribe', message.id)}"


def told() -> tuple[int, int]:
    return db.session.scalar(select(func.count(Activity.id))) or 0, db.session.scalar(select(func.count(Consent.id))) or 0


@pytest.mark.parametrize("multipart", [False, True])
def test_one_click_works_without_cookie_token_or_redirect(client, person, multipart):
    message = planned(person)
    more: dict[str, Any] = {"content_type": "multipart/form-data"} if multipart else {}
    for _ in range(2):
        answer = client.post(link(message), data={"List-Unsubscribe": "One-Click"}, **more)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers and "Location" not in answer.headers
    consents = current_consents(person.id)
    assert not is_open(consents[Purpose.NEWSLETTER]) and is_open(consents[Purpose.EVENTS])
    assert db.session.scalar(select(func.count(Consent.id)).where(Consent.method == "one-click")) == 1
    assert claim_messages(10) == []


def test_one_click_from_another_site_counts_too(client, person):
    headers = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post(link(planned(person)), data="List-Unsubscribe=One-Click", headers=headers).status_code == 200


def test_scanners_may_look_as_often_as_they_like(client, person):
    message = planned(person)
    before = told()
    for method in (client.get, client.get, client.head, client.options):
        assert method(link(message)).status_code == 200
    assert told() == before
    assert is_open(current_consents(person.id)[Purpose.NEWSLETTER])


def test_the_page_shows_choices_and_nothing_else(client, person):
    answer = client.get(link(planned(person)))
    page = answer.text
    assert "n…a@example.org" in page and "News of May" in page
    for secret in ("nina@example.org", "Nina Newsletter", "+4930555"):
        assert secret not in page
    assert "Why did I get this mail?" in page and "Your consent to “Newsletter”" in page
    assert answer.headers["X-Robots-Tag"] == "noindex" and answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_choices_pauses_and_everything_work_from_the_mail(client, person):
    path = link(planned(person))
    client.submit(f"{path}/choices", {"shown": ["consent-newsletter", "consent-events"], "consent-events": "1"})
    consents = current_consents(person.id)
    assert not is_open(consents[Purpose.NEWSLETTER]) and is_open(consents[Purpose.EVENTS])
    client.submit(f"{path}/pauses", {"days": "30"})
    assert "Paused until" in client.get(path).text
    client.submit(f"{path}/choices", {"shown": "consent-newsletter", "consent-newsletter": "1"})
    assert current_consents(person.id)[Purpose.NEWSLETTER].action is ConsentAction.CONFIRMED
    client.submit(f"{path}/everything", {})
    assert gets_nothing(["nina@example.org"])
    assert "You get no mail from us" in client.get(path).text


def test_forms_of_the_page_need_its_token(client, person):
    path = link(planned(person))
    for act in ("choices", "pauses", "undo", "departures", "everything"):
        assert client.post(f"{path}/{act}", data={"shown": "consent-newsletter"}).status_code == 403
    assert is_open(current_consents(person.id)[Purpose.NEWSLETTER])


def test_the_link_opens_nobodys_pages(client, person):
    client.get(link(planned(person)))
    assert "/me/sign-in" in client.get("/me").location
    assert "/me/sign-in" in client.get("/me/preferences").location


@pytest.mark.parametrize("token", ["1", "0-", "1-aaaa", "99999999-abc", "-", "1" * 400, "%00", "..%2f..%2fme", "１-abc", "1-'--"])
def test_foreign_tokens_get_a_clear_page(client, person, token):
    planned(person)
    assert client.get(f"/u/{token}").status_code == 404
    assert client.post(f"/u/{token}", data={"List-Unsubscribe": "One-Click"}).status_code == 404
    assert client.submit(f"/u/{token}/everything", {}).status_code == 404
    assert not gets_nothing(["nina@example.org"])


def test_tokens_of_other_purposes_do_not_open_it(client, person):
    message = planned(person)
    assert client.get(f"/u/{derived_token('magic-link', message.id)}").status_code == 404


def test_after_an_erasure_the_link_says_so(client, person):
    from app.compliance.commands import erase_candidate
    from app.compliance.models import ErasureReason

    message = planned(person)
    path = link(message)
    erase_candidate(person, reason=ErasureReason.ASKED, by=SYSTEM)
    assert client.get(path).status_code == 404
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code in (200, 404)


def test_a_bare_address_can_be_kept_from_mail(client):
    message = planned(Address("someone@example.org", "Someone", "en"), "note:1", MessageKind.PERSONAL)
    path = link(message)
    assert "Never write to it again" in client.get(path).text
    client.submit(f"{path}/everything", {})
    assert gets_nothing(["someone@example.org"])
    assert "We do not write to this address any more" in client.get(path).text


def test_what_is_unsubscribed_between_planning_and_sending_is_not_mailed(client, person):
    message = planned(person)
    second = planned(person, "event:1", MessageKind.EVENT)
    client.post(link(message), data={"List-Unsubscribe": "One-Click"})
    assert [claim.id for claim in claim_messages(10)] == [second.id]
    db.session.expire_all()
    assert db.session.get_one(Message, message.id).state is MessageState.SUPPRESSED


def test_the_page_asks_the_database_little(client, person, queries):
    path = link(planned(person))
    with queries as sent:
        client.get(path)
    assert sent.count <= 26
