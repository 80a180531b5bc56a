"""Keeping, changing and deleting saved views."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import User
from app.core.activity import record
from app.core.actors import Actor
from app.core.refusals import NotAllowed
from app.core.text import folded, one_line
from app.extensions import db
from app.search.activities import ViewDeleted, ViewSaved
from app.search.models import SavedView, Sharing
from app.search.parser import parse
from app.search.policy import may_change_view
from app.search.refusals import ViewNameTaken, ViewNeedsName
from app.search.sorting import read_sort

MOST_COLUMNS = 30


def save_view(
    *,
    name: str,
    query: str,
    owner: User,
    by: Actor,
    sort: str = "",
    columns: Sequence[str] = (),
    sharing: Sharing = Sharing.PRIVATE,
) -> SavedView:
    """Keep a query under a name. Refused when it cannot be read or the owner has a view of that name."""
    view = SavedView(owner_id=owner.id, name="", name_key="", sharing=sharing)
    _describe(view, name, query, sort, columns)
    db.session.add(view)
    db.session.flush()
    record(ViewSaved(subject=view, sharing=sharing), by=by)
    return view


def change_view(
    view: SavedView,
    *,
    name: str,
    query: str,
    viewer: User,
    by: Actor,
    sort: str = "",
    columns: Sequence[str] = (),
    sharing: Sharing = Sharing.PRIVATE,
) -> None:
    if not may_change_view(viewer, view):
        raise NotAllowed()
    _describe(view, name, query, sort, columns)
    view.sharing = sharing
    record(ViewSaved(subject=view, sharing=sharing), by=by)


def delete_view(view: SavedView, *, viewer: User, by: Actor) -> None:
    if not may_change_view(viewer, view):
        raise NotAllowed()
    record(ViewDeleted(subject=view), by=by)
    db.session.delete(view)


def _describe(view: SavedView, name: str, query: str, sort: str, columns: Sequence[str]) -> None:
    name = one_line(name)[:200]
    if not name:
        raise ViewNeedsName(field="name")
    taken = select(SavedView.id).where(
        SavedView.owner_id == view.owner_id, SavedView.name_key == folded(name), SavedView.id != (view.id or 0)
    )
    with db.session.no_autoflush:
        if db.session.scalar(taken) is not None:
            raise ViewNameTaken(field="name")
    read = parse(query)
    view.name, view.name_key, view.query = name, folded(name), read.text.strip()
    view.sort = str(read_sort(sort, has_words=read.has_words)) if sort else ""
    view.columns = {"names": [name for column in columns[:MOST_COLUMNS] if (name := one_line(column)[:60])]}
