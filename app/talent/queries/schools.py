"""Schools as pages show them: how many of their people we know, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import User
from app.candidates.models import Candidate, Education
from app.candidates.policy import visible_candidates
from app.extensions import db
from app.hiring.models import ApplicationState
from app.hiring.policy import visible_applications
from app.talent.models import Membership, School, SchoolName
from app.talent.policy import visible_schools

MOST = 500


@dataclass(frozen=True)
class SchoolResults:
    """People on record who were there; of them members of a community, applicants and hires the viewer may know of."""

    people: int = 0
    members: int = 0
    applied: int = 0
    hired: int = 0


@dataclass(frozen=True)
class SchoolRow:
    school: School
    results: SchoolResults


def school_parts() -> tuple[ORMOption, ...]:
    """What the page of one school shows of it."""
    return (
        joinedload(School.owner), selectinload(School.names), selectinload(School.contacts), selectinload(School.programmes),
        selectinload(School.dates),
    )  # fmt: skip


def school_rows(viewer: User, *, archived: bool = False) -> list[SchoolRow]:
    wanted = School.archived_at.is_not(None) if archived else School.archived_at.is_(None)
    shown = visible_schools(viewer).where(wanted).options(joinedload(School.owner)).order_by(School.name_key, School.id)
    schools = list(db.session.scalars(shown.limit(MOST)))
    results = results_of(viewer, [school.id for school in schools])
    return [SchoolRow(school, results.get(school.id, SchoolResults())) for school in schools]


def results_of(viewer: User, school_ids: Sequence[int]) -> dict[int, SchoolResults]:
    """The results of each of these, in three statements."""
    if not school_ids:
        return {}
    was_there = (
        select(SchoolName.school_id, func.count(Education.candidate_id.distinct()))
        .join(Education, Education.school_key == SchoolName.name_key)
        .where(SchoolName.school_id.in_(school_ids))
        .group_by(SchoolName.school_id)
    )
    seen = visible_candidates(viewer).where(Candidate.id == Education.candidate_id).exists()
    people = {row[0]: row[1] for row in db.session.execute(was_there.where(seen))}
    present = select(Membership.id).where(Membership.candidate_id == Education.candidate_id, Membership.left_at.is_(None))
    members = {row[0]: row[1] for row in db.session.execute(was_there.where(seen, present.exists()))}
    applications = visible_applications(viewer).subquery()
    hired = case((applications.c.state == ApplicationState.HIRED, applications.c.candidate_id))
    applied = db.session.execute(
        select(SchoolName.school_id, func.count(applications.c.candidate_id.distinct()), func.count(hired.distinct()))
        .join(Education, Education.school_key == SchoolName.name_key)
        .join(applications, applications.c.candidate_id == Education.candidate_id)
        .where(SchoolName.school_id.in_(school_ids))
        .group_by(SchoolName.school_id)
    )
    came = {row[0]: (row[1], row[2]) for row in applied}
    return {one: SchoolResults(people.get(one, 0), members.get(one, 0), *came.get(one, (0, 0))) for one in school_ids}


def schools_of_community(viewer: User, community_id: int) -> list[tuple[str, int]]:
    """From which schools the members of a community come, the commonest first; schools on our list by their name."""
    name = func.coalesce(School.name, Education.school)
    rows = db.session.execute(
        select(func.min(name), func.count(Education.candidate_id.distinct()))
        .select_from(Membership)
        .join(Education, Education.candidate_id == Membership.candidate_id)
        .outerjoin(SchoolName, SchoolName.name_key == Education.school_key)
        .outerjoin(School, School.id == SchoolName.school_id)
        .where(Membership.community_id == community_id, Membership.left_at.is_(None), Education.school_key != "")
        .where(visible_candidates(viewer).where(Candidate.id == Membership.candidate_id).exists())
        .group_by(func.coalesce(School.name_key, Education.school_key))
        .order_by(func.count(Education.candidate_id.distinct()).desc(), func.min(name))
        .limit(12)
    )
    return [(row[0], row[1]) for row in rows]


def known_school_names() -> list[str]:
    """What the form of a campus page completes."""
    names = select(School.name).where(School.archived_at.is_(None)).order_by(School.name_key)
    return list(db.session.scalars(names.limit(300)))
