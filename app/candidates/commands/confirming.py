"""Every field knows when it was last confirmed, and by whom."""

from collections.abc import Iterable

from app.candidates.models import Candidate
from app.core.actors import Actor, ActorKind
from app.core.clock import now


def confirm_fields(candidate: Candidate, fields: Iterable[str], who: str) -> None:
    """Note that `fields` were confirmed now, by candidate, recruiter, parser or import."""
    moment = now().isoformat(timespec="seconds")
    candidate.confirmations = {**(candidate.confirmations or {}), **{field: [moment, who] for field in fields}}


def confirmer(by: Actor) -> str:
    if by.kind in (ActorKind.CANDIDATE, ActorKind.VISITOR):
        return "candidate"
    return "recruiter" if by.kind is ActorKind.USER else "import"
