"""Every staff page says so when mail or the worker has been silent for five minutes; a record says why its mail waits."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from app.core.clock import at, now
from app.insights.labels import Label, labels_of
from app.insights.standing import SILENT_AFTER, Standing, _look, standing
from app.insights.timeline import candidate_timeline
from app.mailing.lanes import pause_server
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind
from tests.conftest import Queries
from tests.make import Cast, Make


def waiting(make: Make, *, minutes: int, lane: str = "process:example.org", candidate_id: int | None = None) -> Message:
    return make.add(
        Message(cause=f"w:{lane}:{minutes}", mail_id=f"{lane}:{minutes}@t", kind=MessageKind.PROCESS, state=MessageState.DUE,
                address="g@example.org", address_key="g@example.org", recipient_kind=RecipientKind.CANDIDATE, lane=lane,
                subject="Hello", due_at=now() - timedelta(minutes=minutes), candidate_id=candidate_id)
    )  # fmt: skip


def test_what_was_due_a_moment_ago_worries_nobody_and_bulk_mail_may_take_its_hours(make: Make) -> None:
    waiting(make, minutes=4)
    waiting(make, minutes=90, lane="bulk:example.org")
    assert standing() == Standing()


def test_every_page_says_that_the_worker_is_silent_and_asks_once(
    as_ines: FlaskClient, make: Make, queries: Queries
) -> None:
    waiting(make, minutes=6)
    assert "The worker has been silent since" in as_ines.get("/recruiter/todos").text
    with queries as sent:
        assert "The worker has been silent since" in as_ines.get("/recruiter/todos").text
    assert not [statement for statement in sent.statements if "UNION ALL" in statement], (
        "the answer is kept for some seconds"
    )


def test_silence_since_another_day_names_the_day(make: Make, app: Any) -> None:
    with at(datetime(2026, 3, 3, 12, tzinfo=UTC)), app.test_request_context():
        waiting(make, minutes=6)
        (today,) = _look(now()).sentences
        waiting(make, minutes=26 * 60)
        (yesterday,) = _look(now()).sentences
    assert "3/3/26" not in today and "11:54" in today
    assert "since 3/2/26, 10:00" in yesterday


def test_a_mail_server_that_takes_nothing_is_named_with_its_words(as_ines: FlaskClient, make: Make) -> None:
    waiting(make, minutes=6)
    pause_server("connection refused")
    page = as_ines.get("/recruiter/todos").text
    assert "because the mail server does not take it: connection refused. 1 mail waits." in page


def test_a_page_that_is_not_there_is_answered_all_the_same(as_ines: FlaskClient, make: Make) -> None:
    waiting(make, minutes=6)
    assert as_ines.get("/recruiter/nowhere").status_code == 404


def test_the_answer_is_looked_for_again_after_some_seconds(make: Make) -> None:
    assert standing() == Standing()
    with at(now() + SILENT_AFTER):
        waiting(make, minutes=6)
        assert standing().mails == 1


def test_the_record_says_why_a_mail_has_not_left(make: Make, cast: Cast, as_ada: FlaskClient) -> None:
    person = make.candidate()
    waiting(make, minutes=1, candidate_id=person.id)
    assert candidate_timeline(cast.ada, person).entries[0].not_left == ""
    pause_server("connection refused")
    assert (
        "This mail has not left, because connection refused." in as_ada.get(f"/recruiter/candidates/{person.id}").text
    )


def test_an_application_no_mailbox_has_confirmed_makes_nobody_an_applicant(make: Make, cast: Cast) -> None:
    stranger, applicant = make.candidate(), make.candidate()
    make.application(stranger, cast.job, confirmed_at=None)
    make.application(applicant, cast.job)
    assert labels_of(cast.ada, [stranger.id, applicant.id]) == {applicant.id: Label.APPLICANT}
