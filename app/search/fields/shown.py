"""How the fields are shown as columns of a list of people: one expression, or a few short rows per person."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from flask_babel import get_locale
from sqlalchemy import Select, String, cast, func, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.policy import TALENT_ROLES
from app.candidates.interest import level_of
from app.candidates.models import (
    Candidate,
    CandidateSkill,
    CandidateTag,
    ContactKind,
    ContactPoint,
    Document,
    Education,
    Skill,
    Tag,
)
from app.core.clock import now
from app.hiring.models import Application, ApplicationState
from app.hiring.policy import visible_mails
from app.jobs.models import Job, Stage
from app.mailing.models import Message, MessageState
from app.search.catalogue import Column, register_column
from app.search.scope import Scope


def recruiting(viewer: User) -> bool:
    """Tags, pools, interest: recruiting's own words about people."""
    return viewer.role in TALENT_ROLES


def sees_pay(viewer: User) -> bool:
    return viewer.may(Permission.PAY_SEE)


def _contact(kind: ContactKind) -> Any:
    points = select(func.min(ContactPoint.value)).where(
        ContactPoint.candidate_id == Candidate.id, ContactPoint.kind == kind, ContactPoint.is_primary.is_(True)
    )
    return points.correlate(Candidate).scalar_subquery()


def _of_person(statement: Select[Any]) -> Any:
    return statement.correlate(Candidate).scalar_subquery()


def _owner(_scope: Scope) -> Any:
    return _of_person(select(User.name).where(User.id == Candidate.owner_id))


def _expires(_scope: Scope) -> Any:
    documents = select(func.min(Document.expires_on)).where(Document.candidate_id == Candidate.id)
    return _of_person(documents.where(Document.pending.is_(False), Document.expires_on.is_not(None)))


def _graduated(_scope: Scope) -> Any:
    return _of_person(select(func.max(Education.graduated)).where(Education.candidate_id == Candidate.id))


def _salary(_scope: Scope) -> Any:
    return cast(Candidate.salary_minor / 100, String) + " " + Candidate.salary_currency


def _applied(scope: Scope) -> Any:
    newest = scope.ids_of_applications(func.max(Application.applied_at))
    return _of_person(newest.where(Application.candidate_id == Candidate.id))


def _mailed(scope: Scope) -> Any:
    accepted = visible_mails(scope.viewer).where(Message.candidate_id == Candidate.id, Message.state == MessageState.ACCEPTED)
    return _of_person(accepted.with_only_columns(func.max(Message.accepted_at)))


def _skills(_scope: Scope) -> Select[*tuple[Any, ...]]:
    skills = select(CandidateSkill.candidate_id, Skill.name, CandidateSkill.id)
    return skills.join(Skill, Skill.id == CandidateSkill.skill_id)


def _tags(_scope: Scope) -> Select[*tuple[Any, ...]]:
    return select(CandidateTag.candidate_id, Tag.name, Tag.id).join(Tag, Tag.id == CandidateTag.tag_id)


def _schools(_scope: Scope) -> Select[*tuple[Any, ...]]:
    return select(Education.candidate_id, Education.school, Education.position).where(Education.school != "")


def _stages(scope: Scope) -> Select[*tuple[Any, ...]]:
    active = scope.applications.where(Application.state == ApplicationState.ACTIVE)
    named = active.join(Stage, Stage.id == Application.stage_id)
    return named.with_only_columns(Application.candidate_id, Stage.name, -Application.id)


def _jobs(scope: Scope) -> Select[*tuple[Any, ...]]:
    titled = scope.applications.join(Job, Job.id == Application.job_id)
    return titled.with_only_columns(Application.candidate_id, Job.title, -Application.id)


def _territory(code: str) -> str:
    return str(Locale.parse(str(get_locale() or "en")).territories.get(code.upper(), code))


def _spoken(languages: Mapping[str, Any] | None) -> str:
    names = Locale.parse(str(get_locale() or "en")).languages
    return ", ".join(str(names.get(code.lower(), code)) for code in languages or {})


def _money(value: str) -> str:
    amount, _space, currency = value.partition(" ")
    whole = int(float(amount))
    return f"{whole:,} {currency}".strip().replace(",", "\u202f")


COLUMNS = {
    "title": Column(value=lambda _scope: Candidate.current_title, order="title"),
    "employer": Column(value=lambda _scope: Candidate.current_employer, order="employer"),
    "city": Column(value=lambda _scope: Candidate.city, order="city"),
    "country": Column(value=lambda _scope: Candidate.country, shown=_territory, order="country"),
    "remote": Column(value=lambda _scope: Candidate.remote),
    "language": Column(value=lambda _scope: Candidate.languages, shown=_spoken),
    "seniority": Column(value=lambda _scope: Candidate.seniority, shown=lambda level: str(level.label)),
    "school": Column(rows=_schools),
    "graduated": Column(value=_graduated, shown=str, numeric=True),
    "salary": Column(value=_salary, shown=_money, numeric=True, order="salary", seen_by=sees_pay),
    "available": Column(value=lambda _scope: Candidate.available_from, order="available"),
    "email": Column(value=lambda _scope: _contact(ContactKind.EMAIL)),
    "phone": Column(value=lambda _scope: _contact(ContactKind.PHONE)),
    "skill": Column(rows=_skills),
    "tag": Column(rows=_tags, seen_by=recruiting),
    "owner": Column(value=_owner),
    "source": Column(value=lambda _scope: Candidate.source, order="source"),
    "expires": Column(value=_expires),
    "stage": Column(rows=_stages),
    "job": Column(rows=_jobs),
    "applied": Column(value=_applied),
    "interest": Column(
        value=lambda _scope: Candidate.interest_key,
        shown=lambda key: str(level_of(key, now()).label),
        tone=lambda key: level.tone if (level := level_of(key, now())).lowest else None,
        order="interest",
        seen_by=recruiting,
    ),
    "added": Column(value=lambda _scope: Candidate.added_at, order="added"),
    "updated": Column(value=lambda _scope: Candidate.updated_at, order="updated"),
    "contacted": Column(value=lambda _scope: Candidate.contacted_at, order="contacted"),
    "mailed": Column(value=_mailed),
}

for name, column in COLUMNS.items():
    register_column(name, column)
