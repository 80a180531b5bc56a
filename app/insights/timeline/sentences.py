"""Activities, notes and mails in words: one line each, with the names it speaks of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import CompoundSelect, Select, Text, bindparam, cast, literal, null, select, union_all

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.policy import TALENT_ROLES
from app.accounts.viewing import once_per_viewer
from app.campaigns.models import Campaign
from app.candidates.models import ConsentAction, Note, NoteKind, Purpose
from app.core.activity import KINDS, Activity, ChangedValue
from app.core.actors import ActorKind
from app.extensions import db
from app.insights.timeline.entries import ICONS, TONES, Entry, Group
from app.insights.timeline.kinds import group_of
from app.jobs.models import Job, Stage
from app.jobs.policy import nameable_jobs
from app.mailing.models import Message, MessageState
from app.mailing.queries import why_not_left
from app.talent.models import Community, Pool, Segment
from app.talent.policy import visible_pools

_HAPPENS_BY_ITSELF = {"reply_date_missed", "offer_ended"}
"""Kinds whose sentence names nobody as its subject."""
_HAPPENS_TO_THE_CANDIDATE = {"rejection_told", "candidate_hired", "newsletter_link_followed"}
"""Kinds whose sentence begins with the candidate, whoever did it."""


@dataclass(frozen=True)
class Sentences:
    """Names and old values that the sentences need, read once for a page."""

    names: "Names"
    """Of colleagues, jobs and stages."""
    changes: "Changes"
    subjects: dict[tuple[str, int], str]

    @classmethod
    def of(cls, rows: Sequence[Activity], viewer: User) -> "Sentences":
        names, changes = _spoken(rows, viewer)
        return cls(names, changes, _subjects(rows, viewer))

    def entry(self, row: Activity) -> Entry:
        group = group_of(row.kind)
        subject = self.subjects.get((row.subject_kind or "", row.subject_id or 0), "…")
        values = {**row.data, "job": self.names.get(("job", row.job_id or 0)) or gettext("a job"), "subject": subject}
        sentence = str(KINDS[row.kind].sentence)
        if row.kind == "consent_recorded":
            sentence = str(_CONSENT_ACTS[ConsentAction(row.data["action"])])
            if row.actor_kind is not ActorKind.USER and row.data["action"] == ConsentAction.GIVEN.value:
                sentence = str(_("gave a consent: %(purpose)s"))
            values["purpose"] = Purpose(row.data["purpose"]).label
        if row.kind == "last_day_noted":
            values["last_day"] = format_date(date.fromisoformat(row.data["last_day"]))
        if row.kind == "candidate_added" and row.actor_kind in (ActorKind.CANDIDATE, ActorKind.VISITOR):
            sentence = gettext("came to us")
        return Entry(
            key=f"activity-{row.id}",
            at=row.at,
            group=group,
            icon=ICONS[group],
            tone=TONES.get(row.kind, ""),
            who=self._who(row),
            sentence=sentence % _Lenient(values) if "%(" in sentence else sentence,
            changes=self._move(row) or self.changes.get(row.id, []),
            application_id=row.application_id,
        )

    def _move(self, row: Activity) -> list[tuple[str, str, str]]:
        if row.kind != "application_moved":
            return []
        before, after = (self.names.get(("stage", row.data[end]), "–") for end in ("from_stage", "to_stage"))
        return [("stage", before, after)]

    def _who(self, row: Activity) -> str:
        if row.kind in _HAPPENS_BY_ITSELF:
            return ""
        if row.kind in _HAPPENS_TO_THE_CANDIDATE:
            return gettext("The candidate")
        if row.actor_kind is ActorKind.USER:
            return self.names.get(("user", row.actor_id or 0)) or gettext("A former colleague")
        return str(_OTHERS.get(row.actor_kind, "Perennial"))


_OTHERS = {
    ActorKind.CANDIDATE: _("The candidate"),
    ActorKind.VISITOR: _("The candidate"),
    ActorKind.API_KEY: _("A connected system"),
}


class _Lenient(dict[str, Any]):
    """A sentence of a later version may name something an old activity does not hold."""

    def __missing__(self, key: str) -> str:
        return "…"


Names = dict[tuple[str, int], str]
Changes = dict[int, list[tuple[str, str, str]]]


def _spoken(rows: Sequence[Activity], viewer: User) -> tuple[Names, Changes]:
    """Everybody and everything spoken of, and what fields said before and after, in one statement."""
    names: Names = {}
    changes: Changes = {}
    if rows:
        for what, number, words, old, new in db.session.execute(_told_to(viewer), _spoken_of(rows, viewer)):
            if what != _CHANGE:
                names[what, number] = words
            elif not words.startswith("salary") or viewer.may(Permission.PAY_SEE):
                changes.setdefault(number, []).append((words, old or "", new or ""))
    return names, changes


def _spoken_of(rows: Sequence[Activity], viewer: User) -> dict[str, list[int]]:
    """Ids; what fields said is for recruiting."""
    moves = [row for row in rows if row.kind == "application_moved"]
    spoken = {
        "user": {row.actor_id for row in rows if row.actor_kind is ActorKind.USER},
        "job": {row.job_id for row in rows},
        "stage": {row.data[end] for row in moves for end in ("from_stage", "to_stage")},
        _CHANGE: {row.id for row in rows if viewer.role in TALENT_ROLES},
    }
    return {what: sorted(one for one in numbers if one) for what, numbers in spoken.items()}


_CHANGE = "change"
_NOTHING = cast(null(), Text())
_CHANGED = (
    select(literal(_CHANGE), ChangedValue.activity_id, ChangedValue.field, ChangedValue.old, ChangedValue.new)
    .where(ChangedValue.activity_id.in_(bindparam(_CHANGE, expanding=True)))
    .order_by(ChangedValue.id)
    .subquery()
)


@once_per_viewer
def _told_to(viewer: User) -> CompoundSelect[Any]:
    """Names by what bears them and its id, with what fields said. A confidential job that the viewer does not see has none."""
    users, jobs, stages = (
        select(literal(what), number, name, _NOTHING, _NOTHING).where(number.in_(bindparam(what, expanding=True)))
        for what, number, name in (
            ("user", User.id, User.name),
            ("job", Job.id, Job.title),
            ("stage", Stage.id, Stage.name),
        )
    )
    return union_all(users, jobs.where(Job.id.in_(nameable_jobs(viewer))), stages, select(*_CHANGED.columns))



_CONSENT_ACTS = {
    ConsentAction.GIVEN: _("recorded a consent: %(purpose)s"),
    ConsentAction.CONFIRMED: _("confirmed a consent: %(purpose)s"),
    ConsentAction.RENEWED: _("renewed a consent: %(purpose)s"),
    ConsentAction.WITHDRAWN: _("took a consent back: %(purpose)s"),
    ConsentAction.EXPIRED: _("ended a consent: %(purpose)s"),
}
"""What was done with a consent; a colleague did it in the person's name."""
Words = Callable[[User], Select[int, str]]
"""The id of each record the viewer may hear of, and what it is called."""

