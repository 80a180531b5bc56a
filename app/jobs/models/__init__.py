"""The tables of jobs, split by noun."""

from app.jobs.models.job import (
    WORDS_LENGTH,
    Job,
    JobLocation,
    JobMember,
    Opening,
    Posting,
)
from app.jobs.models.pipeline import (
    PipelineTemplate,
    Question,
    Stage,
    StageShape,
    TemplateStage,
)
from app.jobs.models.site import SiteText, SiteWording
from app.jobs.models.states import (
    CloseReason,
    EmploymentType,
    JobState,
    PayPeriod,
    PostingChannel,
    QuestionKind,
    RemotePolicy,
    ResumeRule,
    StageType,
    TeamRole,
)
from app.jobs.models.wanted import JobSkill, Need

__all__ = [
    "WORDS_LENGTH",
    "CloseReason",
    "EmploymentType",
    "Job",
    "JobLocation",
    "JobMember",
    "JobSkill",
    "JobState",
    "Need",
    "Opening",
    "PayPeriod",
    "PipelineTemplate",
    "Posting",
    "PostingChannel",
    "Question",
    "QuestionKind",
    "RemotePolicy",
    "ResumeRule",
    "SiteText",
    "SiteWording",
    "Stage",
    "StageShape",
    "StageType",
    "TeamRole",
    "TemplateStage",
]
