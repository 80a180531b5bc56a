"""Reads for the pages about candidates."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload, undefer

from app.accounts.models import User
from app.accounts.viewing import once_per_viewer
from app.candidates.models import (
    Candidate,
    CandidateSkill,
    CandidateTopic,
    ContactKind,
    ContactPoint,
    Document,
    ImportBatch,
    InterestProfile,
    InterestSignal,
    NoticeDuty,
    Skill,
    Tag,
    Todo,
    Topic,
)
from app.candidates.policy import visible_candidates, visible_documents, visible_todos
from app.core.clock import now, today
from app.extensions import db

_RECORD = (
    selectinload(Candidate.links),
    selectinload(Candidate.skills).options(joinedload(CandidateSkill.skill)),
    joinedload(Candidate.owner).load_only(User.name),
)
RECORD = (joinedload(Candidate.contact_points), *_RECORD)
"""What the record page touches at once."""

WHOLE_RECORD = (
    selectinload(Candidate.contact_points),
    *_RECORD,
    selectinload(Candidate.skills).joinedload(CandidateSkill.skill).selectinload(Skill.aliases),
    selectinload(Candidate.experience),
    selectinload(Candidate.education),
)
"""All that is known about a person, the way the résumé tells it."""

STALE_AFTER = timedelta(days=365)

_PERSON = bindparam("person", type_=Integer)
_OPEN_TODOS = (
    select(Todo)
    .where(Todo.candidate_id == _PERSON, Todo.done_at.is_(None), Todo.cancelled_at.is_(None))
    .options(joinedload(Todo.owner).load_only(User.name))
    .order_by(Todo.due_on, Todo.id)
)
ROW = load_only(
    Candidate.full_name, Candidate.preferred_name, Candidate.headline, Candidate.current_title,
    Candidate.current_employer, Candidate.city, Candidate.contacted_at, Candidate.added_at, Candidate.interest_key,
    raiseload=True,
)  # fmt: skip
"""The columns a line of the list shows; the rest of the record is not read."""


@dataclass(frozen=True)
class CandidateRow:
    """One line of the candidate list."""

    candidate: Candidate
    email: str
    skills: list[str]


def candidate_rows(ids: Sequence[int]) -> list[CandidateRow]:
    """The rows of these candidates, in this order; two queries however many they are."""
    if not ids:
        return []
    primary = and_(
        ContactPoint.candidate_id == Candidate.id, ContactPoint.kind == ContactKind.EMAIL, ContactPoint.is_primary
    )
    people = {
        person.id: (person, email or "")
        for person, email in db.session.execute(
            select(Candidate, ContactPoint.value)
            .outerjoin(ContactPoint, primary)
            .where(Candidate.id.in_(ids))
            .options(ROW)
        )
    }
    skills: dict[int, list[str]] = defaultdict(list)
    for candidate_id, name in db.session.execute(
        select(CandidateSkill.candidate_id, Skill.name)
        .join(Skill, Skill.id == CandidateSkill.skill_id)
        .where(CandidateSkill.candidate_id.in_(ids))
        .order_by(CandidateSkill.id)
    ):
        skills[candidate_id].append(name)
    return [CandidateRow(*people[i], skills[i]) for i in ids if i in people]


def all_tag_names(limit: int = 300) -> list[str]:
    return list(db.session.scalars(select(Tag.name).order_by(Tag.name_key).limit(limit)))


def documents_of(viewer: User, candidate_id: int) -> list[Document]:
    """Newest first, with their files."""
    return list(db.session.scalars(_documents(viewer), {"person": candidate_id}))


def newest_read_document(viewer: User, candidate_id: int) -> Document | None:
    """The newest document in which something was found, with what was found."""
    documents = db.session.scalars(_documents(viewer).options(undefer(Document.facts)), {"person": candidate_id})
    return next((document for document in documents if document.facts), None)


@once_per_viewer
def _documents(viewer: User) -> Select[Document]:
    found = visible_documents(viewer).where(Document.candidate_id == _PERSON)
    return found.options(joinedload(Document.file)).order_by(Document.id.desc())


def open_todos_about(viewer: User, candidate_id: int) -> list[Todo]:
    """Open to-dos about a person; colleagues' too, so that nothing is done twice."""
    return list(db.session.scalars(_OPEN_TODOS, {"person": candidate_id}))


@dataclass(frozen=True)
class TodoList:
    """One's to-dos by urgency."""

    overdue: list[Todo]
    today: list[Todo]
    later: list[Todo]
    done: list[Todo]

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.today or self.later or self.done)


