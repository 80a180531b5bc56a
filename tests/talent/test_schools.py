"""Schools: their names, their parts, the to-dos of their year, and what came of them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.models import Education, Todo
from app.core.actors import user_actor
from app.core.clock import at, now, today
from app.core.refusals import Stale
from app.core.text import folded
from app.extensions import db
from app.hiring.models import ApplicationState
from app.talent.commands.schools import (
    PartUnfit,
    SchoolNameTaken,
    SchoolNeedsName,
    add_contact,
    add_date,
    archive_school,
    keep_school,
    remind_of_school_dates,
)
from app.talent.models import SchoolDate, SchoolName
from app.talent.queries.schools import results_of, school_rows


def studied(make: Any, person: Any, school: str) -> None:
    make.add(Education(candidate_id=person.id, school=school, school_key=folded(school)))


def test_a_school_has_names_of_its_own(cast: Any) -> None:
    by = user_actor(cast.ada.id)
    school = keep_school(name="Technische Universität Berlin", other_names=["TU Berlin", " tu berlin "], by=by)
    names = select(SchoolName.name).where(SchoolName.school_id == school.id).order_by(SchoolName.id)
    assert list(db.session.scalars(names)) == ["Technische Universität Berlin", "tu berlin"]
    with pytest.raises(SchoolNameTaken, match="Technische Universität Berlin"):
        keep_school(name="TU  BERLIN", by=by)
    with pytest.raises(SchoolNeedsName):
        keep_school(name=" ", by=by)
    keep_school(name="TU Berlin", school=school, version=school.version, by=by)
    with pytest.raises(Stale):
        keep_school(name="Other", school=school, version=school.version - 1, by=by)


def test_a_date_becomes_a_to_do_of_whoever_looks_after_the_school_once(cast: Any, make: Any) -> None:
    school = make.school(owner_id=cast.ada.id)
    db.session.delete(school.dates[0])
    fair = today() + timedelta(days=40)
    add_date(school, day=fair, what="Careers fair", days_before=14, by=user_actor(cast.ada.id))
    assert remind_of_school_dates() == 0
    with at(now() + timedelta(days=27)):
        assert remind_of_school_dates() == 1
        assert remind_of_school_dates() == 0
    todo = db.session.scalars(select(Todo)).one()
    assert (todo.owner_id, todo.what, todo.due_on, todo.path) == (cast.ada.id, "TU Berlin: Careers fair", fair, f"/recruiter/schools/{school.id}")


def test_an_archived_school_reminds_nobody(cast: Any, make: Any) -> None:
    school = make.school(owner_id=cast.ada.id)
    for date in db.session.scalars(select(SchoolDate)):
        date.remind_on = today()
    archive_school(school, by=user_actor(cast.ada.id))
    db.session.flush()
    assert remind_of_school_dates() == 0


def test_what_cannot_be_kept_is_said(cast: Any, make: Any) -> None:
    school, by = make.school(), user_actor(cast.ada.id)
    with pytest.raises(PartUnfit, match="still to come"):
        add_date(school, day=today() - timedelta(days=1), what="Fair", by=by)
    with pytest.raises(PartUnfit, match="e-mail"):
        add_contact(school, name="Paula", email="nonsense", by=by)


def test_results_count_people_by_any_name_of_the_school(cast: Any, make: Any, queries: Any) -> None:
    school = make.school("TU Berlin", "Technische Universität Berlin")
    known, member, hired, elsewhere = (make.candidate() for _number in range(4))
    studied(make, known, "TU Berlin")
    studied(make, known, "Technische Universität Berlin")
    studied(make, member, "technische universität  berlin")
    studied(make, hired, "TU Berlin")
    studied(make, elsewhere, "TU Wien")
    make.membership(member, make.community())
    make.application(hired, cast.job, state=ApplicationState.HIRED)
    with queries as sent:
        results = results_of(cast.ada, [school.id])[school.id]
    assert sent.count == 3
    assert (results.people, results.members, results.applied, results.hired) == (3, 1, 1, 1)
    (row,) = school_rows(cast.otto)
    assert (row.results.people, row.results.applied) == (3, 0)
