"""Who might be asked to apply for a job: the people who fit it best, why, and what is not evident.

People are found through the skills they have and the words of their title, both indexed; the best of them are compared
one by one. Ordered by fit, then by interest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from app.accounts.models import User
from app.candidates.interest import Level, level_of
from app.candidates.models import Candidate, CandidateSkill
from app.candidates.policy import visible_candidates
from app.core.clock import now
from app.core.text import row_number
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.hiring.queries.employment import works_here
from app.intelligence.matching import Fit, Offered, fit
from app.jobs.models import Job
from app.talent.models import Community, JobInvitation, Membership, Pool, PoolMember
from app.talent.policy import visible_communities, visible_pools
from app.talent.queries.finalists import Finalist, finalists_for
from app.talent.queries.wanted import RANKS, JobWants, says, wants_of

FITS = 45
"""From this score on somebody is shown; past finalists always are."""
SHOWN = 50
LOOKED_AT, OF_GROUPS, BY_TITLE = 300, 200, 100
"""How many of those an index finds are compared."""


@dataclass(frozen=True)
class Place:
    """A pool or a community somebody is in."""

    id: int
    name: str
    why: str = ""


@dataclass(frozen=True)
class Match:
    """One person and how they fit. `pools` and `communities` are those the viewer sees."""

    candidate_id: int
    name: str
    title: str
    city: str
    locale: str
    interest_key: float | None
    fit: Fit
    seniority: Any = None
    pools: list[Place] = field(default_factory=list)
    communities: list[Place] = field(default_factory=list)
    finalist: Finalist | None = None

    @property
    def level(self) -> Level | None:
        return level_of(self.interest_key, now()) if self.interest_key is not None else None


@dataclass(frozen=True)
class MatchGroup:
    """One way to look at them: `key` stands in the address."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class PeopleForJob:
    wants: JobWants
    people: list[Match]
    groups: list[MatchGroup]
    among: str = ""


def people_for(job: Job, viewer: User, *, among: str = "", shown: int = SHOWN) -> PeopleForJob:
    """The people who fit best: of everybody, of one pool (`pool-3`), one community (`community-2`), or past finalists
    (`finalists`). Nobody who was invited, has applied or works here.
    """
    wants = wants_of(job)
    finalists = finalists_for(job, viewer, wants)
    everybody = _scored(job, viewer, wants, {*_found(job, viewer, wants), *finalists}, finalists)
    chosen = [one for one in everybody if _is_among(one, among)]
    groups = _groups(everybody)
    if among.startswith(("pool-", "community-")):
        within = _members_of(among, viewer)
        ids = {*_by_skills(job, wants, within, OF_GROUPS), *_by_title(job, wants, within)}
        chosen = [one for one in _scored(job, viewer, wants, ids, finalists) if _is_among(one, among)]
    return PeopleForJob(wants, chosen[:shown], groups, among)


def matches_of(job: Job, viewer: User, candidate_ids: Iterable[int]) -> tuple[JobWants, dict[int, Match]]:
    """How each of these fits, whoever they are; for the reasons of an invitation."""
    wants = wants_of(job)
    finalists = finalists_for(job, viewer, wants)
    return wants, {one.candidate_id: one for one in _compared(viewer, wants, set(candidate_ids), finalists)}


def _scored(
    job: Job, viewer: User, wants: JobWants, ids: set[int], finalists: dict[int, Finalist]
) -> list[Match]:  # fmt: skip
    """Best first; those below the bar only when they nearly got such a job."""
    taken = set(db.session.scalars(_taken(job, ids)))
    found = _compared(viewer, wants, ids - taken, finalists)
    kept = [one for one in found if one.fit.score >= FITS or one.finalist is not None]
    return sorted(kept, key=lambda one: (-one.fit.score, one.interest_key is None, -(one.interest_key or 0), one.candidate_id))


