"""Changing what a job says, where it is, and who hires."""

import pytest
from sqlalchemy import select

from app.core.activity import ChangedValue
from app.core.actors import user_actor
from app.core.refusals import Stale
from app.extensions import db
from app.hiring.registrations import PeopleInStage
from app.jobs.commands import (
    JobValues,
    Membership,
    QuestionDraft,
    StageDraft,
    change_job,
    change_stage,
    retire_stage,
    set_locations,
    set_questions,
    set_stages,
    set_team,
)
from app.jobs.models import JobLocation, Question, QuestionKind, Stage, StageType, TeamRole
from app.jobs.places import Place
from app.jobs.queries import changes_since
from app.jobs.refusals import (
    InvalidPay,
    InvalidPlace,
    InvalidQuestion,
    InvalidStages,
    InvalidTeam,
    NotPublishable,
    StageInUse,
)
from tests.make import Cast, Make


def test_a_change_remembers_what_was_there_before_and_counts_the_version(cast: Cast) -> None:
    seen = cast.job.version
    change_job(cast.job, version=seen, by=user_actor(cast.ada.id), title="Platform Engineer", summary="")
    assert cast.job.version > seen
    changed = db.session.scalars(select(ChangedValue)).one()
    assert (changed.field, changed.old, changed.new) == ("title", "Backend Engineer", "Platform Engineer")
    assert cast.job.title_key == "platform engineer"
    assert cast.job.slug.startswith("backend")


def test_a_stale_form_is_refused_and_told_what_changed(cast: Cast) -> None:
    seen = cast.job.version
    change_job(cast.job, version=seen, by=user_actor(cast.ada.id), department="Platform")
    with pytest.raises(Stale):
        change_job(cast.job, version=seen, by=user_actor(cast.hugo.id), department="Operations")
    assert [(change.field, change.new) for change in changes_since(cast.job, seen)] == [("department", "Platform")]


def test_saving_without_a_change_leaves_no_trace(cast: Cast) -> None:
    seen = cast.job.version
    change_job(cast.job, version=seen, by=user_actor(cast.ada.id), title="Backend Engineer")
    assert cast.job.version == seen


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"pay_from": 100, "pay_to": None}, "pay_to"),
        ({"pay_from": None, "pay_to": 100}, "pay_from"),
        ({"pay_from": 200, "pay_to": 100}, "pay_to"),
        ({"pay_from": -5, "pay_to": 100}, "pay_from"),
        ({"pay_from": 1, "pay_to": 2**63}, "pay_from"),
        ({"pay_from": 1, "pay_to": 2, "pay_currency": "€"}, "pay_currency"),
    ],
)
def test_pay_has_both_ends_in_order_and_a_currency(cast: Cast, values: JobValues, field: str) -> None:
    with pytest.raises(InvalidPay) as refused:
        change_job(cast.job, version=None, by=user_actor(cast.ada.id), **values)
    assert refused.value.field == field
    db.session.rollback()
    db.session.begin()


def test_a_public_job_cannot_lose_what_it_needed_to_be_published(cast: Cast) -> None:
    ada = user_actor(cast.ada.id)
    with pytest.raises(NotPublishable):
        change_job(cast.job, version=None, by=ada, description=" ")
    cast.job.description = "Work."
    with pytest.raises(NotPublishable):
        change_job(cast.job, version=None, by=ada, confidential=True)


def test_a_place_that_stays_keeps_its_number(cast: Cast) -> None:
    ada = user_actor(cast.ada.id)
    berlin = db.session.scalars(select(JobLocation).where(JobLocation.job_id == cast.job.id)).one()
    set_locations(cast.job, [Place("Paris", country="FR"), Place(" berlin ")], version=None, by=ada)
    rows = db.session.scalars(select(JobLocation).where(JobLocation.job_id == cast.job.id).order_by(JobLocation.position))
    assert [(row.city, row.id == berlin.id) for row in rows] == [("Paris", False), ("Berlin", True)]


def test_a_place_needs_a_real_country(cast: Cast) -> None:
    with pytest.raises(InvalidPlace):
        set_locations(cast.job, [Place("Berlin", country="ZZ")], version=None, by=user_actor(cast.ada.id))


