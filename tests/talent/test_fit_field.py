"""`fit:` in the query language."""

from typing import Any

import pytest

from app.extensions import db
from app.search.parser import parse
from app.search.queries import matching_ids


@pytest.fixture
def people(make: Any, cast: Any) -> dict[str, int]:
    job = make.job("DSP Engineer", team_id=cast.team.id, slug="dsp-engineer")
    for name in ("C++", "Matlab", "Git"):
        make.job_skill(job, name)
    make.job("Gardener", team_id=cast.team.id)
    return {
        "all": make.candidate(skills=("C++", "Matlab", "Git")).id,
        "most": make.candidate(skills=("C++", "Git")).id,
        "one": make.candidate(skills=("Git",)).id,
    }


def found(viewer: Any, query: str) -> set[int]:
    return set(db.session.scalars(matching_ids(viewer, parse(query))))


@pytest.mark.parametrize("query", ['fit:"dsp engineer"', "fit:dsp-engineer", 'skill:git fit:"DSP Engineer"'])
def test_most_of_the_required_skills_fit(cast: Any, people: dict[str, int], query: str) -> None:
    assert found(cast.ada, query) == {people["all"], people["most"]}


def test_its_opposite(cast: Any, people: dict[str, int]) -> None:
    assert found(cast.ada, "skill:git -fit:dsp-engineer") == {people["one"]}


@pytest.mark.parametrize("query", ["fit:gardener", "fit:nothing", "fit:any", "fit:none"])
def test_a_job_that_asks_for_nothing_fits_nobody(cast: Any, people: dict[str, int], query: str) -> None:
    assert found(cast.ada, query) == set()


def test_jobs_one_does_not_see_fit_nobody(cast: Any, people: dict[str, int]) -> None:
    assert found(cast.otto, "fit:dsp-engineer") == set()
    assert found(cast.hugo, "fit:dsp-engineer") == set()
