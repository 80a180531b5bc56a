"""The candidate and what the record itself says: contact points, links, skills, experience, education."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Double, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.tokens import keyed_hash
from app.core.types import FoldedKey, Json, Short, state_column


class Seniority(Enum):
    STUDENT = "student"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    LEAD = "lead"
    EXECUTIVE = "executive"

    @property
    def label(self) -> object:
        return _SENIORITY_LABELS[self]


_SENIORITY_LABELS = {
    Seniority.STUDENT: _("Student"),
    Seniority.JUNIOR: _("Junior"),
    Seniority.MID: _("Mid-level"),
    Seniority.SENIOR: _("Senior"),
    Seniority.LEAD: _("Lead"),
    Seniority.EXECUTIVE: _("Executive"),
}


class ContactKind(Enum):
    EMAIL = "email"
    PHONE = "phone"


# Counting and sorting read the indexes of these alone, not the wide rows.
_PRESENT = text("erased_at IS NULL")
_STATED = text("salary_minor IS NOT NULL")
_FROM = text("available_from IS NOT NULL")
_MERGED = text("merged_into_id IS NOT NULL")
_HASHED = text("address_hash IS NOT NULL")


class Candidate(Versioned, Moments, Record):
    """One person, one record. `*_key` columns are folded copies to sort and match by.

    `interest_key` and `trend_key` are forward-decayed scores (DESIGN §4); None means never. `erased_at` set means
    the row is the empty shell that statistics count; nothing personal is left in it. Such a shell with
    `merged_into_id` was not erased: it became part of that record, and the ledger of the merge can bring it back.
    """

    __tablename__ = "candidates"
    __table_args__ = (
        Index("ix_candidates_name", "name_key", "id"),
        Index("ix_candidates_added", "added_at", "id"),
        Index("ix_candidates_updated", "updated_at", "id"),
        Index("ix_candidates_contacted", "contacted_rank", "contacted_at", "id"),
        Index("ix_candidates_title", "title_key", "id"),
        Index("ix_candidates_employer", "employer_key", "id"),
        Index("ix_candidates_employer_name", "employer_key", "name_key"),
        Index("ix_candidates_merged", "merged_into_id", sqlite_where=_MERGED, postgresql_where=_MERGED),
        Index("ix_candidates_city", "city_key", "id"),
        Index("ix_candidates_city_name", "city_key", "name_key"),
        Index("ix_candidates_interest", "interest_rank", "interest_key", "id"),
        Index("ix_candidates_owner", "owner_id", "id"),
        Index("ix_candidates_source", "source_key", "id"),
        Index("ix_candidates_country", "country", "id"),
        Index("ix_candidates_salary", "salary_minor", "id", sqlite_where=_STATED, postgresql_where=_STATED),
        Index("ix_candidates_available", "available_from", "id", sqlite_where=_FROM, postgresql_where=_FROM),
        Index("ix_candidates_present", "id", sqlite_where=_PRESENT, postgresql_where=_PRESENT),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[Short]
    given_name: Mapped[Short] = mapped_column(default="")
    family_name: Mapped[Short] = mapped_column(default="")
    preferred_name: Mapped[Short] = mapped_column(default="")
    name_key: Mapped[FoldedKey] = mapped_column(default="")
    headline: Mapped[str] = mapped_column(String(300), default="")
    current_title: Mapped[Short] = mapped_column(default="")
    title_key: Mapped[FoldedKey] = mapped_column(default="")
    current_employer: Mapped[Short] = mapped_column(default="")
    employer_key: Mapped[FoldedKey] = mapped_column(default="")
    city: Mapped[Short] = mapped_column(default="")
    city_key: Mapped[FoldedKey] = mapped_column(default="")
    region: Mapped[Short] = mapped_column(default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    """ISO 3166-1 alpha-2, or empty."""
    locale: Mapped[str] = mapped_column(String(10), default="en")
    """Language for mail to this person."""
    remote: Mapped[bool | None]
    seniority: Mapped[Seniority | None] = mapped_column(state_column(Seniority))
    available_from: Mapped[date | None]
    notice_period_days: Mapped[int | None]
    salary_minor: Mapped[int | None]
    """Yearly expectation in minor units of `salary_currency`."""
    salary_currency: Mapped[str] = mapped_column(String(3), default="")
    work_authorisation: Mapped[Short] = mapped_column(default="")
    languages: Mapped[Json] = mapped_column(default=dict)
    """Language code → level as stated."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    source: Mapped[Short] = mapped_column(default="")
    source_key: Mapped[FoldedKey] = mapped_column(default="")
    added_at: Mapped[datetime] = mapped_column(default=now)
    contacted_at: Mapped[datetime | None]
    contacted_rank: Mapped[int] = mapped_column(default=1)
    """0 when `contacted_at` is set, else 1: nulls sort last on both databases."""
    human_signal_at: Mapped[datetime | None]
    interest_key: Mapped[float | None] = mapped_column(Double)
    interest_rank: Mapped[int] = mapped_column(default=1)
    trend_key: Mapped[float | None] = mapped_column(Double)
    restricted_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None]
    confirmations: Mapped[Json] = mapped_column(default=dict)
    """Field → [ISO moment, who]: when each field was last confirmed, and by candidate, recruiter, parser or import."""

    owner: Mapped[User | None] = related()
    contact_points: Mapped[list["ContactPoint"]] = related(
        order_by="(ContactPoint.kind, ContactPoint.is_primary.desc(), ContactPoint.id)", back_populates="candidate"
    )
    links: Mapped[list["CandidateLink"]] = related(order_by="CandidateLink.id")
    skills: Mapped[list["CandidateSkill"]] = related(order_by="CandidateSkill.id")
    experience: Mapped[list["Experience"]] = related(order_by="Experience.position")
    education: Mapped[list["Education"]] = related(order_by="Education.position")

    @property
    def display_name(self) -> str:
        return self.preferred_name or self.full_name

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def emails(self) -> list["ContactPoint"]:
        return [point for point in self.contact_points if point.kind is ContactKind.EMAIL]

    @property
    def phones(self) -> list["ContactPoint"]:
        return [point for point in self.contact_points if point.kind is ContactKind.PHONE]

    @property
    def primary_email(self) -> str | None:
        return next((point.value for point in self.emails if point.is_primary), None)

    @property
    def primary_phone(self) -> str | None:
        return next((point.value for point in self.phones if point.is_primary), None)


