"""Jobs with their locations, hiring teams, openings and postings."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Team, User
from app.candidates.models import Seniority
from app.core.clock import date_of, now
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.text import folded
from app.core.types import FoldedKey, Short, state_column
from app.jobs.models.states import (
    CloseReason,
    EmploymentType,
    JobState,
    PayPeriod,
    PostingChannel,
    RemotePolicy,
    ResumeRule,
    TeamRole,
)

if TYPE_CHECKING:
    from app.jobs.models.pipeline import Question, Stage
    from app.jobs.models.wanted import JobSkill

FoldedText = Text().with_variant(Text(collation="C"), "postgresql")
WORDS_LENGTH = 12_000


class Job(Versioned, Moments, Record):
    """An opening the employer hires for. Pay is in minor units of `pay_currency`, per `pay_period`."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_state", "state", "id"),
        Index("ix_jobs_team", "team_id", "confidential", "state"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[Short]
    title_key: Mapped[FoldedKey] = mapped_column(default="")
    words_key: Mapped[str] = mapped_column(FoldedText, default="", deferred=True)
    """Folded title, department, summary and description: what the words of a search are looked for in."""
    department: Mapped[Short] = mapped_column(default="")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    state: Mapped[JobState] = mapped_column(state_column(JobState), default=JobState.DRAFT)
    confidential: Mapped[bool] = mapped_column(default=False)
    evergreen: Mapped[bool] = mapped_column(default=False)
    remote_policy: Mapped[RemotePolicy] = mapped_column(state_column(RemotePolicy), default=RemotePolicy.HYBRID)
    employment_type: Mapped[EmploymentType] = mapped_column(
        state_column(EmploymentType), default=EmploymentType.FULL_TIME
    )
    pay_from: Mapped[int | None]
    pay_to: Mapped[int | None]
    pay_currency: Mapped[str] = mapped_column(String(3), default="EUR")
    pay_period: Mapped[PayPeriod] = mapped_column(state_column(PayPeriod), default=PayPeriod.YEAR)
    benefits: Mapped[str] = mapped_column(String(2000), default="")
    target_date: Mapped[date | None]
    summary: Mapped[str] = mapped_column(String(400), default="")
    description: Mapped[str] = mapped_column(String(30_000), default="")
    """Markdown in the job's language."""
    locale: Mapped[str] = mapped_column(String(10), default="en")
    seniority: Mapped[Seniority | None] = mapped_column(state_column(Seniority))
    spoken: Mapped[str] = mapped_column(String(100), default="")
    """Codes of the languages the work is done in, with a blank between them."""
    resume_rule: Mapped[ResumeRule] = mapped_column(state_column(ResumeRule), default=ResumeRule.RESUME_OR_LINK)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_note: Mapped[str] = mapped_column(String(500), default="")

    team: Mapped[Team | None] = related()
    locations: Mapped[list["JobLocation"]] = related(order_by="JobLocation.position")
    members: Mapped[list["JobMember"]] = related(order_by="JobMember.id")
    openings: Mapped[list["Opening"]] = related(order_by="Opening.number", back_populates="job")
    stages: Mapped[list["Stage"]] = related(order_by="Stage.position")
    questions: Mapped[list["Question"]] = related(order_by="Question.position")
    postings: Mapped[list["Posting"]] = related(order_by="Posting.id", back_populates="job")
    skills: Mapped[list["JobSkill"]] = related(order_by="(JobSkill.position, JobSkill.id)")

    @property
    def is_open(self) -> bool:
        return self.state is JobState.OPEN

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.FILLED, JobState.CLOSED)

    @property
    def has_pay_range(self) -> bool:
        return self.pay_from is not None and self.pay_to is not None

    @property
    def open_stages(self) -> list["Stage"]:
        """The stages people can be in, in order; retired ones only keep their history."""
        return [stage for stage in self.stages if stage.retired_at is None]

    @property
    def open_questions(self) -> list["Question"]:
        return [question for question in self.questions if question.retired_at is None]

    @property
    def open_openings(self) -> list["Opening"]:
        return [opening for opening in self.openings if opening.closed_at is None]

    @property
    def filled_openings(self) -> list["Opening"]:
        return [opening for opening in self.openings if opening.close_reason is CloseReason.HIRED]

    @property
    def live_posting(self) -> "Posting | None":
        """The public posting that stands now; a job on hold keeps it but nobody sees it."""
        return next((posting for posting in self.postings if posting.is_public and posting.is_live), None)

    @property
    def internal_posting(self) -> "Posting | None":
        """The posting for colleagues that stands now."""
        return next((posting for posting in self.postings if not posting.is_public and posting.is_live), None)

    @property
    def is_public(self) -> bool:
        """Whether the careers site shows it; `policy.visible_openly` asks the same of the database."""
        return self.is_open and not self.confidential and self.live_posting is not None

    @property
    def lead(self) -> "JobMember | None":
        return next((member for member in self.members if member.lead), None)


@event.listens_for(Job, "before_insert")
@event.listens_for(Job, "before_update")
def _fold_words(_mapper: object, _connection: object, job: Job) -> None:
    attributes = inspect(job).attrs
    if not any(attributes[name].history.has_changes() for name in ("title", "department", "summary", "description")):
        return
    job.title_key = folded(job.title)
    words = " ".join([job.title or "", job.department or "", job.summary or "", job.description or ""])
    job.words_key = folded(words, limit=WORDS_LENGTH)


class JobLocation(Record):
    """A place the job can be done at. Its id names the place in job boards' feeds, so it lasts while the place does."""

    __tablename__ = "job_locations"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    city: Mapped[Short] = mapped_column(default="")
    city_key: Mapped[FoldedKey] = mapped_column(default="")
    region: Mapped[Short] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2), default="DE")


@event.listens_for(JobLocation, "before_insert")
@event.listens_for(JobLocation, "before_update")
def _fold_city(_mapper: object, _connection: object, location: JobLocation) -> None:
    location.city_key = folded(location.city)


class JobMember(Record):
    """Somebody on the hiring team of a job. The `lead` answers for it."""

    __tablename__ = "job_members"
    __table_args__ = (
        UniqueConstraint("job_id", "user_id", "role"),
        Index("ix_job_members_user", "user_id", "job_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[TeamRole] = mapped_column(state_column(TeamRole))
    lead: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = related()


class Opening(Record):
    """One seat to fill; a hire closes exactly one. `application_id` names the hire that closed it."""

    __tablename__ = "openings"
    __table_args__ = (UniqueConstraint("job_id", "number"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    number: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(state_column(CloseReason))
    application_id: Mapped[int | None] = mapped_column(unique=True)

    job: Mapped[Job] = related(back_populates="openings")


class Posting(Record):
    """One publication of a job on a channel. It is live between `published_at` and `ends_at` unless withdrawn."""

    __tablename__ = "postings"
    __table_args__ = (Index("ix_postings_live", "channel", "withdrawn_at", "published_at"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    channel: Mapped[PostingChannel] = mapped_column(state_column(PostingChannel), default=PostingChannel.PUBLIC)
    published_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    job: Mapped[Job] = related(back_populates="postings")

    @property
    def is_public(self) -> bool:
        return self.channel is PostingChannel.PUBLIC

    @property
    def is_live(self) -> bool:
        moment = now()
        begun = self.published_at <= moment and self.withdrawn_at is None
        return begun and (self.ends_at is None or self.ends_at > moment)

    @property
    def last_day(self) -> date | None:
        """The last day to apply."""
        return date_of(self.ends_at - timedelta(seconds=1)) if self.ends_at else None
