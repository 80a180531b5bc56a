"""Making jobs and copying them."""

import pytest
from sqlalchemy import select

from app.core.activity import Activity
from app.core.actors import SYSTEM, user_actor
from app.core.refusals import Refused
from app.extensions import db
from app.jobs.commands import Membership, copy_job, create_job, ensure_pipeline_templates, set_questions, set_team
from app.jobs.commands.jobs import slug_of
from app.jobs.commands.questions import QuestionDraft
from app.jobs.models import Job, JobState, QuestionKind, StageType, TeamRole
from app.jobs.places import Place
from app.jobs.queries import whole_job
from tests.make import Cast, Make


def made(title: str = "Nurse", **values: object) -> Job:
    return create_job(by=SYSTEM, template=ensure_pipeline_templates()[0], title=title, **values)  # type: ignore[arg-type]


def whole(job: Job) -> Job:
    return db.session.scalars(
        select(Job).where(Job.id == job.id).options(*whole_job()).execution_options(populate_existing=True)
    ).one()


def test_a_new_job_is_a_draft_with_the_template_stages_its_openings_and_its_lead(cast: Cast) -> None:
    job = whole(made(openings=3, lead_id=cast.ada.id, places=[Place("Köln")]))
    assert job.state is JobState.DRAFT
    assert [stage.type for stage in job.stages][:1] == [StageType.NEW]
    assert job.stages[-1].type is StageType.HIRED
    assert all(stage.public_name and stage.public_text for stage in job.stages)
    assert len(job.openings) == 3
    assert job.lead is not None and job.lead.user_id == cast.ada.id
    assert job.locations[0].city_key == "koln"


def test_two_jobs_of_one_title_have_different_addresses_that_never_change(cast: Cast) -> None:
    first, second = made("Nurse"), made("Nurse")
    assert (first.slug, second.slug) == ("nurse", "nurse-2")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Büroleitung (m/w/d)", "bueroleitung"),
        ("C++ & .NET / Größe", "c-net-groesse"),
        ("مهندس", "job"),
        ("</script><script>", "script-script"),
        ("x" * 300, "x" * 80),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
@pytest.mark.no_app
def test_an_address_is_ascii_short_and_never_empty(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_job_needs_a_title(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        made(" \u202e\x00 ")
    assert refused.value.field == "title"


def test_a_job_has_at_least_one_opening_unless_it_is_evergreen(cast: Cast) -> None:
    with pytest.raises(Refused):
        made(openings=0)
    assert whole(made(openings=0, evergreen=True)).openings == []


def test_a_copy_says_and_asks_the_same_but_is_a_draft_with_one_opening_and_no_posting(cast: Cast, make: Make) -> None:
    ada = user_actor(cast.ada.id)
    set_questions(cast.job, [QuestionDraft(QuestionKind.ONE, "Shift?", options=("Day", "Night"))], version=None, by=ada)
    set_team(cast.job, [Membership(cast.ada.id, TeamRole.RECRUITER, lead=True)], version=None, by=ada)
    copy = whole(copy_job(cast.job, by=ada))
    original = whole(cast.job)
    assert copy.title == "Backend Engineer (copy)"
    assert copy.slug != original.slug
    assert copy.state is JobState.DRAFT
    assert [stage.name for stage in copy.stages] == [stage.name for stage in original.stages]
    assert [question.text for question in copy.questions] == ["Shift?"]
    assert [member.user_id for member in copy.members] == [cast.ada.id]
    assert (len(copy.openings), copy.postings) == (1, [])
    assert copy.description == original.description
    told = db.session.scalars(select(Activity).where(Activity.kind == "job_created", Activity.job_id == copy.id)).one()
    assert told.data["copied_from"] == original.id


def test_the_shipped_templates_are_made_once_in_both_languages(cast: Cast) -> None:
    names = [template.name for template in ensure_pipeline_templates()]
    assert names == [template.name for template in ensure_pipeline_templates()]
    assert {"Standard", "Short", "Volume", "Standard (German)"} <= set(names)
