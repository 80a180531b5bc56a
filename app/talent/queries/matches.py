"""Who might be asked to apply for a job: warm people of each pool and past finalists, with a reason each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from app.accounts.models import User
from app.candidates.interest import Level, level_of
from app.candidates.models import Candidate, CandidateSkill, Skill
from app.candidates.policy import visible_candidates
from app.core.clock import now
from app.core.text import folded
from app.extensions import db
from app.hiring.models import Application, ApplicationState, StageStay
from app.hiring.policy import visible_applications
from app.jobs.models import Job, Stage, StageType
from app.search.tokens import tokens
from app.talent.models import JobInvitation, Pool, PoolMember
from app.talent.policy import visible_pools

PER_GROUP = 10
MOST_GROUPS = 8
ANYBODYS = frozenset(
    {
        "and", "und", "for", "für", "the", "der", "die", "das", "mwd", "mfx", "all", "senior", "junior", "lead", "head", "team",
        "engineer", "ingenieur", "manager", "developer", "entwickler", "specialist", "spezialist", "assistant", "officer",
    }
)  # fmt: skip
"""Words of a title that do not say which work it is."""
LATE = (StageType.INTERVIEW, StageType.OFFER)


@dataclass(frozen=True)
class Match:
    candidate_id: int
    name: str
    title: str
    why: str
    level: Level | None


@dataclass(frozen=True)
class MatchGroup:
    """People of one pool, or past finalists when there is no pool; the warmest first."""

    name: str
    people: list[Match] = field(default_factory=list)
    pool_id: int | None = None


def matches_for(job: Job, viewer: User) -> list[MatchGroup]:
    """Of every pool the viewer sees those whose title or skills fit the job's, then those who nearly got such a job.
    Nobody who was invited, has applied or works here; nobody twice.
    """
    words = _words(job)
    if not words:
        return []
    skills = _skills_named_by(job)
    found = [*_from_pools(job, viewer, words, skills), *_finalists(job, viewer, words)]
    seen: set[int] = set()
    groups: dict[tuple[str, int | None], list[Match]] = {}
    for group, pool_id, match in found:
        people = groups.setdefault((group, pool_id), [])
        if match.candidate_id not in seen and len(people) < PER_GROUP:
            seen.add(match.candidate_id)
            people.append(match)
    return [MatchGroup(name, people, pool_id) for (name, pool_id), people in groups.items() if people][:MOST_GROUPS]


def _from_pools(
    job: Job, viewer: User, words: list[str], skills: dict[int, str]
) -> list[tuple[str, int | None, Match]]:
    has_skill = (
        select(func.min(CandidateSkill.skill_id))
        .where(CandidateSkill.candidate_id == Candidate.id, CandidateSkill.skill_id.in_(skills))
        .correlate(Candidate)
        .scalar_subquery()
    )
    fits = or_(_like(Candidate.title_key, words), has_skill.is_not(None), _like(func.lower(Pool.target_role), words))
    rows = db.session.execute(
        select(
            Pool.id, Pool.name, Pool.target_role, PoolMember.why, Candidate.id.label("candidate_id"), Candidate.full_name,
            Candidate.preferred_name, Candidate.current_title, Candidate.title_key, Candidate.interest_key,
            has_skill.label("skill_id"),
        )
        .join(PoolMember, PoolMember.pool_id == Pool.id)
        .join(Candidate, Candidate.id == PoolMember.candidate_id)
        .where(
            Pool.id.in_(visible_pools(viewer).with_only_columns(Pool.id)), Pool.archived_at.is_(None),
            PoolMember.left_at.is_(None), Candidate.erased_at.is_(None), Candidate.restricted_at.is_(None), fits,
            Candidate.id.not_in(_taken(job)),
        )
        .order_by(Candidate.interest_rank, Candidate.interest_key.desc(), PoolMember.id)
        .limit(200)
    )  # fmt: skip
    return [(row.name, row.id, _match(row, _pool_reason(row, words, skills))) for row in rows]


def _finalists(job: Job, viewer: User, words: list[str]) -> list[tuple[str, int | None, Match]]:
    """People who were interviewed for a job of a similar title and did not get it."""
    late = select(StageStay.application_id).join(Stage, Stage.id == StageStay.stage_id).where(Stage.type.in_(LATE))
    seen = visible_applications(viewer).with_only_columns(Application.id)
    rows = db.session.execute(
        select(
            Candidate.id.label("candidate_id"), Candidate.full_name, Candidate.preferred_name, Candidate.current_title,
            Candidate.interest_key, Job.title,
        )
        .join(Application, Application.candidate_id == Candidate.id)
        .join(Job, Job.id == Application.job_id)
        .where(
            Application.id.in_(seen), Application.state == ApplicationState.REJECTED, Application.id.in_(late),
            Job.id != job.id, _like(Job.title_key, words),
            Candidate.id.in_(visible_candidates(viewer).with_only_columns(Candidate.id)),
            Candidate.restricted_at.is_(None), Candidate.id.not_in(_taken(job)),
        )
        .order_by(Application.ended_at.desc(), Application.id.desc())
        .limit(PER_GROUP * 2)
    )  # fmt: skip
    group = _("Past finalists")
    return [(group, None, _match(row, _("was a finalist for %(job)s", job=row.title))) for row in rows]


def _taken(job: Job) -> Any:
    """Who was invited to the job, has applied for it, or works here."""
    invited = select(JobInvitation.candidate_id).where(JobInvitation.job_id == job.id)
    applied = select(Application.candidate_id).where(
        or_(
            and_(Application.job_id == job.id, Application.state == ApplicationState.ACTIVE),
            Application.state == ApplicationState.HIRED,
        )
    )
    return invited.union(applied)


def _pool_reason(row: Any, words: Sequence[str], skills: dict[int, str]) -> str:
    """The strongest reason first: the work they do, what they can, what the pool is for."""
    if any(word in row.title_key.split() for word in words):
        return _("works as %(title)s", title=row.current_title)
    if row.skill_id in skills:
        return _("knows %(skill)s", skill=skills[row.skill_id])
    return _("is kept for %(role)s", role=row.target_role)


def _match(row: Any, why: str) -> Match:
    key = row.interest_key
    return Match(
        candidate_id=row.candidate_id,
        name=row.preferred_name or row.full_name,
        title=row.current_title,
        why=why,
        level=level_of(key, now()) if key is not None else None,
    )


def _words(job: Job) -> list[str]:
    """The words of the title that name the work; a title of common words only is taken as it is."""
    words = [word for word in tokens(job.title) if len(word) > 2]
    return ([word for word in words if word not in ANYBODYS] or words)[:6]


def _skills_named_by(job: Job) -> dict[int, str]:
    """Skills of the list that the job's text names."""
    said = set(tokens(f"{job.title} {job.summary} {job.description}"))
    rows = db.session.execute(select(Skill.id, Skill.name))
    return {row.id: row.name for row in rows if (spoken := tokens(row.name)) and set(spoken) <= said}


def _like(key: Any, words: Sequence[str]) -> ColumnElement[bool]:
    """One of the words stands in the title, as a word of its own."""
    padded = literal(" ") + key + literal(" ")
    return or_(*(padded.contains(f" {folded(word)} ", autoescape=True) for word in words))
