"""What every table shares: the record base, moments, versions, and relationships that never load by surprise."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

from app.core.clock import now
from app.core.refusals import Stale
from app.extensions import db

if TYPE_CHECKING:

    class Record(DeclarativeBase):
        """Base of every table."""

else:

    class Record(db.Model):
        """Base of every table."""

        __abstract__ = True


REMEMBERED = {"sqlite_autoincrement": True}
"""`__table_args__` of tables whose ids are remembered elsewhere: SQLite would hand a deleted newest id on."""


class Moments:
    """When the row was made and last changed, UTC."""

    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class Versioned:
    """Optimistic concurrency: forms carry the version they saw, `check_version` refuses a stale one.

    The mapper counts `version` on every update through the session and refuses to overwrite a newer row
    (`StaleDataError`, answered 409). Derived columns are updated by a plain `update()`, which does not count.
    """

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def check_version(self, seen: int | None) -> None:
        """Raise Stale when the row changed since `seen`; None means that the act does not depend on it."""
        if seen is not None and seen != self.version:
            raise Stale()


def related(**options: Any) -> Any:
    """A relationship that raises instead of loading lazily; queries say what they need.

    One to another record that says nothing of order, ownership or its other side is for reading: what is set is the id.
    At each flush the unit of work weighs everything that could be written by way of a relationship. Files are written
    with what holds them and go after it (`viewonly=False`).
    """
    options.setdefault("viewonly", options.keys() <= {"foreign_keys"})
    return relationship(lazy="raise_on_sql", **options)
