"""Sweeps over the ground work in short pieces; throttles grow with their scale."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.accounts.signing_in import RESETS_PER_ACCOUNT, may_ask_reset
from app.core import housekeeping
from app.core.clock import at, now
from app.core.files import STRAY_AGE, files_root, keep_file, stage_file
from app.core.form_keys import FormKey, remember_answer
from app.core.throttle import ThrottleCount
from app.extensions import db
from tests.conftest import Queries

Sweep = Callable[..., Any]


def test_what_is_past_goes_piece_by_piece(sweep: Sweep, queries: Queries, monkeypatch: Any) -> None:
    monkeypatch.setattr(housekeeping, "PAUSE_SECONDS", 0)
    with at(now() - timedelta(days=5)):
        for number in range(7):
            remember_answer(f"key-{number}-of-a-form-long-ago", "/there")
            RESETS_PER_ACCOUNT.hit(f"{number}@example.org")
    remember_answer("a-key-of-just-now", "/here")
    with queries as sent:
        assert sweep(housekeeping.in_pieces, housekeeping.forget_old_keys, size=3) == 7
    assert sum(statement.startswith("DELETE FROM form_keys") for statement in sent.statements) == 3
    assert sweep(housekeeping.in_pieces, housekeeping.forget_past_windows, size=4) == 7
    assert db.session.scalar(select(func.count()).select_from(FormKey)) == 1
    assert db.session.scalar(select(func.count()).select_from(ThrottleCount)) == 0


def test_a_stray_file_goes_and_one_that_a_row_names_stays(sweep: Sweep, app: Flask) -> None:
    kept, stray = stage_file(b"kept", "text/plain"), stage_file(b"stray", "text/plain")
    keep_file(kept)
    db.session.flush()
    long_ago = (now() - STRAY_AGE - timedelta(hours=1)).timestamp()
    paths = {path.name: path for path in files_root().glob("??/*")}
    for path in paths.values():
        os.utime(path, (long_ago, long_ago))
    sweep(housekeeping.forget_what_is_past)
    assert paths[kept.sha256].exists() and not paths[stray.sha256].exists()


def test_asking_for_a_new_password_follows_the_scale_of_all_throttles(sweep: Sweep, app: Flask) -> None:
    def asked(times: int) -> list[bool]:
        return [sweep(may_ask_reset, "ada@example.org", address="192.0.2.1") for _time in range(times)]

    assert asked(4) == [True, True, True, False]
    app.config["THROTTLE_SCALE"] = 2.0
    try:
        assert asked(3) == [True, True, False]
    finally:
        app.config["THROTTLE_SCALE"] = 1.0
