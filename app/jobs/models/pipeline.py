"""Questions of the application form, and the stages of jobs and of pipeline templates."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.records import REMEMBERED, Record, related
from app.core.types import Json, Short, state_column
from app.jobs.models.states import QuestionKind, StageType


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
