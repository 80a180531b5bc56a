"""Huey: it wakes workers and keeps the clock-time schedule. It holds nothing that must not be lost (DESIGN §1.4)."""

import threading
from typing import Any

from flask import Flask
from huey.api import Huey, PostgresHuey, RedisHuey, SqliteHuey

from app.config import Settings
from app.core.wake import Lane, poke_with

EXTENSION = "huey"


def init_queue(app: Flask, settings: Settings) -> None:
    """Give `app` its queue and let commits poke the workers through it."""
    app.extensions[EXTENSION] = huey = make_queue(settings)
    events = {lane: threading.Event() for lane in Lane}
    app.extensions["wake_events"] = events

    @huey.task(name="wake_lane")  # type: ignore[untyped-decorator]
    def wake_lane(lane: str) -> None:
        events[Lane(lane)].set()

    poke_with(lambda lane: wake_lane(lane.value))


def make_queue(settings: Settings) -> Huey:
    """A SQLite file by default; Redis or PostgreSQL when `QUEUE_URL` names one."""
    options: dict[str, Any] = {"results": False, "utc": True}
    if settings.queue_url.startswith("redis"):
        return RedisHuey("perennial", url=settings.queue_url, **options)
    if settings.queue_url.startswith("postgres"):
        return PostgresHuey("perennial", dsn=settings.queue_url, **options)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return SqliteHuey("perennial", filename=str(settings.data_dir / "queue.db"), fsync=False, **options)
