"""What an export asks for, and which exports a viewer sees."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.extensions import db
from app.search.exporting.models import Export
from app.search.parser import parse
from app.search.syntax import Query

MOST_TICKED = 1_000


@dataclass(frozen=True)
class Asked:
    """The list that is exported: query, sort and columns of its address, or the rows that were ticked."""

    q: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()

    @property
    def query(self) -> Query:
        return parse(self.q)

    @property
    def stored(self) -> dict[str, Any]:
        return asdict(self)


def asked_by(export: Export) -> Asked:
    """What a stored export asks for."""
    said = export.asked_for
    return Asked(said.get("q", ""), said.get("sort", ""), tuple(said.get("columns", ())), tuple(said.get("ids", ())))


def visible_exports(viewer: User) -> Select[Export]:
    """Everybody their own; an admin all, for they answer for what leaves the house."""
    return select(Export) if viewer.is_admin else select(Export).where(Export.created_by_id == viewer.id)


def latest_exports(viewer: User, limit: int = 50) -> Sequence[Export]:
    found = visible_exports(viewer).options(joinedload(Export.created_by)).order_by(Export.id.desc()).limit(limit)
    return db.session.scalars(found).all()
