"""The sweep that sends: claim a batch, and for each message ask the gate, hand over, write down. Safe to kill anywhere."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from app.core.claims import Claim
from app.core.transaction import reading, transaction
from app.extensions import db
from app.mailing.envelope import OutgoingMail, compose_mail
from app.mailing.gateway import Answer, Gateway, Outcome, Unreachable, gateway_for
from app.mailing.headers import Unsendable
from app.mailing.lanes import lanes_with_work, pause_server, resume_server, server_pause
from app.mailing.letter import Brand, RenderedMessage
from app.mailing.models import Message, TemplateVersion
from app.mailing.rendering import current_brand, render_message
from app.mailing.sending import Handed, claim_messages, fail_unsendable, fence, give_back, record_outcome

BATCH = 100
"""Rendered and signed ahead; what a kill leaves claimed waits for the end of its lease."""
TURN_SECONDS = 20.0
"""With a slow server the rest of a batch is given back while the lease on it still stands."""


@dataclass(frozen=True)
class Prepared:
    """A claimed message with the bytes that will travel; `mail` None when its address cannot stand in a mail."""

    claim: Claim
    rendered: RenderedMessage
    mail: OutgoingMail | None
    is_process: bool
    carries_notice: bool = False
    trouble: str = ""


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
        return _send(claims, gateway)
    finally:
        gateway.close()
        db.session.expunge_all()


def _send(claims: Sequence[Claim], gateway: Gateway) -> int:
    waiting = deque(_prepare(claims))
    last: Handed | None = None
    done, began = 0, time.monotonic()
    while waiting and time.monotonic() - began < TURN_SECONDS:
        try:
            gateway.open()
        except Unreachable as trouble:
            _stop(last, [prepared.claim for prepared in waiting], str(trouble))
            return done
        prepared = waiting.popleft()
        with transaction():
            # one commit settles the message before and fences this one: two would halve the speed
            if last is not None:
                record_outcome(last)
            allowed = _may_go(prepared)
        last = None
        if allowed and prepared.mail is not None:
            answer = gateway.hand_over(prepared.mail)
            last = Handed(prepared.claim, answer, prepared.rendered, prepared.mail, prepared.is_process, prepared.carries_notice)
        done += 1
        if last is not None and _server_leaves(last.answer):
            _stop(last, [prepared.claim for prepared in waiting], last.answer.words)
            return done
    with transaction():
        if last is not None:
            record_outcome(last)
        give_back([prepared.claim for prepared in waiting])
        resume_server()
    return done


def _prepare(claims: Sequence[Claim]) -> list[Prepared]:
    """Render and sign the whole batch, outside any write transaction."""
    with reading():
        brand = current_brand()
        messages = {
            message.id: message
            for message in db.session.scalars(
                select(Message)
                .where(Message.id.in_([claim.id for claim in claims]))
                .execution_options(populate_existing=True)
            )
        }
        version_ids = {message.template_version_id for message in messages.values()} - {None}
        versions = {
            version.id: version
            for version in db.session.scalars(select(TemplateVersion).where(TemplateVersion.id.in_(version_ids)))
        }
        db.session.expunge_all()  # what is rendered after the transaction must not expire with it
    return [_prepared(claim, messages[claim.id], versions, brand) for claim in claims]


def _prepared(claim: Claim, message: Message, versions: dict[int, TemplateVersion], brand: Brand) -> Prepared:
    version = versions.get(message.template_version_id or 0)
    rendered = render_message(message, version, brand, masked=False)
    try:
        return Prepared(claim, rendered, compose_mail(message, rendered), message.kind.is_process, bool(message.carries_notice))
    except Unsendable as trouble:
        return Prepared(claim, rendered, None, message.kind.is_process, trouble=str(trouble))


def _may_go(prepared: Prepared) -> bool:
    if prepared.mail is None:
        fail_unsendable(prepared.claim, prepared.trouble)
        return False
    return fence(prepared.claim)


def _server_leaves(answer: Answer) -> bool:
    return answer.outcome is Outcome.SOFT and (answer.code is None or answer.code == 421)


def _stop(last: Handed | None, unsent: Sequence[Claim], reason: str) -> None:
    """The server went away: settle what was handed over, give back the rest, and pause."""
    with transaction():
        if last is not None:
            record_outcome(last)
        give_back(unsent)
        pause_server(reason)
