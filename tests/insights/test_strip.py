"""The strip of home: each number is what its query finds."""

from datetime import date, timedelta

import pytest

from app.candidates.models import Consent, ConsentAction, InterestSignal, Purpose, SignalKind
from app.core.clock import now
from app.extensions import db
from app.hiring.models import ApplicationState
from app.insights.strip import quarter_of, strip_of
from app.search.parser import parse
from app.search.queries import search_candidates


@pytest.mark.no_app
@pytest.mark.parametrize(
    ("day", "first", "last"),
    [("2026-01-01", "2026-01-01", "2026-03-31"), ("2026-05-31", "2026-04-01", "2026-06-30"), ("2026-12-31", "2026-10-01", "2026-12-31")],
)
def test_a_day_knows_its_quarter(day, first, last):
    assert quarter_of(date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


def _numbers(strip):
    return {str(step.label): step.number for step in strip.steps}


def test_every_number_is_what_its_query_finds(cast, make):
    long_ago = now() - timedelta(days=400)
    for when in (now(), long_ago):
        person = make.candidate()
        make.add(Consent(candidate_id=person.id, purpose=Purpose.NEWSLETTER, action=ConsentAction.CONFIRMED, at=when, method="form"))
        make.add(InterestSignal(candidate_id=person.id, kind=SignalKind.CLICKED, at=when, source_kind="test", source_id=1))
        make.application(person, cast.job, stage="Interview", applied_at=when)
    make.application(job=cast.job, stage="Hired", state=ApplicationState.HIRED, ended_at=now())
    strip = strip_of(cast.ada)
    numbers = _numbers(strip)
    assert (numbers["Subscribed"], numbers["Engaged"], numbers["Invited"]) == (1, 1, 0)
    assert numbers["Applied"] == 2 and numbers["Hired"] == 1
    for step in strip.steps:
        assert len(search_candidates(cast.ada, parse(step.query)).ids) == step.number


def test_it_narrows_to_a_job_and_a_team(cast, make):
    other = make.job("Gardener", team_id=cast.other_team.id)
    make.application(job=cast.job)
    make.application(job=other)
    assert _numbers(strip_of(cast.root))["Applied"] == 2
    assert _numbers(strip_of(cast.root, job=other.slug))["Applied"] == 1
    assert _numbers(strip_of(cast.root, team=cast.other_team.name))["Applied"] == 1
    assert "Subscribed" not in _numbers(strip_of(cast.root, job=other.slug))


def test_home_fetches_it_and_works_without(as_ada, cast, make):
    make.application(job=cast.job)
    make.candidate()
    assert 'href="/recruiter/strip"' in as_ada.get("/recruiter/").text
    page = as_ada.get("/recruiter/strip").text
    assert "Interviewed" in page and "applied:2" in page
    part = as_ada.get("/recruiter/strip", headers={"HX-Request": "true", "HX-Target": "strip"}).text
    assert part.lstrip().startswith("<section id=\"strip\"") and "<html" not in part


def test_a_job_nobody_knows_narrows_nothing(as_ada, cast):
    assert as_ada.get('/recruiter/strip?job=%22%29+OR+&team=%3Cscript%3E').status_code == 200


def test_it_asks_all_its_questions_at_once(as_ada, cast, queries):
    with queries as sent:
        as_ada.get("/recruiter/strip")
    assert sent.count <= 6


def test_an_interviewer_has_none(as_ines):
    assert "/recruiter/strip" not in as_ines.get("/recruiter/").text
    assert as_ines.get("/recruiter/strip").status_code == 403


def test_what_recruiting_knows_stays_with_recruiting(cast, make):
    person = make.candidate()
    make.application(person, cast.job)
    make.add(InterestSignal(candidate_id=person.id, kind=SignalKind.CLICKED, at=now(), source_kind="test", source_id=1))
    db.session.flush()
    assert _numbers(strip_of(cast.hugo))["Engaged"] == 0
