"""The index of what is known about each person, what waits to be indexed, and saved views."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, related
from app.core.types import FoldedKey, Json, Short, state_column

COLUMNS = ("name", "headline", "title", "employer", "skills", "school", "contact", "body")
"""Columns of the index in the order of the full-text table; a field's `words_in` names one of them."""


class SearchDocument(Record):
    """The words known about one candidate, one column per part, words only (see `search.tokens`).

    `vector` is PostgreSQL's full-text value, made from the same words; SQLite has a full-text table beside this one.
    """

    __tablename__ = "search_documents"

    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(Text, default="")
    headline: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")
    employer: Mapped[str] = mapped_column(Text, default="")
    skills: Mapped[str] = mapped_column(Text, default="")
    school: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    vector: Mapped[str | None] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"), deferred=True)


class SearchSound(Record):
    """How one word of a candidate's name sounds (see `search.sounds`), for names that were heard and not read."""

    __tablename__ = "search_sounds"

    sound: Mapped[str] = mapped_column(String(20).with_variant(String(20, collation="C"), "postgresql"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class SearchDirty(Record):
    """A candidate whose document is out of date because many changed at once; a sweep brings it up to date."""

    __tablename__ = "search_dirty"

    candidate_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(default=now)


class Sharing(Enum):
    PRIVATE = "private"
    SHARED = "shared"

    @property
    def label(self) -> object:
        return {Sharing.PRIVATE: _("Only me"), Sharing.SHARED: _("Everyone")}[self]


class SavedView(Moments, Record):
    """A query with columns and a sort, kept under a name. A shared one is seen by everyone, changed by its owner."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("owner_id", "name_key"),
        Index("ix_saved_views_sharing", "sharing"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[Short]
    name_key: Mapped[FoldedKey]
    sharing: Mapped[Sharing] = mapped_column(state_column(Sharing), default=Sharing.PRIVATE)
    query: Mapped[str] = mapped_column(String(2000), default="")
    sort: Mapped[str] = mapped_column(String(60), default="")
    columns: Mapped[Json] = mapped_column(default=dict)
    """`{"names": [...]}`; empty for the usual columns."""

    owner: Mapped[User] = related()

    @property
    def column_names(self) -> list[str]:
        return [str(name) for name in (self.columns or {}).get("names", [])]
