"""What happened to an application, in sentences with the names of stages, colleagues and reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import format_date, format_datetime
from flask_babel import gettext as _
from sqlalchemy import desc, or_, select

from app.accounts.models import User
from app.core.activity import KINDS, Activity, Audience
from app.core.actors import ActorKind
from app.extensions import db
from app.hiring.models import Application, InterviewState, RejectReason, ReviewAnswer
from app.hiring.policy import FEEDBACK_KINDS, sees_card
from app.jobs.models import Stage

ICONS = {
    "application_received": ("inbox", "blue"), "application_moved": ("arrow-right", "neutral"),
    "application_rejected": ("circle-x", "red"), "rejection_undone": ("undo-2", "neutral"),
    "application_withdrawn": ("circle-x", "neutral"), "candidate_hired": ("award", "green"),
    "hire_undone": ("undo-2", "neutral"), "last_day_noted": ("log-out", "neutral"), "departure_undone": ("undo-2", "neutral"),
    "offer_made": ("file-text", "neutral"), "offer_sent": ("send", "blue"),
    "offer_answered": ("handshake", "green"), "review_asked": ("message-square", "neutral"),
    "review_given": ("message-square", "violet"), "reply_date_missed": ("clock", "red"),
    "reply_date_set": ("clock", "neutral"), "application_confirmed": ("badge-check", "green"),
    "application_screened": ("eye", "neutral"), "offer_ended": ("file-x", "neutral"), "offer_viewed": ("eye", "neutral"),
    "rejection_told": ("mail", "neutral"), "resume_added": ("file-text", "neutral"), "document_added": ("file-text", "neutral"),
    "document_read": ("file-text", "neutral"), "message_accepted": ("mail", "neutral"), "message_failed": ("mail-x", "red"),
    "message_suppressed": ("mail-x", "neutral"), "messages_cancelled": ("mail-x", "neutral"),
    "interview_scheduled": ("calendar-plus", "blue"), "interview_changed": ("calendar-clock", "neutral"),
    "interview_cancelled": ("circle-x", "neutral"), "interview_outcome_noted": ("calendar-check", "neutral"),
    "interview_answered": ("message-square", "neutral"), "interview_impossible": ("calendar-clock", "red"),
    "scorecard_given": ("clipboard-check", "violet"),
    "todo_added": ("list-checks", "neutral"), "note_written": ("message-square", "neutral"),
}  # fmt: skip
HAPPENS_BY_ITSELF = {"reply_date_missed", "offer_ended", "message_accepted", "message_failed", "message_suppressed", "messages_cancelled"}
"""Kinds whose sentence names nobody as its subject."""
HAPPENS_TO_THE_CANDIDATE = {"rejection_told", "candidate_hired"}


@dataclass(frozen=True)
class HistoryLine:
    id: int
    at: datetime
    who: str
    sentence: str
    icon: str
    tone: str


def history_of(application: Application, job_title: str, viewer: User, *, limit: int = 100) -> list[HistoryLine]:
    """Newest first, in four queries. That a scorecard was given is feedback: hidden like the scorecard itself."""
    readable = or_(Activity.kind.not_in(FEEDBACK_KINDS), sees_card(viewer, Activity.subject_id))
    rows = db.session.scalars(
        select(Activity)
        .where(Activity.application_id == application.id, readable)
        .order_by(desc(Activity.id))
        .limit(limit)
    ).all()
    shown = [row for row in rows if (kind := KINDS.get(row.kind)) is not None and kind.audience != {Audience.AUDIT}]
    names = _Names(shown, application)
    return [
        HistoryLine(row.id, row.at, names.actor(row), names.sentence(row, job_title), *ICONS.get(row.kind, ("history", "neutral")))
        for row in shown
    ]


class _Names:
    """Turns the ids in activities into names, asked for once per kind."""

    def __init__(self, rows: Sequence[Activity], application: Application) -> None:
        users = {row.actor_id for row in rows if row.actor_kind is ActorKind.USER}
        users |= {row.data["user"] for row in rows if "user" in row.data}
        self._users = _named(User, users)
        self._stages = _named(Stage, {row.data[key] for row in rows for key in ("from_stage", "to_stage") if key in row.data})
        self._reasons = _named(RejectReason, {row.data["reason"] for row in rows if row.kind == "application_rejected"})
        self._person = application.given_name

    def actor(self, row: Activity) -> str:
        if row.kind in HAPPENS_BY_ITSELF:
            return ""
        if row.kind in HAPPENS_TO_THE_CANDIDATE:
            return self._person
        if row.actor_kind is ActorKind.USER:
            return self._users.get(row.actor_id or 0, _("A former colleague"))
        return self._person if row.actor_kind in (ActorKind.CANDIDATE, ActorKind.VISITOR) else _("Perennial")

    def sentence(self, row: Activity, job_title: str) -> str:
        data = row.data
        told = self._told.get(row.kind)
        return told(self, data) if told else str(KINDS[row.kind].sentence) % {"job": job_title, **data}

    def _moved(self, data: dict[str, Any]) -> str:
        return _("moved from %(from_stage)s to %(to_stage)s", from_stage=self._stage(data, "from_stage"),
                 to_stage=self._stage(data, "to_stage"))  # fmt: skip

    def _rejected(self, data: dict[str, Any]) -> str:
        return _("rejected: %(reason)s", reason=self._reasons.get(data["reason"], "–"))

    def _asked(self, data: dict[str, Any]) -> str:
        return _("asked %(colleague)s for an opinion", colleague=self._users.get(data["user"], "–"))

    def _gave(self, data: dict[str, Any]) -> str:
        return _("gave an opinion: %(answer)s", answer=ReviewAnswer(data["answer"]).label)

    def _missed(self, data: dict[str, Any]) -> str:
        return _("word was promised by %(day)s and is late", day=format_date(date.fromisoformat(data["promised"])))

    def _promised(self, data: dict[str, Any]) -> str:
        return _("promised word by %(day)s", day=format_date(date.fromisoformat(data["promised"])))

    def _leaves(self, data: dict[str, Any]) -> str:
        day = format_date(date.fromisoformat(data["last_day"]))
        return _("noted the last day with the company: %(last_day)s", last_day=day)

    def _answered(self, data: dict[str, Any]) -> str:
        return _("accepted the offer") if data["accepted"] else _("declined the offer")

    def _scheduled(self, data: dict[str, Any]) -> str:
        return _("scheduled an interview for %(when)s", when=_when(data))

    def _changed(self, data: dict[str, Any]) -> str:
        return _("changed an interview; it is on %(when)s", when=_when(data))

    def _called_off(self, data: dict[str, Any]) -> str:
        return _("called off the interview on %(when)s", when=_when(data))

    def _noted(self, data: dict[str, Any]) -> str:
        return _("said of an interview: %(outcome)s", outcome=InterviewState(data["outcome"]).label)

    def _will_come(self, data: dict[str, Any]) -> str:
        return _("will come to the interview") if data["accepted"] else _("cannot come to the interview")

    def _stage(self, data: dict[str, Any], key: str) -> str:
        return self._stages.get(data[key], "–")

    _told = {
        "application_moved": _moved, "application_rejected": _rejected, "review_asked": _asked, "review_given": _gave,
        "reply_date_missed": _missed, "reply_date_set": _promised, "offer_answered": _answered,
        "interview_scheduled": _scheduled, "interview_changed": _changed, "interview_cancelled": _called_off,
        "interview_outcome_noted": _noted, "last_day_noted": _leaves, "interview_answered": _will_come,
    }  # fmt: skip


def _when(data: dict[str, Any]) -> str:
    return str(format_datetime(datetime.fromisoformat(data["starts_at"]), "medium"))


def _named(model: Any, ids: set[Any]) -> dict[int, str]:
    return {row.id: row.name for row in db.session.execute(select(model.id, model.name).where(model.id.in_(ids)))} if ids else {}