_named: dict[str, Words] = {
    model.__tablename__: lambda _viewer, model=model: select(model.id, model.name)  # type: ignore[misc]
    for model in (Campaign, Community, Segment)
}
_named[Pool.__tablename__] = lambda viewer: visible_pools(viewer).with_only_columns(Pool.id, Pool.name)


def name_subjects(table: str, words: Words) -> None:
    """Let sentences say `%(subject)s` of the records of a package above."""
    _named[table] = words


def _subjects(rows: Sequence[Activity], viewer: User) -> dict[tuple[str, int], str]:
    """Names of what is spoken of; a colleague's private pool has none."""
    found: dict[tuple[str, int], str] = {}
    for table, words in _named.items():
        ids = {row.subject_id for row in rows if row.subject_kind == table and row.subject_id}
        if ids:
            named = words(viewer)
            found |= {
                (table, number): name
                for number, name in db.session.execute(named.where(named.selected_columns[0].in_(ids)))
            }
    return found


_NOTES = {
    NoteKind.NOTE: ("message-square", _("wrote a note")),
    NoteKind.CALL: ("phone", _("logged a call")),
    NoteKind.MEETING: ("users", _("logged a meeting")),
}


def note_entry(note: Note) -> Entry:
    icon, sentence = _NOTES[note.kind]
    who = note.author.name if note.author is not None else gettext("A former colleague")
    return Entry(
        key=f"note-{note.id}", at=note.created_at, group=Group.NOTES, icon=icon,
        sentence=str(sentence), who=who, text=note.body, note=note,
        application_id=note.application_id,
    )  # fmt: skip


def mail_entry(mail: Message, pause: str | None, files: Mapping[int, str]) -> Entry:
    failed = mail.state in (MessageState.HARD_FAILED, MessageState.SUPPRESSED, MessageState.AMBIGUOUS)
    subject = mail.subject or gettext("a message")
    return Entry(
        key=f"message-{mail.id}", at=mail.planned_at, group=Group.MAIL, icon="mail", tone="red" if failed else "",
        sentence=gettext("Mail: %(subject)s", subject=subject), message=mail, application_id=mail.application_id,
        not_left=why_not_left(mail, pause), file=files.get(mail.attachment_id or 0, ""),
    )  # fmt: skip
