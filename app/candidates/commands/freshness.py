"""Asking people whether what we hold about them is still right, and hearing that it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Integer, bindparam, select, update

from app.candidates.activities import DetailsConfirmed, RefreshAsked
from app.candidates.models import Candidate, RefreshRequest
from app.candidates.refusals import AskedLately
from app.core.activity import record, record_all
from app.core.actors import Actor
from app.core.clock import now
from app.extensions import db

ASK_EVERY = timedelta(days=14)


@dataclass(frozen=True)
class Asked:
    """Whom we asked now (candidate → id of the request), and who had been asked within two weeks."""

    requests: dict[int, int] = field(default_factory=dict)
    lately: list[int] = field(default_factory=list)


def ask_to_refresh(candidates: Sequence[Candidate], *, by: Actor) -> Asked:
    """Ask these people; mailing writes to them, as far as its gate lets it. Nobody is asked twice within two weeks."""
    ids = [candidate.id for candidate in candidates]
    recent = select(RefreshRequest.candidate_id).where(
        RefreshRequest.candidate_id.in_(ids), RefreshRequest.asked_at > now() - ASK_EVERY
    )
    lately = set(db.session.scalars(recent))
    requests = {
        candidate.id: (candidate, RefreshRequest(candidate_id=candidate.id, asked_by_id=by.user_id))
        for candidate in candidates
        if candidate.id not in lately
    }
    db.session.add_all([request for _candidate, request in requests.values()])
    db.session.flush()
    record_all([RefreshAsked(candidate=candidate, subject=request) for candidate, request in requests.values()], by=by)
    return Asked({key: request.id for key, (_candidate, request) in requests.items()}, sorted(lately))


def ask_one_to_refresh(candidate: Candidate, *, by: Actor) -> None:
    if not ask_to_refresh([candidate], by=by).requests:
        raise AskedLately()


def confirm_details(candidate: Candidate, *, by: Actor, changed: bool = False) -> None:
    """The person looked over what we hold. Whoever had asked has the answer; nothing changed is an answer, too."""
    asked = newest_refresh_request(candidate.id)
    db.session.execute(
        update(RefreshRequest)
        .where(RefreshRequest.candidate_id == candidate.id, RefreshRequest.answered_at.is_(None))
        .values(answered_at=now())
    )
    candidate.human_signal_at = now()
    if not changed:
        record(DetailsConfirmed(candidate=candidate, subject=asked), by=by)


def newest_refresh_request(candidate_id: int) -> RefreshRequest | None:
    """When the person was last asked, and whether they answered."""
    return db.session.scalars(_NEWEST, {"person": candidate_id}).one_or_none()


_NEWEST = (
    select(RefreshRequest)
    .where(RefreshRequest.candidate_id == bindparam("person", type_=Integer))
    .order_by(RefreshRequest.id.desc())
    .limit(1)
    .execution_options(populate_existing=True)
)
