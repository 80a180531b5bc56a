"""Schools we look for young people at: their names, whom to talk to, what they teach, and the dates of their year."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Short


class School(Versioned, Moments, Record):
    """A school or university. Entries of people's education find it by any of its names."""

    __tablename__ = "schools"
    __table_args__ = (Index("ix_schools_name", "name_key", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Short]
    name_key: Mapped[FoldedKey]
    city: Mapped[Short] = mapped_column(default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    about: Mapped[str] = mapped_column(String(4000), default="")
    """Markdown: how one works with this school."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    archived_at: Mapped[datetime | None]

    owner: Mapped[User | None] = related()
    names: Mapped[list["SchoolName"]] = related(order_by="SchoolName.id", cascade="all, delete-orphan")
    contacts: Mapped[list["SchoolContact"]] = related(order_by="SchoolContact.id", cascade="all, delete-orphan")
    programmes: Mapped[list["SchoolProgramme"]] = related(order_by="SchoolProgramme.id", cascade="all, delete-orphan")
    dates: Mapped[list["SchoolDate"]] = related(order_by="(SchoolDate.day, SchoolDate.id)", cascade="all, delete-orphan")

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def other_names(self) -> list[str]:
        return [one.name for one in self.names if one.name_key != self.name_key]


class SchoolName(Record):
    """A name people write a school with; the school's own is one of them."""

    __tablename__ = "school_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    name: Mapped[Short]
    name_key: Mapped[FoldedKey] = mapped_column(unique=True)


class SchoolContact(Record):
    """Somebody who works there: career service, a professor, a student union."""

    __tablename__ = "school_contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    name: Mapped[Short]
    role: Mapped[Short] = mapped_column(default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")


class SchoolProgramme(Record):
    """What one can study there that matters to us."""

    __tablename__ = "school_programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    name: Mapped[Short]
    degree: Mapped[Short] = mapped_column(default="")


class SchoolDate(Record):
    """A date of the school's year: a fair, the end of theses. It becomes a to-do `days_before`, once."""

    __tablename__ = "school_dates"
    __table_args__ = (Index("ix_school_dates_due", "remind_on", "reminded_at"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    day: Mapped[date]
    what: Mapped[str] = mapped_column(String(200))
    days_before: Mapped[int] = mapped_column(default=14)
    remind_on: Mapped[date]
    reminded_at: Mapped[datetime | None]

    school: Mapped[School] = related(overlaps="dates")