def _compared(viewer: User, wants: JobWants, ids: set[int], finalists: dict[int, Finalist]) -> list[Match]:
    if not ids:
        return []
    people = db.session.execute(
        visible_candidates(viewer)
        .where(Candidate.id.in_(ids), Candidate.restricted_at.is_(None))
        .with_only_columns(
            Candidate.id, Candidate.full_name, Candidate.preferred_name, Candidate.current_title, Candidate.title_key,
            Candidate.city, Candidate.city_key, Candidate.country, Candidate.remote, Candidate.seniority, Candidate.languages,
            Candidate.locale, Candidate.interest_key,
            select(CandidateSkill.id).where(CandidateSkill.candidate_id == Candidate.id).exists().label("has_skills"),
        )
    ).all()  # fmt: skip
    skills = _skills_of(wants, ids)
    pools, communities = _pools_of(viewer, ids), _communities_of(viewer, ids)
    return [
        Match(
            row.id, row.preferred_name or row.full_name, row.current_title, row.city, row.locale, row.interest_key,
            fit(wants.wanted, _offered(row, skills.get(row.id, set()))), row.seniority, pools.get(row.id, []),
            communities.get(row.id, []), finalists.get(row.id),
        )
        for row in people
    ]  # fmt: skip


def _offered(row: Any, skills: set[int]) -> Offered:
    return Offered(
        skills=skills, skills_known=row.has_skills, title=row.title_key, city=row.city_key, country=row.country, remote=row.remote,
        seniority=RANKS[row.seniority] if row.seniority else None, languages=tuple(row.languages or ()),
    )  # fmt: skip


def _found(job: Job, viewer: User, wants: JobWants) -> set[int]:
    """Ids worth comparing: the best of everybody, and those of the viewer's pools and communities beside them.

    All titles are walked only when skills alone did not find enough: no index leads to a word within a title.
    """
    if wants.is_empty:
        return set()
    kept = _of_any_group(viewer)
    best = _by_skills(job, wants, None, LOOKED_AT)
    return {
        *best,
        *(_by_title(job, wants, None) if len(best) < LOOKED_AT else ()),
        *_by_skills(job, wants, kept, OF_GROUPS),
        *_by_title(job, wants, kept),
    }


def _by_skills(job: Job, wants: JobWants, within: Select[int] | None, most: int) -> list[int]:
    """Who has most of what is required, then of what is wished for; the warmest first among equals."""
    required, skills = wants.wanted.required, list(wants.names)
    if not skills:
        return []
    has = CandidateSkill.skill_id.in_(required or skills)
    hits = select(CandidateSkill.candidate_id, func.sum(case((has, 4), else_=1)).label("points"))
    hits = hits.where(CandidateSkill.skill_id.in_(skills)).group_by(CandidateSkill.candidate_id)
    hits = hits.having(func.sum(case((has, 1), else_=0)) * 3 >= len(required or skills))
    if within is not None:
        hits = hits.where(CandidateSkill.candidate_id.in_(within))
    held = hits.subquery()
    found = (
        select(Candidate.id)
        .join(held, held.c.candidate_id == Candidate.id)
        .where(*_askable(job))
        .order_by(held.c.points.desc(), Candidate.interest_rank, Candidate.interest_key.desc(), Candidate.id)
    )
    return list(db.session.scalars(found.limit(most)))


def _by_title(job: Job, wants: JobWants, within: Select[int] | None) -> list[int]:
    words = list(wants.wanted.title_words)
    if not words:
        return []
    found = select(Candidate.id).where(says(Candidate.title_key, words), *_askable(job))
    if within is not None:
        found = found.where(Candidate.id.in_(within))
    warmest = found.order_by(Candidate.interest_rank, Candidate.interest_key.desc(), Candidate.id)
    return list(db.session.scalars(warmest.limit(BY_TITLE)))


def _askable(job: Job) -> tuple[ColumnElement[bool], ...]:
    """Not erased, not restricted, and not in this job's process, so that applicants do not crowd out the others."""
    applied = select(Application.candidate_id).where(Application.job_id == job.id, Application.state == ApplicationState.ACTIVE)
    return Candidate.erased_at.is_(None), Candidate.restricted_at.is_(None), Candidate.id.not_in(applied)


