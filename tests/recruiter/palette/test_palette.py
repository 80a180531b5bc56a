"""Ctrl K: people, jobs and actions, as far as the viewer may open them."""

import re

import pytest

from app.jobs.models import JobState
from app.search.index import reindex


def labels(page):
    return re.findall(r'class="palette-label">([^<]*)<', page.text)


@pytest.fixture
def people(make):
    found = [make.candidate("Anna Müller", current_title="Nurse", city="Köln"), make.candidate("Annabel Stone")]
    reindex([one.id for one in found])
    return found


def test_it_is_a_fragment_of_options(as_ada, people):
    page = as_ada.get("/recruiter/palette?q=anna", headers={"HX-Request": "true"})
    assert page.status_code == 200 and "<html" not in page.text
    assert page.text.count('role="option"') >= 3
    assert f'href="/recruiter/candidates/{people[0].id}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_names_are_found_by_their_beginning_whatever_the_accents(as_ada, people):
    assert labels(as_ada.get("/recruiter/palette?q=ANNA mull"))[0] == "Anna Müller"


def test_any_word_of_the_record_finds_somebody(as_ada, people):
    assert "Anna Müller" in labels(as_ada.get("/recruiter/palette?q=nurse"))


def test_jobs_lead_to_their_boards(as_ada, cast):
    page = as_ada.get("/recruiter/palette?q=backend")
    assert f'href="/recruiter/jobs/{cast.job.id}/board"' in page.text


def test_open_jobs_come_first(as_root, make):
    make.job("Cook over", state=JobState.CLOSED)
    make.job("Cook open")
    assert labels(as_root.get("/recruiter/palette?q=cook"))[:2] == ["Cook open", "Cook over"]


def test_with_nothing_typed_it_offers_where_to_go(as_ada, cast):
    offered = labels(as_ada.get("/recruiter/palette"))
    assert "Add a candidate" in offered and "Go to Candidates" in offered and "Backend Engineer" in offered


def test_what_was_typed_can_always_be_searched_for(as_ada):
    page = as_ada.get("/recruiter/palette", query_string={"q": 'c++ & "x"'})
    assert "/recruiter/candidates?q=c%2B%2B+%26+%22x%22" in page.text or "q=c%2B%2B%20%26%20%22x%22" in page.text


def test_nobody_is_shown_what_they_may_not_open(as_ines, as_otto, people, cast):
    assert labels(as_ines.get("/recruiter/palette?q=anna")) == []
    assert "Add a candidate" not in labels(as_ines.get("/recruiter/palette"))
    assert "Backend Engineer" not in labels(as_otto.get("/recruiter/palette?q=backend"))


def test_visitors_are_sent_to_sign_in(client, cast):
    assert client.get("/recruiter/palette?q=a").status_code == 303


@pytest.mark.parametrize("typed", ["(", '"', "skill:", "%", "\x00", "😀", "' OR 1=1 --", "a" * 5000, "<script>", "name:*", "\ufeff"])
def test_anything_typed_is_answered(as_ada, people, typed):
    page = as_ada.get("/recruiter/palette", query_string={"q": typed})
    assert page.status_code == 200 and "<script>" not in page.text


def test_it_costs_few_queries(as_ada, people, queries):
    with queries as sent:
        as_ada.get("/recruiter/palette?q=anna")
    assert sent.count <= 16


def test_no_job_is_offered_to_somebody_who_cannot_open_one(as_ines, cast, make):
    make.review_request(make.application(job=cast.job), cast.ines)
    assert f"/recruiter/jobs/{cast.job.id}" not in as_ines.get("/recruiter/palette?q=backend").text
