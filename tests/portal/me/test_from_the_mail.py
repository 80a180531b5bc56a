"""From applying through the mail to one's own page, the way a person goes."""

import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from app.candidates.notices import ensure_notices
from app.extensions import db
from app.jobs.models import ResumeRule
from app.mailing.commands import ensure_templates
from app.mailing.models import KeptMail
from app.mailing.tasks import send_due_messages


@pytest.fixture
def job(make):
    make.installation()
    ensure_notices()
    ensure_templates()
    return make.job("Gardener", slug="gardener", resume_rule=ResumeRule.OPTIONAL)


def mails():
    raw = db.session.scalars(select(KeptMail.raw).order_by(KeptMail.message_id)).all()
    return [message_from_bytes(one, policy=policy.default) for one in raw]


def link_in(mail):
    return re.search(r"http://localhost(/m/[\w-]+)", mail.get_body(("plain",)).get_content()).group(1)


def test_the_receipt_leads_to_the_application(client, job, sweep):
    client.submit("/jobs/gardener/apply", {"name": "Nora Newcomer", "email": "nora@example.org"})
    sweep(send_due_messages)
    (receipt,) = mails()
    assert receipt["To"].endswith("nora@example.org>") and "Gardener" in receipt["Subject"]
    link = link_in(receipt)
    assert client.get(link).status_code == 200
    landed = client.submit(link)
    assert landed.location.startswith("/me/applications/")
    page = client.get(landed.location)
    assert "Your application is at: Received. You will hear from us by" in page.text
    assert "nora@example.org" in page.text


def test_a_known_person_confirms_by_the_mail_and_only_then_sees_the_application(client, job, make, sweep):
    make.candidate("Karl Known", email="karl@example.org")
    client.submit("/jobs/gardener/apply", {"name": "K.", "email": "karl@example.org"})
    sweep(send_due_messages)
    (mail,) = mails()
    landed = client.submit(link_in(mail))
    assert "Where it stands" in client.get(landed.location).text


def test_a_sign_in_link_arrives_and_works(client, job, make, sweep):
    make.candidate("Karl Known", email="karl@example.org", locale="de")
    client.submit("/me/sign-in", {"email": "karl@example.org", "next": "/me/preferences"})
    sweep(send_due_messages)
    (mail,) = mails()
    assert client.submit(link_in(mail)).location == "/me/preferences"
    assert 'lang="de"' in client.get("/me/preferences").text


@pytest.mark.parametrize(
    "path",
    ["/", "/jobs", "/jobs/gardener", "/jobs/gardener/apply", "/jobs/gardener/applied", "/privacy", "/imprint", "/accessibility",
     "/me", "/me/sign-in", "/me/sign-in/sent", "/me/erased", "/m/1-x", "/feeds/jobs.atom", "/robots.txt", "/nowhere"],
)  # fmt: skip
def test_no_page_gives_a_visitor_a_cookie(client, job, path):
    assert "Set-Cookie" not in client.get(path).headers