def _taken(job: Job, ids: set[int]) -> Any:
    """Of these, who was invited to the job, has applied for it, or works here."""
    invited = select(JobInvitation.candidate_id).where(JobInvitation.job_id == job.id)
    applied = select(Application.candidate_id).where(
        Application.candidate_id.in_(ids),
        or_(
            and_(Application.job_id == job.id, Application.state == ApplicationState.ACTIVE),
            works_here(),
        ),
    )
    return invited.union(applied)


def _skills_of(wants: JobWants, ids: set[int]) -> dict[int, set[int]]:
    rows = db.session.execute(
        select(CandidateSkill.candidate_id, CandidateSkill.skill_id).where(
            CandidateSkill.candidate_id.in_(ids), CandidateSkill.skill_id.in_(list(wants.names))
        )
    )
    found: dict[int, set[int]] = {}
    for candidate_id, skill_id in rows:
        found.setdefault(candidate_id, set()).add(skill_id)
    return found


def _pools_of(viewer: User, ids: set[int]) -> dict[int, list[Place]]:
    rows = db.session.execute(
        visible_pools(viewer)
        .join(PoolMember, PoolMember.pool_id == Pool.id)
        .where(PoolMember.candidate_id.in_(ids), PoolMember.left_at.is_(None), Pool.archived_at.is_(None))
        .with_only_columns(PoolMember.candidate_id, Pool.id, Pool.name, PoolMember.why)
        .order_by(Pool.name_key, Pool.id)
    )
    return _placed((row.candidate_id, Place(row.id, row.name, row.why)) for row in rows)


def _communities_of(viewer: User, ids: set[int]) -> dict[int, list[Place]]:
    rows = db.session.execute(
        visible_communities(viewer)
        .join(Membership, Membership.community_id == Community.id)
        .where(Membership.candidate_id.in_(ids), Membership.left_at.is_(None))
        .with_only_columns(Membership.candidate_id, Community.id, Community.name)
        .order_by(Community.name_key, Community.id)
    )
    return _placed((row.candidate_id, Place(row.id, row.name)) for row in rows)


def _placed(pairs: Iterable[tuple[int, Place]]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    for candidate_id, place in pairs:
        found.setdefault(candidate_id, []).append(place)
    return found


def _of_any_group(viewer: User) -> Any:
    return _pool_members(viewer).union_all(_community_members(viewer))


def _members_of(among: str, viewer: User) -> Select[int]:
    kind, _dash, number = among.partition("-")
    chosen = row_number(number) or 0
    if kind == "pool":
        return _pool_members(viewer).where(PoolMember.pool_id == chosen)
    return _community_members(viewer).where(Membership.community_id == chosen)


def _pool_members(viewer: User) -> Select[int]:
    pools = visible_pools(viewer).where(Pool.archived_at.is_(None)).with_only_columns(Pool.id)
    return select(PoolMember.candidate_id).where(PoolMember.pool_id.in_(pools), PoolMember.left_at.is_(None))


def _community_members(viewer: User) -> Select[int]:
    communities = visible_communities(viewer).with_only_columns(Community.id)
    return select(Membership.candidate_id).where(Membership.community_id.in_(communities), Membership.left_at.is_(None))


def _is_among(one: Match, among: str) -> bool:
    if among == "finalists":
        return one.finalist is not None
    kind, _dash, number = among.partition("-")
    places = {"pool": one.pools, "community": one.communities}.get(kind)
    return places is None or any(str(place.id) == number for place in places)


def _groups(people: Sequence[Match]) -> list[MatchGroup]:
    """Every pool and community that holds somebody who fits, the fullest first; past finalists before them."""
    counted: dict[str, tuple[str, int]] = {}
    for one in people:
        for kind, places in (("pool", one.pools), ("community", one.communities)):
            for place in places:
                _label, number = counted.get(f"{kind}-{place.id}", ("", 0))
                counted[f"{kind}-{place.id}"] = (place.name, number + 1)
    finalists = sum(one.finalist is not None for one in people)
    first = [MatchGroup("finalists", _("Past finalists"), finalists)] if finalists else []
    rest = [MatchGroup(key, label, number) for key, (label, number) in counted.items()]
    return [*first, *sorted(rest, key=lambda group: (-group.count, group.label))]
