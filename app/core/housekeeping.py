"""Sweeps over the ground: strays among the files, past throttle windows, old form keys. All in short pieces."""

import time
from collections.abc import Callable

from app.core.files import find_strays, remove_strays
from app.core.form_keys import forget_old_keys
from app.core.throttle import forget_past_windows
from app.core.transaction import reading, transaction

PIECE = 200
PAUSE_SECONDS = 0.02
"""SQLite's lock is not fair: without a pause people's writes would starve."""


def in_pieces(sweep: Callable[[int], int], *, size: int = PIECE) -> int:
    """Run `sweep(size)` in transactions of its own until it finds less than `size` to do; answers how much it did."""
    done = 0
    while True:
        with transaction():
            piece = sweep(size)
        done += piece
        if piece < size:
            return done
        time.sleep(PAUSE_SECONDS)


def forget_what_is_past() -> int:
    """Answers how many rows and files went."""
    _refresh_statistics()
    return in_pieces(forget_past_windows) + in_pieces(forget_old_keys) + _sweep_strays()


def _refresh_statistics() -> None:
    """SQLite's planner chooses by figures it keeps itself only when asked; PostgreSQL's vacuum keeps them for it."""
    with transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            for statement in ("PRAGMA analysis_limit=400", "PRAGMA optimize=0x10002"):
                session.connection().exec_driver_sql(statement)


def _sweep_strays() -> int:
    """Looking over all files takes long and holds no lock; each few are judged again before they go."""
    with reading():
        strays = find_strays()
    done = 0
    for start in range(0, len(strays), PIECE):
        with transaction():
            done += remove_strays(strays[start : start + PIECE])
        time.sleep(PAUSE_SECONDS)
    return done
