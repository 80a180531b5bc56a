"""What is read of referrals: little by the referrer, more by recruiting."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.core.clock import now
from app.core.tokens import row_of_token
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.talent.commands.referring import EMPLOYEE, REFERRAL
from app.talent.models import EmployeeLink, Referral

MOST_SHOWN = 100


class ReferralState(Enum):
    """All that a referrer learns."""

    RECEIVED = "received"
    IN_PROCESS = "in_process"
    CLOSED = "closed"

    @property
    def label(self) -> object:
        return {
            ReferralState.RECEIVED: _("Received"),
            ReferralState.IN_PROCESS: _("In process"),
            ReferralState.CLOSED: _("Closed"),
        }[self]


@dataclass(frozen=True)
class OwnReferral:
    """A line of the referrer's list. `name` is empty once it was forgotten."""

    at: datetime
    name: str
    job: str
    state: ReferralState


def employee_link_of_token(token: str) -> EmployeeLink | None:
    """The link while it works."""
    number = row_of_token(EMPLOYEE, token)
    link = db.session.get(EmployeeLink, number) if number is not None else None
    return link if link is not None and link.expires_at > now() else None


def referral_of_token(token: str) -> Referral | None:
    number = row_of_token(REFERRAL, token)
    if number is None:
        return None
    return db.session.scalars(
        select(Referral).where(Referral.id == number).options(joinedload(Referral.job))
    ).one_or_none()


def own_referrals(link: EmployeeLink) -> list[OwnReferral]:
    """Everybody this mailbox referred, newest first."""
    rows = db.session.scalars(
        select(Referral)
        .where(Referral.referrer_key == link.email_key)
        .options(joinedload(Referral.candidate), joinedload(Referral.job))
        .order_by(Referral.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    states = _application_states([row.candidate_id for row in rows if row.candidate_id])
    return [
        OwnReferral(
            at=row.created_at, name=row.name or (row.candidate.full_name if row.candidate else ""),
            job=row.job.title if row.job else "", state=_state(row, states),
        )
        for row in rows
    ]  # fmt: skip


def _application_states(candidates: list[int]) -> dict[int, list[tuple[datetime, ApplicationState]]]:
    found: dict[int, list[tuple[datetime, ApplicationState]]] = {}
    asked = select(Application.candidate_id, Application.applied_at, Application.state)
    for person, at, state in db.session.execute(asked.where(Application.candidate_id.in_(candidates))):
        found.setdefault(person, []).append((at, state))
    return found


def _state(row: Referral, states: dict[int, list[tuple[datetime, ApplicationState]]]) -> ReferralState:
    if row.closed_at is not None:
        return ReferralState.CLOSED
    since = [state for at, state in states.get(row.candidate_id or 0, []) if row.answered_at and at >= row.answered_at]
    if ApplicationState.ACTIVE in since:
        return ReferralState.IN_PROCESS
    return ReferralState.CLOSED if since else ReferralState.RECEIVED


def visible_referrals(viewer: User) -> Select[Referral]:
    """Of people who agreed and whom the viewer sees; what waits for an answer nobody reads."""
    seen = visible_candidates(viewer).where(Candidate.id == Referral.candidate_id).exists()
    return select(Referral).where(Referral.candidate_id.is_not(None), seen)
