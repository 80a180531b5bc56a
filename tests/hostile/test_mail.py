"""Names, titles and addresses full of line breaks: every mail has the headers we set and one recipient."""

from email import message_from_bytes, policy
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Installation
from app.candidates.notices import ensure_notices
from app.extensions import db
from app.jobs.models import ResumeRule
from app.mailing.commands import ensure_templates
from app.mailing.models import KeptMail, Message
from app.mailing.tasks import send_due_messages
from tests.hostile.corpora import ADDRESSES, HEADERS, PRODUCT_OF_TEMPLATE, TEMPLATES, XSS

OURS = {"From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted", "MIME-Version", "Content-Type"}


@pytest.fixture
def job(make: Any, app: Any) -> Any:
    make.installation()
    ensure_notices()
    ensure_templates()
    app.config["THROTTLE_SCALE"] = 1_000_000.0
    yield make.job("Gardener", slug="gardener", resume_rule=ResumeRule.OPTIONAL)
    app.config["THROTTLE_SCALE"] = 1.0


def sent(sweep: Any) -> list[tuple[Message, Any]]:
    for _round in range(4):
        sweep(send_due_messages)
    rows = db.session.execute(select(Message, KeptMail.raw).join(KeptMail, KeptMail.message_id == Message.id)).all()
    return [(message, message_from_bytes(raw, policy=policy.default)) for message, raw in rows]


def judge(message: Message, mail: Any) -> None:
    assert set(mail.keys()) <= OURS, mail.keys()
    assert len(mail.get_all("To")) == len(mail.get_all("From")) == len(mail.get_all("Subject")) == 1
    local, _at, domain = message.address.rpartition("@")
    to = [address.addr_spec.encode("utf-8", "surrogateescape").decode() for address in mail["To"].addresses]
    assert to == [f"{local}@{domain.encode('idna').decode()}"]
    assert mail["Bcc"] is None and mail["Cc"] is None
    assert mail.get_body(("plain",)) is not None and mail.get_body(("html",)) is not None


def test_names_of_applicants_add_no_header(client: Any, job: Any, sweep: Any) -> None:
    for number, name in enumerate(HEADERS):
        client.submit("/jobs/gardener/apply", {"name": name, "email": f"person.{number}@example.org"})
    mails = sent(sweep)
    assert len(mails) >= len(HEADERS) - 3
    for message, mail in mails:
        judge(message, mail)


def test_titles_and_company_names_add_no_header(client: Any, job: Any, sweep: Any) -> None:
    for number, text in enumerate(HEADERS):
        kept = text.replace("\0", "")[:200]  # forms strip it, and PostgreSQL could not keep it
        job.title = kept
        db.session.scalars(select(Installation)).one().company_name = kept
        db.session.flush()
        client.submit("/jobs/gardener/apply", {"name": "Ann", "email": f"person.{number}@example.org"})
    mails = sent(sweep)
    assert len(mails) >= len(HEADERS) - 3
    for message, mail in mails:
        judge(message, mail)


def test_odd_addresses_are_refused_or_written_to_whole(client: Any, job: Any, sweep: Any) -> None:
    for address in ADDRESSES:
        assert client.submit("/jobs/gardener/apply", {"name": "Ann", "email": address}).status_code in (303, 422), address
    for message, mail in sent(sweep):
        judge(message, mail)
        assert message.address.count("@") == 1


def test_no_template_and_no_markup_of_a_name_runs_in_a_mail(client: Any, job: Any, sweep: Any) -> None:
    from tests.hostile.pages import read_page

    for number, text in enumerate([*TEMPLATES, *XSS[::3]]):
        client.submit("/jobs/gardener/apply", {"name": text[:200], "email": f"person.{number}@example.org"})
    mails = sent(sweep)
    assert len(mails) > 40
    for _message, mail in mails:
        text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
        assert PRODUCT_OF_TEMPLATE not in text + html and "tests-only-secret" not in text + html
        # mails carry their styles inline; nothing else of markup may come from a name
        assert [one for one in read_page(html).problems if " style=" not in one and not one.startswith("<style")] == []
