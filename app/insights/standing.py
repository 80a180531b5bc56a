"""Whether the work behind the pages gets done: what every staff page says when mail or the worker has been silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import current_app
from flask_babel import format_datetime, format_time, ngettext, to_user_timezone
from flask_babel import gettext as _
from sqlalchemy import CompoundSelect, bindparam, func, literal, or_, select, union_all

from app.candidates.models import Document, ImportBatch
from app.core.clock import now
from app.core.types import UtcDateTime
from app.extensions import db
from app.hiring.models import BulkAct
from app.mailing.lanes import URGENT, server_pause
from app.mailing.models import Message

SILENT_AFTER = timedelta(minutes=5)
LOOK_AGAIN_AFTER = timedelta(seconds=15)
EXTENSION = "standing"


@dataclass(frozen=True)
class Standing:
    """What should have been done minutes ago and nobody works on. Empty when all is well."""

    mails: int = 0
    mails_since: datetime | None = None
    server_trouble: str = ""
    work_since: datetime | None = None

    @property
    def sentences(self) -> list[str]:
        if self.mails and self.mails_since and self.server_trouble:
            waiting = ngettext("%(num)s mail waits.", "%(num)s mails wait.", self.mails)
            return [
                _("Mail has not left since %(time)s, because the mail server does not take it: %(reason)s. %(waiting)s",
                  time=_moment(self.mails_since), reason=self.server_trouble.rstrip("."), waiting=waiting)
            ]  # fmt: skip
        since = min((moment for moment in (self.mails_since, self.work_since) if moment), default=None)
        if since is None:
            return []
        return [
            _("The worker has been silent since %(time)s: mail, résumés, imports and changes of many wait for it. An admin should start it again.",
              time=_moment(since))
        ]  # fmt: skip


def _moment(since: datetime) -> str:
    """The time of day, with the day where that is not today for whoever reads it."""
    same_day = to_user_timezone(since).date() == to_user_timezone(now()).date()
    return format_time(since, "short") if same_day else format_datetime(since, "short")


def standing() -> Standing:
    """As it was at most a few seconds ago: every staff page asks."""
    known: tuple[datetime, Standing] | None = current_app.extensions.get(EXTENSION)
    moment = now()
    if known is not None and timedelta() <= moment - known[0] < LOOK_AGAIN_AFTER:
        return known[1]
    found = _look(moment)
    current_app.extensions[EXTENSION] = (moment, found)
    return found


def _look(moment: datetime) -> Standing:
    rows = db.session.execute(_overdue(), {"late": moment - SILENT_AFTER, "moment": moment}).all()
    counts = {what: (number, since) for what, number, since in rows}
    mails, mails_since = counts["mail"]
    work = [since for what, (_number, since) in counts.items() if what != "mail" and since is not None]
    trouble = (server_pause() or "") if mails else ""
    return Standing(mails, mails_since, trouble, min(work, default=None))


@cache
def _overdue() -> CompoundSelect[Any]:
    """One statement for all kinds of work; of mail only what people wait for, since bulk mail may take its hours."""
    late, moment = bindparam("late", type_=UtcDateTime()), bindparam("moment", type_=UtcDateTime())
    parts = []
    for what, model in (("mail", Message), ("reading", Document), ("import", ImportBatch), ("bulk", BulkAct)):
        waiting = select(literal(what), func.count(model.id), func.min(model.due_at)).where(
            model.due_at < late,
            model.parked_at.is_(None),
            or_(model.claimed_until.is_(None), model.claimed_until < moment),
        )
        if model is Message:
            waiting = waiting.where(Message.lane >= URGENT, Message.lane < f"{URGENT}\uffff")
        parts.append(waiting)
    return union_all(*parts)
