"""The states and kinds a job and its parts can have, each with its label."""

from enum import Enum

from flask_babel import lazy_gettext as _


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


class PostingChannel(Enum):
    PUBLIC = "public"
    INTERNAL = "internal"
