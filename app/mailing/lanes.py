"""Lanes: mail of one urgency to one provider. Claims come from lanes with tokens, so that no full lane blocks another."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.config import Settings
from app.core.clock import now
from app.extensions import db
from app.mailing.models import LaneState, Message

WINDOW = timedelta(hours=1)
URGENT = "process:"
"""How the lanes of mail that people wait for begin."""
SERVER = "server"
"""The row that holds how the mail server itself is doing."""
UNLIMITED = 1_000_000
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)


def lanes_with_tokens() -> list[tuple[str, int]]:
    """Lanes that have due messages and may send, process mail first, with how many each may send now."""
    lanes = sorted(lanes_with_work(), key=lambda lane: not is_urgent(lane))
    limit = _settings().mail_per_hour
    used = _used(lanes) if limit else {}
    room = [(lane, UNLIMITED if not limit or is_urgent(lane) else limit - used.get(lane, 0)) for lane in lanes]
    return [(lane, tokens) for lane, tokens in room if tokens > 0]


def use_tokens(lane: str, number: int) -> None:
    """Count what was claimed from a limited lane."""
    if not number or not _settings().mail_per_hour or is_urgent(lane):
        return
    _insert(lane)
    start = _window_start()
    db.session.execute(
        update(LaneState)
        .where(LaneState.lane == lane)
        .values(
            sent_in_window=func.coalesce(
                select(LaneState.sent_in_window)
                .where(LaneState.lane == lane, LaneState.window_start == start)
                .correlate(None)
                .scalar_subquery(),
                0,
            )
            + number,
            window_start=start,
        )
        .execution_options(synchronize_session=False)
    )


def server_pause() -> str | None:
    """Why nothing is sent right now, or None."""
    row = db.session.get(LaneState, SERVER, populate_existing=True)
    return row.pause_reason if row is not None and row.paused_until and row.paused_until > now() else None


def pause_server(reason: str) -> None:
    """The server cannot be spoken to: wait, longer each time in a row."""
    _insert(SERVER)
    row = db.session.get_one(LaneState, SERVER, populate_existing=True)
    row.failures += 1
    row.paused_until = now() + min(FIRST_PAUSE * 2 ** min(row.failures - 1, 10), LONGEST_PAUSE)
    row.pause_reason = reason[:200]


def resume_server() -> None:
    """It answered: forget former failures."""
    db.session.execute(
        update(LaneState)
        .where(LaneState.lane == SERVER, LaneState.failures > 0)
        .values(failures=0, paused_until=None, pause_reason="")
        .execution_options(synchronize_session=False)
    )


def is_urgent(lane: str) -> bool:
    return lane.startswith(URGENT)


def lanes_with_work() -> list[str]:
    """The distinct lanes that wait, by jumping along the index (lane, due_at): as many steps as lanes, not messages."""
    waiting = Message.due_at <= now()
    first = select(func.min(Message.lane).label("lane")).where(waiting).cte("lanes", recursive=True)
    following = select(func.min(Message.lane)).where(waiting, Message.lane > first.c.lane).correlate(first).scalar_subquery()
    lanes = first.union_all(select(following).where(first.c.lane.is_not(None)))
    names = db.session.scalars(select(lanes.c.lane).where(lanes.c.lane.is_not(None))).all()
    return list(names)


def _used(lanes: list[str]) -> dict[str, int]:
    rows = db.session.execute(
        select(LaneState.lane, LaneState.sent_in_window).where(
            LaneState.lane.in_(lanes), LaneState.window_start == _window_start()
        )
    )
    return {row[0]: row[1] for row in rows}


def _insert(lane: str) -> None:
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    db.session.execute(
        insert(LaneState)
        .values(lane=lane, window_start=_window_start(), sent_in_window=0, pause_reason="", failures=0)
        .on_conflict_do_nothing(index_elements=["lane"])
    )


def _window_start() -> datetime:
    moment = now()
    return moment.replace(minute=0, second=0, microsecond=0)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
