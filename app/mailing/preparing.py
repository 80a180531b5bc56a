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
from sqlalchemy.orm import load_only

from app.core.claims import Claim
from app.core.transaction import reading
from app.extensions import db
from app.mailing.attachments import enclosed, enclosed_in
from app.mailing.envelope import OutgoingMail, compose_mail
from app.mailing.headers import Unsendable
from app.mailing.letter import RenderedMessage
from app.mailing.models import Message, TemplateVersion
from app.mailing.rendering import SharedLinks, current_brand, render_message

AHEAD = 3
"""Handfuls. Signing, the disk and the network all work without Python's lock: one thread renders while the other waits."""
READ = (
    Message.kind, Message.candidate_id, Message.user_id, Message.application_id, Message.job_id, Message.campaign_id,
    Message.address, Message.recipient_name, Message.locale, Message.subject, Message.body, Message.template_version_id,
    Message.merge_values, Message.links, Message.calendar, Message.tracks, Message.carries_notice, Message.sender,
    Message.reply_to, Message.in_reply_to, Message.mail_id, Message.attachment_id,
)  # fmt: skip
"""What a mail is made of. A ledger row has twice as many columns, and reading them took as long as rendering."""
HANDFUL = 8
"""So many are rendered before the other thread is told: telling costs as much as a third of a mail."""


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
            yield _in_order(claims, lambda some: thread.submit(here.run, batch.prepare_each, some))
        finally:
            thread.shutdown(cancel_futures=True)
            here.run(inside.pop)


def _in_order(claims: Sequence[Claim], begin: Callable[[Sequence[Claim]], Future[list[Prepared | Exception]]]) -> Iterator[Prepared]:
    left = (claims[start : start + HANDFUL] for start in range(0, len(claims), HANDFUL))
    begun = deque(map(begin, islice(left, AHEAD)))
    while begun:
        handful = begun.popleft().result()
        begun.extend(map(begin, islice(left, 1)))
        for ready in handful:
            if isinstance(ready, Exception):
                raise ready
            yield ready


class _Batch:
    """A batch as it was read: everything that rendering asks."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        with reading():
            self._brand = current_brand()
            self._shared: SharedLinks = {}
            found = select(Message).where(Message.id.in_([claim.id for claim in claims])).options(load_only(*READ))
            rows = db.session.scalars(found.execution_options(populate_existing=True))
            self._messages = {message.id: message for message in rows}
            version_ids = {message.template_version_id for message in self._messages.values()} - {None}
            versions = db.session.scalars(select(TemplateVersion).where(TemplateVersion.id.in_(version_ids)))
            self._versions = {version.id: version for version in versions}
            self._files = enclosed({message.attachment_id for message in self._messages.values() if message.attachment_id})
            db.session.expunge_all()  # what is rendered after the transaction must not expire with it

    def prepare_each(self, claims: Sequence[Claim]) -> list[Prepared | Exception]:
        """Each by itself: one that cannot be made takes nobody with it."""
        made: list[Prepared | Exception] = []
        for claim in claims:
            try:
                made.append(self._prepare(claim))
            except Exception as trouble:
                made.append(trouble)
        return made

    def _prepare(self, claim: Claim) -> Prepared:
        message = self._messages[claim.id]
        version = self._versions.get(message.template_version_id or 0)
        is_process = message.kind.is_process
        rendered = render_message(message, version, self._brand, masked=False, shared=self._shared)
        try:
            mail = compose_mail(message, rendered, enclosed_in(message, self._files))
            return Prepared(claim, rendered, mail, is_process, bool(message.carries_notice))
        except Unsendable as trouble:
            return Prepared(claim, rendered, None, is_process, trouble=str(trouble))
