"""Which candidates, notes, documents and to-dos a viewer sees."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import User
from app.accounts.permissions import Permission, Role
from app.accounts.policy import TALENT_ROLES
from app.accounts.viewing import once_per_viewer
from app.candidates.models import Candidate, Document, Note, NoteVisibility, Todo
from app.candidates.own_record import own_records

Reach = Callable[[User], Select[int]]

reach: list[Reach] = []
"""Filled by packages above: ids of candidates a viewer sees through that package's records (an application…)."""


@once_per_viewer
def visible_candidates(viewer: User) -> Select[Candidate]:
    """Recruiting and compliance see everyone; others whom they meet through their own jobs and requests. Nobody their own
    record.
    """
    everyone = select(Candidate).where(Candidate.erased_at.is_(None))
    if (own := own_records(viewer)) is not None:
        everyone = everyone.where(Candidate.id.not_in(own))
    if viewer.role in TALENT_ROLES or viewer.role is Role.COMPLIANCE_OFFICER:
        return everyone
    reached = [Candidate.id.in_(ids(viewer)) for ids in reach]
    return everyone.where(or_(false(), *reached))


@once_per_viewer
def visible_documents(viewer: User) -> Select[Document]:
    """Documents of visible candidates; pending ones belong to their application and are reached through it."""
    return select(Document).where(_of_visible(viewer, Document.candidate_id), Document.pending.is_(False))


@once_per_viewer
def visible_notes(viewer: User) -> Select[Note]:
    """Notes of visible candidates, as far as their visibility reaches the viewer."""
    allowed = [Note.visibility == NoteVisibility.EVERYONE, Note.author_id == viewer.id]
    if viewer.role in TALENT_ROLES:
        allowed.append(Note.visibility == NoteVisibility.TEAM)
    return select(Note).where(and_(_of_visible(viewer, Note.candidate_id), or_(*allowed)))


@once_per_viewer
def visible_todos(viewer: User) -> Select[Todo]:
    """Everyone sees their own to-dos; admins see all."""
    return select(Todo) if viewer.is_admin else select(Todo).where(Todo.owner_id == viewer.id)


def may(viewer: User, permission: Permission, candidate: Candidate) -> bool:
    """Whether `viewer` may do `permission` to a candidate that is visible to them."""
    if candidate.is_erased:
        return False
    return viewer.may(permission)


def _of_visible(viewer: User, candidate_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Asked row by row: a list of everybody visible would be made anew for one person's few rows."""
    return visible_candidates(viewer).with_only_columns(Candidate.id).where(Candidate.id == candidate_id).exists()
