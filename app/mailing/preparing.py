"""Claimed messages as the bytes that will travel: rendered and signed some mails ahead, while those before them leave."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from itertools import islice

from flask import Flask, current_app
from sqlalchemy import select

from app.core.claims import Claim
from app.core.transaction import reading
from app.extensions import db
from app.mailing.envelope import OutgoingMail, compose_mail
from app.mailing.headers import Unsendable
from app.mailing.letter import RenderedMessage
from app.mailing.models import Message, TemplateVersion
from app.mailing.rendering import current_brand, render_message

AHEAD = 12
"""Signing, the disk and the network all work without Python's lock: one thread renders while the other waits for them."""


@dataclass(frozen=True)
class Prepared:
    """A claimed message with the bytes that will travel; `mail` None when its address cannot stand in a mail."""

    claim: Claim
    rendered: RenderedMessage
    mail: OutgoingMail | None
    is_process: bool
    carries_notice: bool = False
    trouble: str = ""


@contextmanager
def prepared_ahead(claims: Sequence[Claim]) -> Iterator[Iterator[Prepared]]:
    """The mails of `claims` in their order, made by a thread that touches no database."""
    batch = _Batch(claims)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    inside, here = app.app_context(), copy_context()
    with ThreadPoolExecutor(1, "rendering") as thread:
        thread.submit(here.run, inside.push).result()
        try:
            yield _in_order(claims, lambda claim: thread.submit(here.run, batch.prepare, claim))
        finally:
            thread.shutdown(cancel_futures=True)
            here.run(inside.pop)


def _in_order(claims: Sequence[Claim], begin: Callable[[Claim], Future[Prepared]]) -> Iterator[Prepared]:
    left = iter(claims)
    begun = deque(map(begin, islice(left, AHEAD)))
    while begun:
        ready = begun.popleft().result()
        begun.extend(map(begin, islice(left, 1)))
        yield ready


class _Batch:
    """A batch as it was read: everything that rendering asks."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        with reading():
            self._brand = current_brand()
            found = select(Message).where(Message.id.in_([claim.id for claim in claims]))
            rows = db.session.scalars(found.execution_options(populate_existing=True))
            self._messages = {message.id: message for message in rows}
            version_ids = {message.template_version_id for message in self._messages.values()} - {None}
            versions = db.session.scalars(select(TemplateVersion).where(TemplateVersion.id.in_(version_ids)))
            self._versions = {version.id: version for version in versions}
            db.session.expunge_all()  # what is rendered after the transaction must not expire with it

    def prepare(self, claim: Claim) -> Prepared:
        message = self._messages[claim.id]
        version = self._versions.get(message.template_version_id or 0)
        is_process = message.kind.is_process
        rendered = render_message(message, version, self._brand, masked=False)
        try:
            return Prepared(claim, rendered, compose_mail(message, rendered), is_process, bool(message.carries_notice))
        except Unsendable as trouble:
            return Prepared(claim, rendered, None, is_process, trouble=str(trouble))
