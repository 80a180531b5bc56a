"""The texts of mails: changed by admins, in versions, never so that a mail could not be written."""

import pytest
from sqlalchemy import select

from app.core.actors import SYSTEM
from app.extensions import db
from app.mailing.commands import ensure_templates, message_content, plan_message
from app.mailing.models import MessageKind, Template, TemplateVersion

LIST = "/recruiter/settings/mail-texts"
BODY = "Hello {{first_name|there}},\n\nthank you for applying for {{job.title}}.\n\nYours, {{company}}"


@pytest.fixture
def rejection():
    ensure_templates()
    return db.session.scalars(select(Template).where(Template.name == "rejection", Template.locale == "en")).one()


def save(client, template, **more):
    return client.submit(f"{LIST}/{template.id}", {"subject": "About {{job.title}}", "body": BODY, "number": "1", **more})


@pytest.mark.parametrize("name", ["ada", "hugo", "cleo"])
def test_only_admins_change_texts(request, rejection, name):
    client = request.getfixturevalue(f"as_{name}")
    assert client.get(LIST).status_code == 403
    assert save(client, rejection).status_code == 403


def test_every_text_is_listed_and_shown_with_its_fields(as_root, rejection, queries):
    with queries as sent:
        page = as_root.get(LIST).text
    assert sent.count <= 6
    assert "Not this time" in page and "Absage" in page
    page = as_root.get(f"{LIST}/{rejection.id}").text
    assert "{{job.title}}" in page
    assert "{{start_date}}" not in page


def test_a_change_is_a_new_version_and_planned_mail_keeps_its_words(as_root, rejection, make):
    def plan(cause):
        return plan_message(cause=cause, kind=MessageKind.PROCESS, to=make.candidate(), template="rejection",
                            values={"job.title": "Engineer"}, by=SYSTEM)  # fmt: skip

    before = plan("rejection:1")
    assert save(as_root, rejection).location == LIST
    after = plan("rejection:2")
    assert message_content(before).subject == "Your application: Engineer"
    assert message_content(after).subject == "About Engineer"
    numbers = select(TemplateVersion.number).where(TemplateVersion.template_id == rejection.id)
    assert sorted(db.session.scalars(numbers)) == [1, 2]
    assert "Your own" in as_root.get(LIST).text
    assert ensure_templates() == 0, "a changed text is left alone"


def test_a_stale_form_changes_nothing(as_root, rejection):
    assert save(as_root, rejection).status_code == 303
    assert save(as_root, rejection, subject="Too late").status_code == 409


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Hello {{ config }}", "no field called"),
        ("Hello {{start_date}}", "nothing to say for {{start_date}}"),
        ("Hello {{first_name}}", "may be empty"),
        ("Hello {{message}}", "may be empty"),
        ("Hello {{#message}}", "must close"),
        ("Hello {{", "not a field"),
    ],
)
def test_what_would_break_a_mail_is_refused_and_what_was_typed_stays(as_root, rejection, body, words):
    answer = save(as_root, rejection, body=body)
    assert answer.status_code == 409
    assert words in answer.text
    assert "About {{job.title}}" in answer.text


def test_a_mail_keeps_its_link(as_root, rejection):
    invitation = db.session.scalars(select(Template).where(Template.name == "invitation", Template.locale == "en")).one()
    answer = save(as_root, invitation, subject="Join", body="Please join {{company}} as {{role}}.")
    assert answer.status_code == 409
    assert "without its link" in answer.text


def test_the_preview_shows_what_is_typed_runs_nothing_and_changes_nothing(as_root, rejection):
    preview = f"{LIST}/{rejection.id}/preview"
    answer = as_root.submit(preview, {"subject": "S", "body": "<script>x</script> {{job.title}}\n\n[a](javascript:x)"})
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "Backend Engineer" in answer.text
    assert "<script" not in answer.text
    assert 'href="javascript' not in answer.text
    refused = as_root.submit(preview, {"subject": "S", "body": "{{nonsense}}"})
    assert "no field called {{nonsense}}" in refused.text
    assert as_root.get(preview).status_code == 200
    assert db.session.scalars(select(TemplateVersion.number).where(TemplateVersion.template_id == rejection.id)).all() == [1]


@pytest.mark.parametrize("path", ["0", "99999", "99999999999999999999", "x"])
def test_no_such_text(as_root, path):
    assert as_root.get(f"{LIST}/{path}").status_code == 404
