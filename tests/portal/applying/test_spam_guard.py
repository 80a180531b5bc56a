"""Suspicious applications go to a shelf; nothing is dropped, nobody is told, the receipt is sent."""

from datetime import timedelta

import pytest

from app.core.clock import at, now
from app.jobs.models import QuestionKind
from app.portal.applying import uploads
from tests.portal.applying.conftest import applications, causes, hidden


def test_a_filled_trap_is_set_aside_and_answered_as_ever(apply, job):
    answer = apply(topic="cheap pills")
    assert answer.status_code == 303
    assert applications()[0].suspicious == "honeypot"
    assert causes() == ["application-received"]


def test_a_form_sent_faster_than_a_person_can_is_set_aside(client, apply, job):
    with at(now()):
        began = hidden(client.get(f"/jobs/{job.slug}/apply").text, "began")
        apply(began=began)
    assert applications()[0].suspicious == "haste"


def test_a_form_sent_after_a_while_is_not(client, apply, job):
    began = hidden(client.get(f"/jobs/{job.slug}/apply").text, "began")
    with at(now() + timedelta(minutes=2)):
        apply(began=began)
    assert applications()[0].suspicious == ""


def test_correcting_an_error_quickly_is_not_haste(client, apply, job):
    began = hidden(client.get(f"/jobs/{job.slug}/apply").text, "began")
    with at(now() + timedelta(minutes=2)):
        wrong = apply(email="", began=began)
        apply(began=hidden(wrong.text, "began"))
    assert applications()[0].suspicious == ""


def test_the_same_text_under_many_addresses_is_set_aside(apply, job, make):
    question = make.question(job, "Why?", QuestionKind.LONG)
    text = "I am a highly motivated professional who would love to bring value to your esteemed company. " * 2
    for number in range(3):
        apply(email=f"person{number}@example.org", **{f"question-{question.id}": text})
    assert [one.suspicious for one in applications()] == ["", "", "repeated"]


def test_a_busy_network_is_looked_at_and_a_flood_is_stopped(apply, monkeypatch):
    monkeypatch.setattr(uploads, "MANY", uploads.Throttle("many in test", 1, timedelta(hours=1)))
    monkeypatch.setattr(uploads, "TOO_MANY", uploads.Throttle("too many in test", 2, timedelta(hours=1)))
    assert apply(email="one@example.org").status_code == 303
    assert apply(email="two@example.org").status_code == 303
    stopped = apply(email="three@example.org")
    assert stopped.status_code == 429 and int(stopped.headers["Retry-After"]) > 0
    assert [one.suspicious for one in applications()] == ["", "rate"]


@pytest.mark.parametrize("began", ["", "x", "1.2", "99999999999999.abc"])
def test_a_forged_moment_says_nothing(apply, began):
    apply(began=began)
    assert applications()[0].suspicious == ""
