"""Past finalists: people who came as far as an interview for a job like this one, with how it ended and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.extensions import db
from app.hiring.models import Application, ApplicationState, Rating, Rejection, RejectReason, Scorecard, StageStay
from app.hiring.policy import visible_applications, visible_scorecards
from app.jobs.models import Job, JobSkill, Stage, StageType
from app.talent.queries.wanted import JobWants, says

LATE = (StageType.INTERVIEW, StageType.OFFER)
MOST = 40


@dataclass(frozen=True)
class Finalist:
    """The newest application that came far. `cards` are the verdicts of scorecards the viewer may read."""

    candidate_id: int
    application_id: int
    job_title: str
    ended_at: datetime | None
    state: ApplicationState
    reason: str = ""
    cards: list[Rating] = field(default_factory=list)


def finalists_for(job: Job, viewer: User, wants: JobWants) -> dict[int, Finalist]:
    """Candidate id → how near they came, newest first, for jobs of a similar title or that asked for the same skills."""
    if wants.is_empty:
        return {}
    late = select(StageStay.application_id).join(Stage, Stage.id == StageStay.stage_id).where(
        Stage.type.in_(LATE), StageStay.application_id == Application.id
    )  # fmt: skip
    rows = db.session.execute(
        visible_applications(viewer)
        .join(Job, Job.id == Application.job_id)
        .outerjoin(Rejection, Rejection.application_id == Application.id)
        .outerjoin(RejectReason, RejectReason.id == Rejection.reason_id)
        .where(
            Application.job_id.in_(_similar(job, wants)), late.exists(),
            Application.state.in_((ApplicationState.REJECTED, ApplicationState.WITHDRAWN)),
            visible_candidates(viewer).where(Candidate.id == Application.candidate_id).exists(),
        )
        .order_by(Application.ended_at.desc(), Application.id.desc())
        .limit(MOST)
        .with_only_columns(
            Application.candidate_id, Application.id, Application.state, Application.ended_at, Job.title,
            RejectReason.name.label("reason"),
        )
    ).all()  # fmt: skip
    cards = _cards(viewer, [row.id for row in rows])
    found: dict[int, Finalist] = {}
    for row in rows:
        near = Finalist(
            row.candidate_id, row.id, row.title, row.ended_at, row.state, row.reason or "", cards.get(row.id, [])
        )
        found.setdefault(row.candidate_id, near)
    return found


def _similar(job: Job, wants: JobWants) -> list[int]:
    """Other jobs whose title speaks of the same work, or that ask for half of the same skills."""
    other = aliased(Job)
    ways = [says(other.title_key, wants.wanted.title_words)] if wants.wanted.title_words else []
    if skills := wants.wanted.required:
        shared = (
            select(JobSkill.job_id)
            .where(JobSkill.skill_id.in_(skills))
            .group_by(JobSkill.job_id)
            .having(func.count() * 2 >= len(skills))
        )
        ways.append(other.id.in_(shared))
    newest = select(other.id).where(other.id != job.id, or_(*ways)).order_by(other.id.desc()).limit(30)
    return list(db.session.scalars(newest))


def _cards(viewer: User, application_ids: Sequence[int]) -> dict[int, list[Rating]]:
    """The one rule about feedback holds here too: what the viewer may not read yet is not counted either."""
    given = visible_scorecards(viewer).where(
        Scorecard.application_id.in_(application_ids), Scorecard.submitted_at.is_not(None), Scorecard.overall.is_not(None)
    )
    rows = db.session.execute(given.with_only_columns(Scorecard.application_id, Scorecard.overall).order_by(Scorecard.id))
    found: dict[int, list[Rating]] = {}
    for application_id, overall in rows:
        if overall is not None:
            found.setdefault(application_id, []).append(overall)
    return found
