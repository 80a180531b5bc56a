"""The same application sent at the same moment, on real connections: one application, one mail, the same answer."""

import threading

import pytest
from sqlalchemy import func, select

from app.candidates.models import Candidate
from app.candidates.notices import ensure_notices
from app.core.transaction import reading, transaction
from app.extensions import db
from app.hiring.models import Application
from app.jobs.models import ResumeRule
from app.mailing.models import Message

pytestmark = pytest.mark.real_commits
TIMES = 6


@pytest.fixture
def slug(make):
    with transaction():
        make.installation()
        ensure_notices()
        return make.job("Gardener", resume_rule=ResumeRule.OPTIONAL).slug


def send_at_once(app, slug, keys):
    fields = {"name": "Nora Newcomer", "email": "nora@example.org", "csrf_token": app.test_client().csrf()}
    answers, barrier = [], threading.Barrier(len(keys))

    def send(key):
        with app.app_context():
            browser = app.test_client()
            barrier.wait()
            # past the client's stepping aside, which is for tests on one connection
            answer = type(browser).__bases__[0].post(browser, f"/jobs/{slug}/apply", data={**fields, "form_key": key})
            answers.append((answer.status_code, answer.location))

    threads = [threading.Thread(target=send, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("keys", [["one-form-key"] * TIMES, [f"tab-{number}" for number in range(TIMES)]], ids=["one form", "tabs"])
def test_pressed_many_times_at_once_is_pressed_once(app, slug, keys):
    answers = send_at_once(app, slug, keys)
    assert set(answers) == {(303, f"/jobs/{slug}/applied")}
    with reading():
        for table in (Application, Candidate, Message):
            assert db.session.scalar(select(func.count(table.id))) == 1, table.__name__
