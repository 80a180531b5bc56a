"""Making a job, changing what it says, copying it."""

import re
import secrets
from collections.abc import Sequence
from datetime import date
from typing import TypedDict, TypeVar, Unpack

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.candidates.models import Seniority
from app.core.activity import record
from app.core.actors import Actor
from app.core.refusals import Refused
from app.core.text import folded, one_line
from app.extensions import db
from app.jobs.activities import JobChanged, JobCreated
from app.jobs.commands.checking import check_live, check_pay
from app.jobs.commands.editing import compared, keep_edit
from app.jobs.commands.locations import add_places
from app.jobs.commands.wanted import copy_wanted
from app.jobs.models import (
    EmploymentType,
    Job,
    JobLocation,
    JobMember,
    Opening,
    PayPeriod,
    PipelineTemplate,
    Question,
    RemotePolicy,
    ResumeRule,
    Stage,
    StageShape,
    TeamRole,
    TemplateStage,
)
from app.jobs.places import Place

MOST_OPENINGS = 500
_GERMAN = str.maketrans(dict(zip("äöüÄÖÜ", ("ae", "oe", "ue", "Ae", "Oe", "Ue"), strict=True)))
R = TypeVar("R", JobLocation, JobMember, Question)


class JobValues(TypedDict, total=False):
    """What `change_job` may change. Pay is in minor units."""

    title: str
    department: str
    team_id: int | None
    remote_policy: RemotePolicy
    employment_type: EmploymentType
    confidential: bool
    evergreen: bool
    pay_from: int | None
    pay_to: int | None
    pay_currency: str
    pay_period: PayPeriod
    benefits: str
    target_date: date | None
    summary: str
    description: str
    locale: str
    resume_rule: ResumeRule
    seniority: Seniority | None
    spoken: str


def create_job(
    *,
    by: Actor,
    template: PipelineTemplate,
    places: Sequence[Place] = (),
    openings: int = 1,
    lead_id: int | None = None,
    **values: Unpack[JobValues],
) -> Job:
    """A draft with the template's stages, its openings and its lead."""
    if not 1 <= openings <= MOST_OPENINGS and not values.get("evergreen"):
        raise Refused(_("A job has between 1 and %(most)s openings.", most=MOST_OPENINGS), field="openings")
    job = Job(**values)
    _check_title(job)
    _save_with_slug(job)
    check_pay(job)
    add_places(job, places)
    stages = db.session.scalars(
        select(TemplateStage).where(TemplateStage.template_id == template.id).order_by(TemplateStage.position)
    )
    db.session.add_all(Stage(job_id=job.id, **_shape(stage)) for stage in stages)
    if not job.evergreen:
        db.session.add_all(Opening(job_id=job.id, number=number) for number in range(1, openings + 1))
    if lead_id is not None:
        db.session.add(JobMember(job_id=job.id, user_id=lead_id, role=TeamRole.RECRUITER, lead=True))
    record(JobCreated(job=job), by=by)
    return job


def change_job(job: Job, *, version: int | None, by: Actor, **values: Unpack[JobValues]) -> Job:
    """Change what the job says. Refused when somebody changed it since `version`, or when a live posting would break."""
    job.check_version(version)
    changes = [change for field, new in values.items() for change in compared(field, getattr(job, field), new)]
    for field, new in values.items():
        setattr(job, field, new)
    _check_title(job)
    check_pay(job)
    if changes:
        check_live(job)
    keep_edit(job, JobChanged, changes, by=by)
    return job


def copy_job(job: Job, *, by: Actor, title: str | None = None) -> Job:
    """A new draft that says and asks the same, with the same stages and team, one opening and no posting."""
    copied = {field: getattr(job, field) for field in JobValues.__annotations__}
    copied["title"] = one_line(title) or _("%(title)s (copy)", title=job.title)[:200]
    copy = Job(**copied)
    _save_with_slug(copy)
    for place in db.session.scalars(select(JobLocation).where(JobLocation.job_id == job.id)):
        db.session.add(_copy_of(place, copy, "position", "city", "region", "postal_code", "country"))
    for member in db.session.scalars(select(JobMember).where(JobMember.job_id == job.id)):
        db.session.add(_copy_of(member, copy, "user_id", "role", "lead"))
    for stage in db.session.scalars(select(Stage).where(Stage.job_id == job.id, Stage.retired_at.is_(None))):
        db.session.add(Stage(job_id=copy.id, **_shape(stage)))
    for asked in db.session.scalars(select(Question).where(Question.job_id == job.id, Question.retired_at.is_(None))):
        db.session.add(_copy_of(asked, copy, "position", "kind", "text", "help", "required", "options"))
    copy_wanted(job, copy)
    if not copy.evergreen:
        db.session.add(Opening(job_id=copy.id, number=1))
    record(JobCreated(job=copy, copied_from=job.id), by=by)
    return copy


def slug_of(title: str) -> str:
    """The address of a title: ASCII, short, never empty."""
    german = title.translate(_GERMAN)
    without_gender = re.sub(r"\((?:[mwfdx]\s*[/|,*]\s*)+[mwfdx]\)", " ", german, flags=re.IGNORECASE)
    return re.sub(r"[^a-z0-9]+", "-", folded(without_gender)).strip("-")[:80].rstrip("-") or "job"


def _save_with_slug(job: Job) -> None:
    """Insert with a slug nobody has. It is given once and never changes: the address is out in the world."""
    wanted = slug_of(job.title)
    taken = set(db.session.scalars(select(Job.slug).where(Job.slug.like(f"{wanted}%"))))
    numbered = (f"{wanted}-{number}" for number in range(2, 50))
    job.slug = next((slug for slug in (wanted, *numbered) if slug not in taken), f"{wanted}-{secrets.token_hex(4)}")
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:  # somebody took it between the look and the insert
        job.slug = f"{wanted}-{secrets.token_hex(4)}"
        db.session.add(job)
        db.session.flush()


def _check_title(job: Job) -> None:
    job.title = one_line(job.title)
    if not job.title:
        raise Refused(_("A job needs a title."), field="title")


def _shape(stage: StageShape) -> dict[str, object]:
    fields = ("position", "name", "type", "public_name", "public_text", "limit_days", "reply_days")
    return {field: getattr(stage, field) for field in fields}


def _copy_of(row: R, job: Job, *fields: str) -> R:
    return type(row)(job_id=job.id, **{field: getattr(row, field) for field in fields})
