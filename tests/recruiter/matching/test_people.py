"""People who fit a job: why, what is not evident, where from, and who is left out."""

from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.models import Todo
from app.core.actors import user_actor
from app.core.clock import now
from app.extensions import db
from app.hiring.models import Rating
from app.jobs.commands import copy_job, publish_job, set_wanted
from app.jobs.models import JobLocation, JobState, Need
from app.talent.queries.matches import people_for
from app.talent.queries.wanted import wants_of


@pytest.fixture
def job(make: Any, cast: Any) -> Any:
    made = make.job("DSP Engineer", team_id=cast.team.id, city="Berlin")
    for name in ("C++", "Matlab", "Git"):
        make.job_skill(made, name)
    make.job_skill(made, "Rust", Need.WISHED)
    return made


def people(job: Any, viewer: Any, among: str = "") -> list[str]:
    return [one.name for one in people_for(job, viewer, among=among).people]


def test_reasons_and_gaps_stand_beside_each_person(as_ada: Any, make: Any, job: Any) -> None:
    make.candidate("Sven Skill", skills=("C++", "Git", "Rust"), city="Berlin", current_title="Audio DSP Engineer", country="DE")
    make.candidate("Uwe Unfit", skills=("Gardening",), current_title="Gardener")
    page = as_ada.get(f"/recruiter/jobs/{job.id}/people").text
    for expected in ("2 of 3 skills: C++, Git", "also Rust", "works as Audio DSP Engineer", "lives in Berlin", "not evident: Matlab"):
        assert expected in page
    assert "Uwe Unfit" not in page


def test_the_best_come_first_and_the_warmer_among_equals(make: Any, cast: Any, job: Any) -> None:
    make.candidate("Cold Equal", skills=("C++", "Git"))
    make.candidate("Warm Equal", skills=("C++", "Git"), interest_key=40.0, interest_rank=0)
    make.candidate("Best Of All", skills=("C++", "Git", "Matlab"))
    assert people(job, cast.ada) == ["Best Of All", "Warm Equal", "Cold Equal"]


def test_who_applied_was_invited_works_here_or_is_restricted_is_left_out(make: Any, cast: Any, job: Any) -> None:
    known = [make.candidate(f"Known {number}", skills=("C++", "Git", "Matlab")) for number in range(4)]
    make.application(known[0], job)
    make.job_invitation(job, known[1])
    make.application(known[2], make.job("Elsewhere"), state="hired")
    known[3].restricted_at = now()
    make.candidate("Free Person", skills=("C++", "Git"))
    db.session.flush()
    assert people(job, cast.ada) == ["Free Person"]


def test_one_looks_at_a_pool_or_a_community_alone(make: Any, cast: Any, job: Any) -> None:
    inside, joined = make.candidate("In Pool", skills=("C++", "Git")), make.candidate("In Community", skills=("C++", "Git"))
    make.candidate("Elsewhere Too", skills=("C++", "Git"))
    pool, community = make.pool("Signals", owner=cast.ada), make.community("Listeners")
    make.pool_member(pool, inside, why="Wrote a paper")
    make.membership(joined, community)
    found = people_for(job, cast.ada)
    assert {(group.label, group.count) for group in found.groups} == {("Signals", 1), ("Listeners", 1)}
    assert people(job, cast.ada, f"pool-{pool.id}") == ["In Pool"]
    assert people(job, cast.ada, f"community-{community.id}") == ["In Community"]
    assert people(job, cast.ada, "pool-99999999999999") == people(job, cast.ada, "pool-x") == []


def test_a_colleagues_private_pool_is_not_named(as_otto: Any, make: Any, cast: Any, job: Any) -> None:
    pool = make.pool("Secret signals", owner=cast.ada, sharing="private")
    make.pool_member(pool, make.candidate("In Pool", skills=("C++", "Git")))
    theirs = make.job("DSP Engineer", team_id=cast.other_team.id)
    make.job_skill(theirs, "C++")
    assert "Secret signals" not in as_otto.get(f"/recruiter/jobs/{theirs.id}/people").text
    assert as_otto.get(f"/recruiter/jobs/{job.id}/people").status_code == 404


def test_past_finalists_are_shown_with_how_it_ended_and_what_was_found(as_ada: Any, make: Any, cast: Any, job: Any) -> None:
    before = make.job("DSP Developer", team_id=cast.team.id)
    near = make.application(make.candidate("Fritz Finalist"), before, stage="Interview", state="rejected")
    make.scorecard(make.interview(near, cast.ines), cast.ines, overall=Rating.STRONG_YES)
    make.application(make.candidate("Early Elsewhere"), before, stage="Applied", state="rejected")
    page = as_ada.get(f"/recruiter/jobs/{job.id}/people?among=finalists").text
    assert "Finalist for DSP Developer" in page
    assert "Strong yes" in page
    assert "Early Elsewhere" not in page


def test_scorecards_one_may_not_read_yet_are_not_at_hand(make: Any, cast: Any, job: Any) -> None:
    before = make.job("DSP Developer", team_id=cast.team.id)
    near = make.application(make.candidate("Fritz Finalist"), before, stage="Interview", state="rejected")
    interview = make.interview(near, cast.ines, cast.ada)
    make.scorecard(interview, cast.ines)
    (found,) = people_for(job, cast.ada, among="finalists").people
    assert found.finalist is not None
    assert found.finalist.cards == []
    make.scorecard(interview, cast.ada)
    (found,) = people_for(job, cast.ada, among="finalists").people
    assert found.finalist is not None
    assert len(found.finalist.cards) == 2


