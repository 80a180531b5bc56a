"""Interest on the record and in the list: for recruiting, for nobody else."""

import pytest

from app.candidates.commands import Signal, add_signals
from app.candidates.models import SignalKind


@pytest.fixture
def warm(make):
    people = {"hot": make.candidate("Hanna Hot"), "cold": make.candidate("Conny Cold"), "never": make.candidate("Nora Never")}
    add_signals([signal(people["hot"], n, SignalKind.APPLIED) for n in (1, 2)] + [signal(people["cold"], 3, SignalKind.CLICKED)])
    return people


def signal(person, number, kind):
    return Signal(candidate_id=person.id, kind=kind, source_kind="tests", source_id=number)


def test_the_record_says_how_warm_and_why(as_ada, warm):
    page = as_ada.get(f"/recruiter/candidates/{warm['hot'].id}").text
    assert "Hot" in page and "60 points, rising" in page and "Applied for a job" in page
    assert "No sign yet" in as_ada.get(f"/recruiter/candidates/{warm['never'].id}").text


def test_the_list_sorts_by_interest_and_finds_levels(as_ada, warm):
    page = as_ada.get("/recruiter/candidates?sort=-interest").text
    assert page.index("Hanna Hot") < page.index("Conny Cold") < page.index("Nora Never")
    found = as_ada.get("/recruiter/candidates?q=interest:hot").text
    assert "Hanna Hot" in found and "Conny Cold" not in found
    assert "whose interest is Hot" in found
    cold = as_ada.get("/recruiter/candidates?q=interest:cold").text
    assert "Conny Cold" in cold and "Nora Never" in cold and "Hanna Hot" not in cold
    assert "Hanna Hot" in as_ada.get("/recruiter/candidates?q=interest:>40").text
    assert "Hanna Hot" not in as_ada.get("/recruiter/candidates?q=interest:<40").text
    assert "Nora Never" in as_ada.get("/recruiter/candidates?q=interest:none").text
    assert as_ada.get("/recruiter/candidates?q=interest:boiling").status_code == 422


def test_whoever_meets_people_through_a_job_learns_nothing_of_it(as_hugo, make, cast):
    application = make.application(make.candidate("Hanna Hot"), cast.job)
    make.application(make.candidate("Conny Cold"), cast.job)
    add_signals([Signal(candidate_id=application.candidate_id, kind=SignalKind.APPLIED, source_kind="tests", source_id=9)])
    page = as_hugo.get("/recruiter/candidates?sort=-interest").text
    assert 'data-tone="red">Hot' not in page and ">Interest<" not in page
    assert "Hanna Hot" not in as_hugo.get("/recruiter/candidates?q=interest:any").text
    assert "interest-title" not in as_hugo.get(f"/recruiter/candidates/{application.candidate_id}").text