def todo_list(viewer: User, *, everyone: bool = False) -> TodoList:
    """Overdue first. `everyone` shows all that the viewer may see (admins)."""
    found = visible_todos(viewer).where(Todo.cancelled_at.is_(None)).options(
        joinedload(Todo.candidate), joinedload(Todo.owner)
    )  # fmt: skip
    if not everyone:
        found = found.where(Todo.owner_id == viewer.id)
    waiting = db.session.scalars(found.where(Todo.done_at.is_(None)).order_by(Todo.due_on, Todo.id).limit(500)).all()
    recent = found.where(Todo.done_at > now() - timedelta(days=7)).order_by(Todo.done_at.desc()).limit(20)
    day = today()
    return TodoList(
        overdue=[todo for todo in waiting if todo.due_on < day],
        today=[todo for todo in waiting if todo.due_on == day],
        later=[todo for todo in waiting if todo.due_on > day],
        done=list(db.session.scalars(recent)),
    )


def overdue_count(viewer: User) -> int:
    """For the badge beside To-dos."""
    mine = select(func.count()).where(
        Todo.owner_id == viewer.id, Todo.done_at.is_(None), Todo.cancelled_at.is_(None), Todo.due_on <= today()
    )
    return db.session.scalar(mine) or 0


@dataclass(frozen=True)
class DutyRow:
    duty: NoticeDuty
    candidate: Candidate

    @property
    def is_overdue(self) -> bool:
        return self.duty.due_at < now()


def owed_notices(viewer: User, *, after: int | None = None, limit: int = 50) -> list[DutyRow]:
    """Open notice duties by due date, overdue first, behind the duty `after`, whether that is still open or not."""
    people = visible_candidates(viewer).with_only_columns(Candidate.id)
    found = (
        select(NoticeDuty, Candidate)
        .join(Candidate, Candidate.id == NoticeDuty.candidate_id)
        .where(NoticeDuty.given_at.is_(None), Candidate.id.in_(people))
    )
    if after is not None and (due_at := db.session.scalar(select(NoticeDuty.due_at).where(NoticeDuty.id == after))):
        later = and_(NoticeDuty.due_at == due_at, NoticeDuty.id > after)
        found = found.where(or_(NoticeDuty.due_at > due_at, later))
    rows = db.session.execute(found.order_by(NoticeDuty.due_at, NoticeDuty.id).limit(limit))
    return [DutyRow(duty, candidate) for duty, candidate in rows]


def owed_notice_count(viewer: User) -> int:
    people = visible_candidates(viewer).with_only_columns(Candidate.id)
    owed = select(func.count()).where(NoticeDuty.given_at.is_(None), NoticeDuty.candidate_id.in_(people))
    return db.session.scalar(owed) or 0


def import_batches(limit: int = 50) -> list[ImportBatch]:
    return list(db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(limit)))


def last_confirmed(candidate: Candidate, field: str) -> tuple[datetime, str] | None:
    """When and by whom a field was last confirmed."""
    said = (candidate.confirmations or {}).get(field)
    return (datetime.fromisoformat(said[0]), said[1]) if said else None


def is_stale(candidate: Candidate) -> bool:
    """No sign of the person for a year."""
    return (candidate.human_signal_at or candidate.added_at) < now() - STALE_AFTER


def profile_of(candidate_id: int) -> InterestProfile | None:
    """A person's own choices with their topics and wishes."""
    return db.session.scalars(_PROFILE, {"person": candidate_id}).one_or_none()


_PROFILE = (
    select(InterestProfile)
    .where(InterestProfile.candidate_id == bindparam("person"))
    .options(selectinload(InterestProfile.topics).joinedload(CandidateTopic.topic), selectinload(InterestProfile.wishes))
    .execution_options(populate_existing=True)
)


def active_topics() -> list[Topic]:
    """What people are offered to choose from, by name."""
    return list(db.session.scalars(select(Topic).where(Topic.active).order_by(Topic.name_key)))


def signals_of(candidate_id: int, *, limit: int = 12) -> list[InterestSignal]:
    """What made a person's interest, newest first."""
    theirs = select(InterestSignal).where(InterestSignal.candidate_id == candidate_id, InterestSignal.void_at.is_(None))
    return list(db.session.scalars(theirs.order_by(InterestSignal.at.desc(), InterestSignal.id.desc()).limit(limit)))


def in_days(days: int) -> date:
    return today() + timedelta(days=days)