def test_without_named_skills_the_description_speaks(as_ada: Any, make: Any, cast: Any) -> None:
    make.candidate("Petra Python", skills=("Python",))
    make.candidate("Tilda Titel", current_title="Senior Backend Engineer")
    cast.job.description = "We write Python."
    db.session.flush()
    page = as_ada.get(f"/recruiter/jobs/{cast.job.id}/people").text
    assert "1 of 1 skills: Python" in page
    assert "works as Senior Backend Engineer" in page
    assert "no skills on record" in page
    assert "These are read from the description" in page


def test_the_ten_best_are_ticked_with_one_link(as_ada: Any, make: Any, job: Any) -> None:
    for number in range(12):
        make.candidate(f"Person {number}", skills=("C++", "Git"))
    assert as_ada.get(f"/recruiter/jobs/{job.id}/people?tick=10").text.count('" checked aria-label="Tick Person') == 10


def test_the_page_costs_a_fixed_number_of_statements(as_ada: Any, make: Any, job: Any, queries: Any) -> None:
    pool = make.pool("Signals", owner=make.user())
    for number in range(15):
        make.pool_member(pool, make.candidate(f"Person {number}", skills=("C++", "Git")))
    with queries:
        assert as_ada.get(f"/recruiter/jobs/{job.id}/people").status_code == 200
    assert queries.count <= 26


def test_the_jobs_page_says_how_many_fit(as_ada: Any, make: Any, job: Any) -> None:
    make.candidate("Sven Skill", skills=("C++", "Git", "Matlab"))
    assert f"/recruiter/jobs/{job.id}/people/summary" in as_ada.get(f"/recruiter/jobs/{job.id}").text
    assert "1 person fits well." in as_ada.get(f"/recruiter/jobs/{job.id}/people/summary").text


def test_a_new_job_tells_its_lead_of_past_finalists_once(make: Any, cast: Any, job: Any) -> None:
    near = make.application(make.candidate("Fritz Finalist"), job, stage="Interview", state="rejected")
    assert near.id
    new = make.job("Senior DSP Engineer", team_id=cast.team.id, state=JobState.DRAFT)
    make.member(new, cast.ada, "recruiter", lead=True)
    for _time in range(2):
        publish_job(new, by=user_actor(cast.ada.id))
    todo = db.session.scalars(select(Todo).where(Todo.path != "")).one()
    assert todo.owner_id == cast.ada.id
    assert todo.path == f"/recruiter/jobs/{new.id}/people?among=finalists"
    assert "1 past finalist" in todo.what


def test_what_a_job_asks_for_is_said_on_a_page_of_its_own(as_ada: Any, cast: Any, job: Any) -> None:
    form = {"required": "js, C++ , c++", "wished": "k8s, JavaScript", "seniority": "senior", "spoken": ["de", "xx"], "version": job.version}
    assert as_ada.submit(f"/recruiter/jobs/{job.id}/skills", form).status_code == 303
    db.session.refresh(job)
    assert (job.seniority.value, job.spoken) == ("senior", "de")
    page = as_ada.get(f"/recruiter/jobs/{job.id}/skills").text
    assert 'value="JavaScript, C++"' in page
    assert 'value="Kubernetes"' in page
    stale = as_ada.submit(f"/recruiter/jobs/{job.id}/skills", form | {"version": job.version - 1, "required": "Typed"})
    assert stale.status_code == 409
    assert "Typed" in stale.text


def test_too_many_demands_are_refused_in_words(as_ada: Any, job: Any) -> None:
    many = ", ".join(f"Skill {number}" for number in range(21))
    page = as_ada.submit(f"/recruiter/jobs/{job.id}/skills", {"required": many, "seniority": "", "version": job.version})
    assert page.status_code == 409
    assert "At most 20 skills" in page.text
    assert "Skill 20" in page.text


def test_skills_are_completed_at_the_cursor(as_ada: Any, make: Any) -> None:
    make.skill("Pascal")
    answer = as_ada.get("/recruiter/jobs/skills/suggest?q=C%2B%2B,%20pas&cursor=8").text
    assert 'data-value="Pascal, " data-start="5"' in answer


def test_postal_codes_are_no_input(make: Any, cast: Any, job: Any) -> None:
    make.candidate("Sven Skill", skills=("C++", "Git"), city="Berlin", country="DE")
    (before,) = people_for(job, cast.ada).people
    for place in db.session.scalars(select(JobLocation).where(JobLocation.job_id == job.id)):
        place.postal_code = "10999"
    db.session.flush()
    (after,) = people_for(job, cast.ada).people
    assert before.fit == after.fit


def test_a_copied_job_asks_for_the_same(make: Any, cast: Any, job: Any) -> None:
    by = user_actor(cast.ada.id)
    set_wanted(job, required=["C++"], wished=["Rust"], seniority=None, spoken=["en"], version=None, by=by)
    assert wants_of(copy_job(job, by=by)).names == wants_of(job).names
