"""Somebody who was hired leaves: alumni from the day after the last one, and free to be asked back."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.candidates.models import Candidate
from app.core.activity import Activity
from app.core.actors import Actor
from app.core.clock import at, now, today
from app.extensions import db
from app.hiring.commands import (
    LastDayImpossible,
    NobodyLeft,
    NotHired,
    hire_application,
    note_departure,
    undo_departure,
    undo_hire,
)
from app.hiring.models import Application
from app.insights.labels import Label, applications_of, label_of, labels_of
from app.insights.timeline import candidate_timeline
from app.search.parser import parse
from app.search.queries import count_candidates
from tests.make import Cast, Make


@pytest.fixture
def employee(make: Make, cast: Cast, ada: Actor) -> Application:
    application: Application = make.application(make.candidate(), cast.job)
    hire_application(application, by=ada)
    return application


def person_of(application: Application) -> Candidate:
    return db.session.get_one(Candidate, application.candidate_id)


def label(cast: Cast, application: Application) -> Label:
    return label_of(applications_of(cast.ada, application.candidate_id), {})


def counted(cast: Cast, question: str) -> int:
    return count_candidates(cast.ada, parse(question)).number


def test_an_employee_is_one_of_the_alumni_from_the_day_after_the_last_one(employee: Application, cast: Cast, ada: Actor) -> None:
    note_departure(employee, last_day=today() + timedelta(days=1), by=ada)
    assert label(cast, employee) is Label.EMPLOYEE
    assert (counted(cast, "is:employee"), counted(cast, "is:alumni")) == (1, 0)
    with at(now() + timedelta(days=2)):
        assert label(cast, employee) is Label.ALUMNI
        assert labels_of(cast.ada, [employee.candidate_id]) == {employee.candidate_id: Label.ALUMNI}
        assert (counted(cast, "is:employee"), counted(cast, "is:alumni"), counted(cast, "is:alumni is:lead")) == (0, 1, 0)


def test_whoever_comes_back_is_an_employee_again(employee: Application, cast: Cast, make: Make, ada: Actor) -> None:
    with at(now() + timedelta(days=30)):
        note_departure(employee, last_day=today() - timedelta(days=1), by=ada)
        again = make.application(person_of(employee), make.job(team_id=cast.ada.team_id))
        assert label(cast, employee) is Label.APPLICANT
        hire_application(again, by=ada)
        assert again.left_on is None and label(cast, employee) is Label.EMPLOYEE
        assert (counted(cast, "is:employee"), counted(cast, "is:alumni")) == (1, 0)


def test_what_was_noted_is_taken_back(employee: Application, cast: Cast, ada: Actor) -> None:
    note_departure(employee, last_day=today(), by=ada)
    undo_departure(employee, by=ada)
    assert employee.left_on is None
    with pytest.raises(NobodyLeft):
        undo_departure(employee, by=ada)
    said = [entry.sentence for entry in candidate_timeline(cast.ada, person_of(employee)).entries]
    assert said[0] == "took back that the person leaves the company"
    assert said[1].startswith("noted the last day with the company: ") and str(today().year) in said[1]
    kinds = list(db.session.scalars(select(Activity.kind).where(Activity.application_id == employee.id).order_by(Activity.id)))
    assert kinds[-2:] == ["last_day_noted", "departure_undone"]


def test_taking_back_the_hire_takes_the_last_day_along(employee: Application, ada: Actor) -> None:
    note_departure(employee, last_day=today(), by=ada)
    undo_hire(employee, by=ada)
    assert employee.left_on is None


def test_a_last_day_before_the_hire_or_years_ahead_is_refused(employee: Application, ada: Actor) -> None:
    for day in (today() - timedelta(days=1), today() + timedelta(days=800)):
        with pytest.raises(LastDayImpossible):
            note_departure(employee, last_day=day, by=ada)
    assert employee.left_on is None


def test_only_somebody_who_was_hired_can_leave(make: Make, cast: Cast, ada: Actor) -> None:
    with pytest.raises(NotHired):
        note_departure(make.application(job=cast.job), last_day=today(), by=ada)


def test_the_record_of_an_employee_leads_there_and_back(employee: Application, as_ada: FlaskClient) -> None:
    record, departure = f"/recruiter/candidates/{employee.candidate_id}", f"/recruiter/applications/{employee.id}/departure"
    assert departure in as_ada.get(record).text
    assert as_ada.submit(departure, {"last_day": "soon"}).status_code == 422
    refused: Any = as_ada.submit(departure, {"last_day": "2001-01-01"})
    assert refused.status_code == 409 and "the last day cannot be before" in refused.text and 'value="2001-01-01"' in refused.text
    assert as_ada.submit(departure, {"last_day": str(today())}).location.endswith(record)
    assert "Stays after all" in as_ada.get(record).text
    assert as_ada.submit(f"{departure}/undoing", {}).location.endswith(record)
    assert "Left the company…" in as_ada.get(record).text
