"""Jobs with their locations, teams, openings, questions, stages and postings."""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Team, User
from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Json, Short, state_column


class JobState(Enum):
    DRAFT = "draft"
    OPEN = "open"
    ON_HOLD = "on_hold"
    FILLED = "filled"
    CLOSED = "closed"

    @property
    def label(self) -> object:
        return {
            JobState.DRAFT: _("Draft"),
            JobState.OPEN: _("Open"),
            JobState.ON_HOLD: _("On hold"),
            JobState.FILLED: _("Filled"),
            JobState.CLOSED: _("Closed"),
        }[self]

    @property
    def tone(self) -> str:
        """The pill colour that stands for this state."""
        return {"draft": "neutral", "open": "green", "on_hold": "amber", "filled": "blue", "closed": "neutral"}[
            self.value
        ]


class RemotePolicy(Enum):
    ON_SITE = "on_site"
    HYBRID = "hybrid"
    REMOTE = "remote"

    @property
    def label(self) -> object:
        return {
            RemotePolicy.ON_SITE: _("On site"),
            RemotePolicy.HYBRID: _("Hybrid"),
            RemotePolicy.REMOTE: _("Remote"),
        }[self]


class EmploymentType(Enum):
    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACT = "contract"
    TEMPORARY = "temporary"
    INTERNSHIP = "internship"
    APPRENTICESHIP = "apprenticeship"

    @property
    def label(self) -> object:
        return {
            EmploymentType.FULL_TIME: _("Full time"),
            EmploymentType.PART_TIME: _("Part time"),
            EmploymentType.CONTRACT: _("Contract"),
            EmploymentType.TEMPORARY: _("Temporary"),
            EmploymentType.INTERNSHIP: _("Internship"),
            EmploymentType.APPRENTICESHIP: _("Apprenticeship"),
        }[self]


class PayPeriod(Enum):
    YEAR = "year"
    MONTH = "month"
    HOUR = "hour"

    @property
    def label(self) -> object:
        return {PayPeriod.YEAR: _("per year"), PayPeriod.MONTH: _("per month"), PayPeriod.HOUR: _("per hour")}[self]


class TeamRole(Enum):
    """What somebody does on the hiring team of one job; it decides what they see of it."""

    RECRUITER = "recruiter"
    COORDINATOR = "coordinator"
    HIRING_MANAGER = "hiring_manager"
    INTERVIEWER = "interviewer"

    @property
    def label(self) -> object:
        return {
            TeamRole.RECRUITER: _("Recruiter"),
            TeamRole.COORDINATOR: _("Coordinator"),
            TeamRole.HIRING_MANAGER: _("Hiring manager"),
            TeamRole.INTERVIEWER: _("Interviewer"),
        }[self]


class StageType(Enum):
    NEW = "new"
    SCREEN = "screen"
    INTERVIEW = "interview"
    OFFER = "offer"
    HIRED = "hired"

    @property
    def label(self) -> object:
        return {
            StageType.NEW: _("New"),
            StageType.SCREEN: _("Screen"),
            StageType.INTERVIEW: _("Interview"),
            StageType.OFFER: _("Offer"),
            StageType.HIRED: _("Hired"),
        }[self]

    @property
    def tone(self) -> str:
        return {"new": "blue", "screen": "violet", "interview": "amber", "offer": "green", "hired": "green"}[self.value]


class QuestionKind(Enum):
    SHORT = "short"
    LONG = "long"
    NUMBER = "number"
    YES_NO = "yes_no"
    ONE = "one"
    MANY = "many"
    DATE = "date"

    @property
    def label(self) -> object:
        return {
            QuestionKind.SHORT: _("Short text"),
            QuestionKind.LONG: _("Long text"),
            QuestionKind.NUMBER: _("Number"),
            QuestionKind.YES_NO: _("Yes or no"),
            QuestionKind.ONE: _("One of a list"),
            QuestionKind.MANY: _("Several of a list"),
            QuestionKind.DATE: _("Date"),
        }[self]


class ResumeRule(Enum):
    """What an application must bring."""

    RESUME = "resume"
    RESUME_OR_LINK = "resume_or_link"
    OPTIONAL = "optional"

    @property
    def label(self) -> object:
        return {
            ResumeRule.RESUME: _("A résumé"),
            ResumeRule.RESUME_OR_LINK: _("A résumé or a link"),
            ResumeRule.OPTIONAL: _("Neither is required"),
        }[self]


class CloseReason(Enum):
    HIRED = "hired"
    CANCELLED = "cancelled"


class Job(Versioned, Moments, Record):
    """An opening the employer hires for. Pay is in minor units of `pay_currency`, per `pay_period`."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_state", "state", "id"),
        Index("ix_jobs_team", "team_id", "state"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[Short]
    title_key: Mapped[FoldedKey] = mapped_column(default="")
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

    @property
    def is_open(self) -> bool:
        return self.state is JobState.OPEN

    @property
    def has_pay_range(self) -> bool:
        return self.pay_from is not None and self.pay_to is not None


class JobLocation(Record):
    """A place the job can be done at."""

    __tablename__ = "job_locations"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    city: Mapped[Short] = mapped_column(default="")
    city_key: Mapped[FoldedKey] = mapped_column(default="")
    region: Mapped[Short] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2), default="DE")


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


class Question(Record):
    """A question the application form of a job asks. `options` (`{"options": [...]}`) for one and many."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_job", "job_id", "position"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[QuestionKind] = mapped_column(state_column(QuestionKind))
    text: Mapped[str] = mapped_column(String(500))
    help: Mapped[str] = mapped_column(String(500), default="")
    required: Mapped[bool] = mapped_column(default=False)
    options: Mapped[Json] = mapped_column(default=dict)
    retired_at: Mapped[datetime | None]
    """A question with answers is retired, never deleted."""


class PipelineTemplate(Record):
    """A set of stages to start a job from."""

    __tablename__ = "pipeline_templates"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Short]
    stages: Mapped[list["TemplateStage"]] = related(order_by="TemplateStage.position")


class StageShape:
    """What a stage of a template and a stage of a job both say."""

    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Short]
    type: Mapped[StageType] = mapped_column(state_column(StageType))
    public_name: Mapped[Short]
    """What candidates see; several stages may share one."""
    public_text: Mapped[str] = mapped_column(String(300), default="")
    """One explaining sentence for candidates."""
    limit_days: Mapped[int | None]
    """Days after which staying here counts as stalled."""
    reply_days: Mapped[int | None]
    """Calendar days within which the candidate is promised word."""


class TemplateStage(StageShape, Record):
    __tablename__ = "template_stages"

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("pipeline_templates.id"), index=True)


class Stage(StageShape, Record):
    """A stage of one job. Retired stages keep their history but take nobody new."""

    __tablename__ = "stages"
    __table_args__ = (Index("ix_stages_job", "job_id", "position"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    retired_at: Mapped[datetime | None]


class PostingChannel(Enum):
    PUBLIC = "public"
    INTERNAL = "internal"


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
