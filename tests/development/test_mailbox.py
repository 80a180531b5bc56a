"""The mailbox shown while developing: what would have left, harmless to look at, links that work."""

from dataclasses import replace

import pytest

from app import create_app
from app.core.actors import SYSTEM
from app.core.tokens import derived_token
from app.mailing.commands import SecretLink, plan_message
from app.mailing.models import MessageKind
from app.mailing.tasks import send_due_messages
from tests.conftest import settings_for


@pytest.fixture
def mail(make, sweep):
    message = plan_message(
        cause="application-received:1", kind=MessageKind.PROCESS, to=make.candidate("Eve <script>", email="eve@example.org"),
        template="application-received", values={"job.title": "<img src=x onerror=alert(1)>"},
        links={"status_link": SecretLink("magic-link", 3, "/m/")}, by=SYSTEM,
    )  # fmt: skip
    sweep(send_due_messages)
    return f"/dev/mailbox/{message.id}"


def test_a_kept_mail_is_listed_and_its_link_can_be_followed(client, mail):
    assert "eve@example.org" in client.get("/dev/mailbox").text
    page = client.get(mail).text
    assert f'href="http://localhost/m/{derived_token("magic-link", 3)}"' in page
    assert 'sandbox src="' in page


def test_the_html_part_answers_alone_and_runs_nothing(client, mail):
    answer = client.get(f"{mail}/html")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "<img src=x" not in answer.text
    assert "X-Frame-Options" not in answer.headers


def test_text_headers_and_source_have_their_own_address(client, mail):
    assert "We have your application" in client.get(f"{mail}?view=headers").text
    assert "onerror" in client.get(f"{mail}?view=text").text
    assert "<img src=x" not in client.get(f"{mail}?view=text").text
    assert "Message-ID:" in client.get(f"{mail}?view=source").text
    assert client.get(f"{mail}?view=whatever").status_code == 200


def test_searching_by_address(client, mail):
    assert "eve@example.org" in client.get("/dev/mailbox?q=EVE@").text
    assert "eve@example.org" not in client.get("/dev/mailbox?q=%25nobody").text


@pytest.mark.parametrize("path", ["/dev/mailbox/99", "/dev/mailbox/99/html", "/dev/mailbox/99999999999999999999"])
def test_no_such_mail(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("before", ["-1", "x", "99999999999999999999", ""])
def test_odd_pages_are_calm(client, mail, before):
    assert client.get(f"/dev/mailbox?before={before}").status_code == 200


def test_nobody_from_another_machine_sees_it(client, mail):
    assert client.get("/dev/mailbox", environ_base={"REMOTE_ADDR": "192.168.1.20"}).status_code == 404
    assert client.get(mail, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 404


@pytest.mark.parametrize("changes", [{"mail_server": "smtp.example.org"}, {"development": False}])
def test_with_a_mail_server_or_in_earnest_it_does_not_exist(tmp_path, changes):
    settings = replace(settings_for(f"sqlite:///{tmp_path}/x.db", tmp_path), **changes)
    rules = {rule.rule for rule in create_app(settings).url_map.iter_rules()}
    assert "/dev/mailbox" not in rules


def test_a_proxy_on_this_machine_opens_it_to_nobody(client, mail):
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert client.get("/dev/mailbox", headers={header: "203.0.113.9"}).status_code == 404