def _address_hash(context: Any) -> str | None:
    """Of the row about to be written, whoever writes it."""
    values = context.get_current_parameters()
    return hash_of_point(values["kind"], values["value_key"])


def hash_of_point(kind: ContactKind, value_key: str) -> str | None:
    return keyed_hash("address", value_key) if kind is ContactKind.EMAIL else None


class ContactPoint(Record):
    """An e-mail address or a phone number of a candidate. `value_key`: folded address, or E.164 number."""

    __tablename__ = "contact_points"
    __table_args__ = (
        UniqueConstraint("candidate_id", "kind", "value_key"),
        Index("ix_contact_points_value", "kind", "value_key"),
        Index("ix_contact_points_address", "address_hash", sqlite_where=_HASHED, postgresql_where=_HASHED),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    kind: Mapped[ContactKind] = mapped_column(state_column(ContactKind))
    value: Mapped[str] = mapped_column(String(320))
    value_key: Mapped[str] = mapped_column(String(320))
    address_hash: Mapped[str | None] = mapped_column(String(64), default=_address_hash)
    """What an e-mail address is called where it must not be written to: only a keyed hash is kept there."""
    is_primary: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    candidate: Mapped[Candidate] = related(back_populates="contact_points")


class CandidateLink(Record):
    """A web address of a candidate: profile, portfolio, code. Only http and https."""

    __tablename__ = "candidate_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    url: Mapped[str] = mapped_column(String(500))


class Skill(Record):
    """A skill of the employer's list; `name_key` is unique."""

    __tablename__ = "skills"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Short]
    name_key: Mapped[FoldedKey] = mapped_column(unique=True)
    """Normalised by `search`'s rules for tokens, so that C++ and C# differ."""
    hidden: Mapped[bool] = mapped_column(default=False)
    """Not offered and not suggested any more; whoever has it keeps it."""
    listed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Somebody put it on the list or changed it: texts are searched for it. What people merely typed is not looked for."""

    aliases: Mapped[list["SkillAlias"]] = related(order_by="SkillAlias.name_key")


class SkillAlias(Record):
    """Another name of a skill, of the employer's own making; those that come with Perennial are in `app.intelligence`."""

    __tablename__ = "skill_aliases"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skills.id"), index=True)
    name: Mapped[Short]
    name_key: Mapped[FoldedKey] = mapped_column(unique=True)


class CandidateSkill(Record):
    """That a candidate has a skill, with the line that says so."""

    __tablename__ = "candidate_skills"
    __table_args__ = (
        UniqueConstraint("candidate_id", "skill_id"),
        Index("ix_candidate_skills_skill", "skill_id", "candidate_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skills.id"))
    evidence: Mapped[str] = mapped_column(String(500), default="")

    skill: Mapped[Skill] = related()


class Experience(Record):
    """One position held. Dates are `YYYY` or `YYYY-MM`; `ended` None while current."""

    __tablename__ = "experience_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[Short] = mapped_column(default="")
    employer: Mapped[Short] = mapped_column(default="")
    employer_key: Mapped[FoldedKey] = mapped_column(default="", index=True)
    location: Mapped[Short] = mapped_column(default="")
    started: Mapped[str | None] = mapped_column(String(7))
    ended: Mapped[str | None] = mapped_column(String(7))
    summary: Mapped[str] = mapped_column(String(4000), default="")


class Education(Record):
    """One degree or course. Dates are `YYYY` or `YYYY-MM`; `graduated` is the year."""

    __tablename__ = "education_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    school: Mapped[Short] = mapped_column(default="")
    school_key: Mapped[FoldedKey] = mapped_column(default="", index=True)
    degree: Mapped[Short] = mapped_column(default="")
    field: Mapped[Short] = mapped_column(default="")
    started: Mapped[str | None] = mapped_column(String(7))
    ended: Mapped[str | None] = mapped_column(String(7))
    graduated: Mapped[int | None] = mapped_column(index=True)
