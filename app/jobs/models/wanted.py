"""What a job asks of people's skills: what matching compares records with."""

from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.candidates.models import Skill
from app.core.records import Record, related
from app.core.types import state_column


class Need(Enum):
    REQUIRED = "required"
    WISHED = "wished"

    @property
    def label(self) -> object:
        return {Need.REQUIRED: _("Required"), Need.WISHED: _("Wished for")}[self]


class JobSkill(Record):
    """That a job requires a skill, or wishes for it."""

    __tablename__ = "job_skills"
    __table_args__ = (UniqueConstraint("job_id", "skill_id"), Index("ix_job_skills_skill", "skill_id", "job_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skills.id"))
    need: Mapped[Need] = mapped_column(state_column(Need))
    position: Mapped[int] = mapped_column(default=0)

    skill: Mapped[Skill] = related()
