"""Asking many people whether what we hold about them is still right."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, case, func, literal, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.candidates.commands.freshness import ASK_EVERY, ask_to_refresh
from app.candidates.models import Candidate, RefreshRequest
from app.core.clock import now
from app.extensions import db
from app.mailing.commands import cancel_messages
from app.mailing.gate import gate_reason
from app.mailing.models import WAITING, Message, MessageKind
from app.mailing.would_be import would_be_messages
from app.search.bulk.kinds import ActKind, Asked, Doing, Given, register_act
from app.search.bulk.mails import MailReasons, never_left
from app.search.bulk.models import DONE, PeopleActItem


def read_nothing(typed: Mapping[str, str], user: User) -> dict[str, Any]:
    return {}


def _asked_refresh(given: Given, people: Select[int]) -> Asked:
    rows = would_be_messages(people, kind=MessageKind.PERSONAL)
    lately = select(RefreshRequest.id).where(
        RefreshRequest.candidate_id == rows.candidate_id, RefreshRequest.asked_at > now() - ASK_EVERY
    )
    asked = case((lately.correlate(rows).exists(), literal("asked")), else_=None)
    return select(rows.candidate_id, func.coalesce(gate_reason(rows), asked))


def _ask(doing: Doing) -> dict[int, int | None]:
    people = db.session.scalars(select(Candidate).where(Candidate.id.in_(doing.ids)).order_by(Candidate.id)).all()
    asked = ask_to_refresh(people, by=doing.by).requests
    mails = select(Message.candidate_id, Message.id).where(
        Message.cause.in_([f"refresh:{request}" for request in asked.values()]), Message.state.in_(WAITING)
    )
    return {row[0] or 0: row[1] for row in db.session.execute(mails)}


def _halt(act_id: int) -> None:
    mails = select(PeopleActItem.before).where(PeopleActItem.act_id == act_id, PeopleActItem.outcome == DONE)
    cancel_messages(Message.id.in_(mails), reason="bulk-undone")


register_act(
    ActKind(
        name="refresh", permission=Permission.MAIL_SEND, title=_("Ask them to look over their details"), most=5_000,
        reasons=MailReasons(asked=_("they were asked within the last two weeks")),
        button=lambda number: ngettext("Ask %(num)s person", "Ask %(num)s people", number),
        sentence=lambda given, number: ngettext(
            "%(num)s person is asked to look over their details.", "%(num)s people are asked to look over their details.", number
        ),
        read=read_nothing, asked=_asked_refresh, do=_ask, undo=never_left, halt=_halt,
    )
)  # fmt: skip
