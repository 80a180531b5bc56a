"""Waking workers after a commit. A poke only shortens a worker's next look; it may be lost and never fails."""

from collections.abc import Callable
from enum import Enum
from logging import getLogger

from app.core.transaction import after_commit
from app.extensions import db

log = getLogger(__name__)


class Lane(Enum):
    """The worker's threads. Each looks for its own due work every second."""

    MAIL = "mail"
    BULK = "bulk"
    READING = "reading"
    HOUSEKEEPING = "housekeeping"


pokes: list[Callable[[Lane], None]] = []
"""How a poke reaches the workers; the queue sets it when the application starts."""


def poke_with(poke: Callable[[Lane], None]) -> None:
    """Pokes go this way from now on."""
    pokes[:] = [poke]


def wake(lane: Lane) -> None:
    """Wake `lane` after the present transaction commits; many calls in one transaction poke once."""
    woken: set[Lane] = db.session.info.setdefault("woken", set())
    if lane not in woken:
        woken.add(lane)
        after_commit(lambda: _poke_safely(lane))


def _poke_safely(lane: Lane) -> None:
    db.session.info.get("woken", set()).discard(lane)
    try:
        for poke in pokes:
            poke(lane)
    except Exception:
        log.warning("waking the %s worker failed; it looks again within a second", lane.value)
