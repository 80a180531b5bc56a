"""The sweep that sends: claim a batch, and for each message ask the gate, hand over, write down. Safe to kill anywhere."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from flask import current_app
from sqlalchemy import Connection

from app.core.claims import Claim
from app.core.transaction import reading, transaction, writing_in_a_row
from app.extensions import db
from app.mailing.gateway import Answer, Gateway, Outcome, Unreachable, gateway_for
from app.mailing.lanes import lanes_with_work, pause_server, resume_server, server_pause
from app.mailing.preparing import Prepared, prepared_ahead
from app.mailing.sending import (
    Handed,
    claim_messages,
    fail_unsendable,
    fence,
    give_back,
    note_accepted,
    pass_fence,
    record_outcome,
    stand_back,
)

Turn = Callable[[], AbstractContextManager[Connection]]

BATCH = 250
"""What a kill leaves claimed waits for the end of its lease."""
TURN_SECONDS = 10.0
"""With a slow server the rest of a batch is given back: mail that people wait for goes before it, and its lease still stands."""


def send_due_messages(*, limit: int = BATCH, gateway: Gateway | None = None) -> int:
    """Send one batch of what is due; answers how many messages were dealt with.

    No transaction is open while the server is spoken to. A kill between hand-over and writing down leaves the message
    handed over; when its lease ends it is sent again with the same Message-ID, or waits for a person (`never_twice`).
    """
    with reading():
        if server_pause() is not None or not lanes_with_work():
            return 0
    with transaction():
        claims = claim_messages(limit)
    if not claims:
        return 0
    gateway = gateway or gateway_for(current_app.extensions["settings"])
    try:
        with prepared_ahead(claims) as mails, writing_in_a_row() as turn:
            return _send(claims, mails, gateway, turn)
    finally:
        gateway.close()
        db.session.expunge_all()


def _send(claims: Sequence[Claim], mails: Iterator[Prepared], gateway: Gateway, turn: Turn) -> int:
    last: Handed | None = None
    done, began = 0, time.monotonic()
    while done < len(claims) and time.monotonic() - began < TURN_SECONDS:
        try:
            gateway.open()
        except Unreachable as trouble:
            _stop(last, claims[done:], str(trouble))
            return done
        try:
            prepared = next(mails)
        except Exception:
            _settle(last, claims[done + 1 :], resume_server)  # the broken one is left to its lease: the others go before it
            raise
        allowed = _between(last, prepared, turn)
        last = None
        if allowed and prepared.mail is not None:
            answer = gateway.hand_over(prepared.mail)
            last = Handed(prepared.claim, answer, prepared.rendered, prepared.mail, prepared.is_process, prepared.carries_notice)
        done += 1
        if last is not None and _server_leaves(last.answer):
            _stop(last, claims[done:], last.answer.words)
            return done
    _settle(last, claims[done:], resume_server)
    return done


def _between(last: Handed | None, prepared: Prepared, turn: Turn) -> bool:
    """One commit settles the message before and asks whether this one may go: two would halve the speed."""
    if prepared.mail is None or not (last is None or last.is_plainly_accepted):
        with transaction():
            if last is not None:
                record_outcome(last)
            return _may_go(prepared)
    with turn() as ledger:
        if last is not None:
            note_accepted(last, on=ledger)
        passed = pass_fence(prepared.claim, on=ledger)
    if not passed:
        with transaction():
            stand_back(prepared.claim)
    return passed


def _settle(last: Handed | None, unsent: Sequence[Claim], then: Callable[[], None]) -> None:
    with transaction():
        if last is not None:
            record_outcome(last)
        give_back(unsent)
        then()


def _may_go(prepared: Prepared) -> bool:
    if prepared.mail is None:
        fail_unsendable(prepared.claim, prepared.trouble)
        return False
    return fence(prepared.claim)


def _server_leaves(answer: Answer) -> bool:
    return answer.outcome is Outcome.SOFT and (answer.code is None or answer.code == 421)


def _stop(last: Handed | None, unsent: Sequence[Claim], reason: str) -> None:
    """The server went away: settle what was handed over, give back the rest, and pause."""
    _settle(last, unsent, lambda: pause_server(reason))