def test_exactly_one_member_leads_and_a_confidential_job_keeps_a_recruiter(cast: Cast) -> None:
    ada = user_actor(cast.ada.id)
    hugo = Membership(cast.hugo.id, TeamRole.HIRING_MANAGER)
    with pytest.raises(InvalidTeam):
        set_team(cast.job, [hugo], version=None, by=ada)
    with pytest.raises(InvalidTeam):
        set_team(cast.job, [Membership(987654, TeamRole.RECRUITER, lead=True)], version=None, by=ada)
    cast.job.confidential = True
    with pytest.raises(InvalidTeam):
        set_team(cast.job, [Membership(cast.hugo.id, TeamRole.HIRING_MANAGER, lead=True)], version=None, by=ada)


def test_a_question_left_out_is_retired_and_never_deleted(cast: Cast, make: Make) -> None:
    ada = user_actor(cast.ada.id)
    asked = make.question(cast.job, "Why us?")
    set_questions(cast.job, [QuestionDraft(QuestionKind.YES_NO, "Night shifts?", required=True)], version=None, by=ada)
    rows = db.session.scalars(select(Question).where(Question.job_id == cast.job.id).order_by(Question.id)).all()
    assert [(row.text, row.retired_at is None) for row in rows] == [("Why us?", False), ("Night shifts?", True)]
    assert rows[0].id == asked.id


def test_a_question_whose_kind_changes_becomes_another_one(cast: Cast, make: Make) -> None:
    asked = make.question(cast.job, "Languages?")
    draft = QuestionDraft(QuestionKind.MANY, "Languages?", options=("German", "English", "German"), id=asked.id)
    set_questions(cast.job, [draft], version=None, by=user_actor(cast.ada.id))
    assert asked.retired_at is not None
    new = db.session.scalars(select(Question).where(Question.job_id == cast.job.id, Question.retired_at.is_(None))).one()
    assert new.options == {"options": ["German", "English"]}


@pytest.mark.parametrize("text", ["What is your current salary?", "Salary history", "Wie hoch ist Ihr aktuelles Gehalt?"])
def test_nobody_is_asked_what_they_earn_where_the_law_forbids_it(cast: Cast, text: str) -> None:
    with pytest.raises(InvalidQuestion):
        set_questions(cast.job, [QuestionDraft(QuestionKind.SHORT, text)], version=None, by=user_actor(cast.ada.id))


def test_a_choice_question_needs_choices(cast: Cast) -> None:
    draft = QuestionDraft(QuestionKind.ONE, "Shift?", options=("Day",))
    with pytest.raises(InvalidQuestion):
        set_questions(cast.job, [draft], version=None, by=user_actor(cast.ada.id))


NEW, HIRED = StageDraft("New", StageType.NEW), StageDraft("Hired", StageType.HIRED)


@pytest.mark.parametrize(
    "drafts",
    [
        [],
        [NEW],
        [HIRED, NEW],
        [NEW, NEW, HIRED],
        [NEW, HIRED, HIRED],
        [NEW, StageDraft(" ", StageType.INTERVIEW), HIRED],
        [NEW, StageDraft("Call", StageType.INTERVIEW, reply_days=0), HIRED],
    ],
)
def test_a_pipeline_begins_with_one_new_and_ends_with_one_hired(cast: Cast, drafts: list[StageDraft]) -> None:
    with pytest.raises(InvalidStages):
        set_stages(cast.job, drafts, version=None, by=user_actor(cast.ada.id))


def test_a_stage_with_people_cannot_be_retired_and_an_empty_one_keeps_its_row(cast: Cast, make: Make) -> None:
    ada = user_actor(cast.ada.id)
    make.application(job=cast.job, stage="Screening")
    with pytest.raises(PeopleInStage):
        retire_stage(cast.job, make.stage(cast.job, "Screening"), version=None, by=ada)
    offer = make.stage(cast.job, "Offer")
    retire_stage(cast.job, offer, version=None, by=ada)
    assert db.session.get_one(Stage, offer.id).retired_at is not None


def test_a_stage_can_be_renamed_but_the_first_stays_the_first(cast: Cast, make: Make) -> None:
    ada = user_actor(cast.ada.id)
    screening = make.stage(cast.job, "Screening")
    change_stage(cast.job, screening, StageDraft("Reading", StageType.SCREEN), version=None, by=ada)
    assert (screening.name, screening.public_name) == ("Reading", "Reading")
    with pytest.raises(InvalidStages):
        change_stage(cast.job, screening, StageDraft("Reading", StageType.NEW), version=None, by=ada)
    applied = make.stage(cast.job, "Applied")
    drafts = [StageDraft("Fresh", StageType.NEW, id=screening.id), HIRED]
    with pytest.raises((StageInUse, InvalidStages, PeopleInStage)):
        set_stages(cast.job, drafts, version=None, by=ada)
    assert applied.type is StageType.NEW
