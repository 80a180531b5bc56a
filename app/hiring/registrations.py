"""What hiring tells the packages below that ask for it."""

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.candidates.merging.registries import merge_blocks
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.models import (
    Application,
    ApplicationState,
)
from app.hiring.queries.left import people_left
from app.jobs.models import Job, JobMember, Stage
from app.jobs.registries import closing_refusals, stage_refusals
from app.mailing.models import Message, MessageKind
from app.mailing.registries import register_gate_reason, register_responsible
from app.mailing.wording import register_merge_field


class PeopleInProcess(Refused):
    sentence = _("There are still people in process.")


class PeopleInStage(Refused):
    sentence = _("There are still people in this stage. Move them first.")


class TwiceInProcess(Refused):
    sentence = _("Both are in process for the same job.")


class HiredTwice(Refused):
    sentence = _("Both were hired for the same job.")


def refuse_closing(job: Job) -> Refused | None:
    """A job with people in process does not close before somebody says what becomes of them.

    Of those whom an act on many is rejecting at this moment it has been said.
    """
    left = people_left(job.id)
    if not left:
        return None
    return PeopleInProcess(
        ngettext(
            "%(num)s person is still in process. Move, hire or reject them first.",
            "%(num)s people are still in process. Move, hire or reject them first.",
            left,
        )
    )


def refuse_retiring(stage: Stage) -> Refused | None:
    return PeopleInStage() if _active(Application.stage_id == stage.id) else None


def refuse_merging(kept_id: int, lost_id: int) -> Refused | None:
    """One person is in process for a job once, and fills one of its openings: people decide first which one stands."""
    other = aliased(Application)
    standing = (ApplicationState.ACTIVE, ApplicationState.HIRED)
    clash = db.session.execute(
        select(Job.title, Application.state, other.state)
        .join(Job, Job.id == Application.job_id)
        .join(other, other.job_id == Application.job_id)
        .where(Application.candidate_id == kept_id, Application.state.in_(standing))
        .where(other.candidate_id == lost_id, other.state.in_(standing))
        .limit(1)
    ).first()
    if clash is None:
        return None
    if clash[1] is clash[2] is ApplicationState.HIRED:
        return HiredTwice(gettext("Both were hired for %(job)s. Undo one of the hires first.", job=clash[0]))
    return TwiceInProcess(
        gettext("Both are in process for %(job)s. Withdraw or reject one of the two applications first.", job=clash[0])
    )


def in_process(rows: type[Message]) -> ColumnElement[bool]:
    """Campaigns and sequences stay quiet while the person is in process."""
    active = exists().where(
        Application.candidate_id == rows.candidate_id, Application.state == ApplicationState.ACTIVE
    )
    return and_(rows.kind.in_((MessageKind.CAMPAIGN, MessageKind.SEQUENCE)), active.correlate(rows))


def lead_of(message: Message) -> int | None:
    """Who answers for the job a message is about."""
    if message.job_id is None:
        return None
    lead = select(JobMember.user_id).join(User, User.id == JobMember.user_id)
    return db.session.scalar(
        lead.where(JobMember.job_id == message.job_id, JobMember.lead, User.deactivated_at.is_(None)).limit(1)
    )


def _active(where: ColumnElement[bool]) -> int:
    active = select(func.count(Application.id)).where(where, Application.state == ApplicationState.ACTIVE)
    return db.session.scalar(active) or 0


register_gate_reason("in-process", _("this person is in process for a job"), in_process)
register_responsible(lead_of)
closing_refusals.append(refuse_closing)
stage_refusals.append(refuse_retiring)
merge_blocks.append(refuse_merging)
for _name, _label, _sample in (
    ("candidate.name", _("Name of the candidate"), "Maria Silva"),
    ("interview.changed", _("Whether an interview was changed"), _("yes")),
    ("interview.instructions", _("How to get to the interview"), _("Please ring at the front door.")),
    ("interview.title", _("What the interview is called"), _("First interview")),
    ("interview.when", _("When the interview is"), "1 December 2026, 14:00 – 15:00"),
    ("interview.where", _("Where the interview is"), "Hopfenweg 4, Berlin"),
    ("interview.with", _("Who the candidate meets"), "Ada Recruiter"),
):
    register_merge_field(_name, _label, _sample)
