"""One person's timeline: what happened, what was noted and what was mailed, newest first.

A reading of activities, notes and the mail ledger. What belongs to applications the viewer may not see is left out, as
are mails about them; whoever is not in recruiting sees applications and notes only.
"""

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.policy import TALENT_ROLES
from app.accounts.viewing import once_per_viewer
from app.campaigns.models import Campaign
from app.candidates.merging import lives_of
from app.candidates.models import Candidate, ConsentAction, Note, NoteKind, Purpose
from app.candidates.policy import visible_notes
from app.core.activity import KINDS, Activity, Audience, ChangedValue
from app.core.actors import ActorKind
from app.extensions import db
from app.hiring.policy import FEEDBACK_KINDS, sees_application, sees_card
from app.jobs.models import Job, Stage
from app.mailing.lanes import server_pause
from app.mailing.models import Message, MessageState
from app.mailing.queries import why_not_left
from app.talent.models import Community, Pool, Segment
from app.talent.policy import visible_pools


class Group(Enum):
    """What the timeline can be narrowed to."""

    NOTES = "notes"
    MAIL = "mail"
    APPLICATIONS = "applications"
    DOCUMENTS = "documents"
    CONSENT = "consent"
    TALENT = "talent"
    CHANGES = "changes"

    @property
    def label(self) -> object:
        return _LABELS[self]


_LABELS = {
    Group.NOTES: _("Notes and calls"),
    Group.MAIL: _("Mail"),
    Group.APPLICATIONS: _("Applications"),
    Group.DOCUMENTS: _("Documents"),
    Group.CONSENT: _("Consent"),
    Group.TALENT: _("Pools and communities"),
    Group.CHANGES: _("Changes"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `who` is empty when the sentence stands for itself."""

    key: str
    at: datetime
    group: Group
    icon: str
    sentence: str
    who: str = ""
    tone: str = ""
    text: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    note: Note | None = None
    message: Message | None = None
    not_left: str = ""
    """Why the mail has not left; empty when it has or is on its way."""
    application_id: int | None = None


@dataclass(frozen=True)
class Timeline:
    """A page of entries; `older` is the place the next page begins at, or None at the beginning of time."""

    entries: list[Entry]
    older: str | None


@dataclass(frozen=True)
class _Place:
    at: datetime
    rank: int
    id: int


_ACTIVITY, _MESSAGE, _NOTE = range(3)
_SHOWN_OTHERWISE = frozenset({"note_written", "touchpoint_seen", "message_accepted", "message_failed"})
_ICONS = {
    Group.NOTES: "message-square", Group.MAIL: "mail", Group.APPLICATIONS: "briefcase", Group.DOCUMENTS: "file-text",
    Group.CONSENT: "shield-check", Group.TALENT: "users", Group.CHANGES: "pencil",
}  # fmt: skip
_TONES = {"application_rejected": "red", "application_withdrawn": "red", "candidate_hired": "green"}


def candidate_timeline(
    viewer: User, candidate: Candidate, *, groups: Iterable[Group] = (), before: str | None = None, limit: int = 30
) -> Timeline:
    """The entries the viewer may see, newest first; `before` is the `older` of the page above."""
    wanted, place = set(groups) or set(Group), _read(before)
    reads = _Reads(viewer, candidate.id, place, limit + 1)
    found: list[tuple[_Place, Callable[[], Entry]]] = []
    if Group.NOTES in wanted:
        found += reads.notes()
    if Group.MAIL in wanted:
        found += reads.mail()
    found += reads.activities(wanted - {Group.NOTES})
    found.sort(key=lambda one: (one[0].at, one[0].rank, one[0].id), reverse=True)
    page = found[:limit]
    older = _written(page[-1][0]) if len(found) > limit else None
    return Timeline([make() for _place, make in page], older)


@dataclass(frozen=True)
class _Reads:
    """The three sources, each cut at the same place."""

    viewer: User
    candidate_id: int
    place: _Place | None
    limit: int

    def notes(self) -> list[tuple[_Place, Callable[[], Entry]]]:
        rows = self._cut(_notes(self.viewer), Note.created_at, Note.id, _NOTE)
        return [(_Place(note.created_at, _NOTE, note.id), partial(_note_entry, note)) for note in rows]

    def mail(self) -> list[tuple[_Place, Callable[[], Entry]]]:
        rows = self._cut(_mails(self.viewer), Message.planned_at, Message.id, _MESSAGE)
        pause = server_pause() if any(mail.is_waiting for mail in rows) else None
        return [(_Place(mail.planned_at, _MESSAGE, mail.id), partial(_mail_entry, mail, pause)) for mail in rows]

    def activities(self, groups: set[Group]) -> list[tuple[_Place, Callable[[], Entry]]]:
        if self.viewer.role not in TALENT_ROLES:
            groups = groups & {Group.APPLICATIONS}
        if not groups:
            return []
        rows = self._cut(_activities(self.viewer, frozenset(groups)), Activity.at, Activity.id, _ACTIVITY)
        context = _Context.of(rows, self.viewer)
        return [(_Place(row.at, _ACTIVITY, row.id), partial(context.entry, row)) for row in rows]

    def _cut(self, statement: Select[Any], at: Any, number: Any, rank: int) -> Sequence[Any]:
        if self.place is not None:
            statement = statement.where(_older_than(self.place, at, number, rank))
        return db.session.scalars(statement, {"person": self.candidate_id, "most": self.limit}).all()


_PERSON = bindparam("person", type_=Integer)
_MOST = bindparam("most", type_=Integer)


@once_per_viewer
def _notes(viewer: User) -> Select[Note]:
    return _newest_first(
        visible_notes(viewer)
        .where(
            Note.candidate_id == _PERSON,
            or_(Note.application_id.is_(None), sees_application(viewer, Note.application_id)),
        )
        .options(joinedload(Note.author).load_only(User.name)),
        Note.created_at, Note.id,
    )  # fmt: skip


@once_per_viewer
def _mails(viewer: User) -> Select[Message]:
    seen: ColumnElement[bool] = sees_application(viewer, Message.application_id)
    if viewer.role in TALENT_ROLES:
        seen = or_(Message.application_id.is_(None), seen)
    to_them = select(Message).where(Message.candidate_id == _PERSON, Message.state != MessageState.CANCELLED, seen)
    return _newest_first(to_them, Message.planned_at, Message.id)


@once_per_viewer
def _activities(viewer: User, groups: frozenset[Group]) -> Select[Activity]:
    found = select(Activity).where(
        Activity.candidate_id.in_(lives_of(_PERSON)),
        Activity.kind.in_([kind for kind in _shown_kinds() if _group_of(kind) in groups]),
        or_(Activity.application_id.is_(None), sees_application(viewer, Activity.application_id)),
        or_(Activity.kind.not_in(FEEDBACK_KINDS), sees_card(viewer, Activity.subject_id)),
    )
    return _newest_first(found, Activity.at, Activity.id)


def _newest_first(found: Select[Any], at: Any, number: Any) -> Select[Any]:
    return found.order_by(at.desc(), number.desc()).limit(_MOST)


def _older_than(place: _Place, at: Any, number: Any, rank: int) -> ColumnElement[bool]:
    if rank < place.rank:
        return at <= place.at  # type: ignore[no-any-return]
    same = and_(at == place.at, number < place.id) if rank == place.rank else at < place.at
    return or_(at < place.at, same)


_HAPPENS_BY_ITSELF = {"reply_date_missed", "offer_ended"}
"""Kinds whose sentence names nobody as its subject."""
_HAPPENS_TO_THE_CANDIDATE = {"rejection_told", "candidate_hired", "newsletter_link_followed"}
"""Kinds whose sentence begins with the candidate, whoever did it."""


@dataclass(frozen=True)
class _Context:
    """Names and old values that the sentences need, read once for a page."""

    names: dict[tuple[str, int], str]
    """Of colleagues, jobs and stages."""
    changes: dict[int, list[tuple[str, str, str]]]
    subjects: dict[tuple[str, int], str]

    @classmethod
    def of(cls, rows: Sequence[Activity], viewer: User) -> "_Context":
        return cls(_names(rows), _changes(rows, viewer), _subjects(rows, viewer))

    def entry(self, row: Activity) -> Entry:
        group = _group_of(row.kind)
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
            icon=_ICONS[group],
            tone=_TONES.get(row.kind, ""),
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


def _names(rows: Sequence[Activity]) -> dict[tuple[str, int], str]:
    """Everybody and everything spoken of, in one statement."""
    spoken = {
        "user": {row.actor_id for row in rows if row.actor_kind is ActorKind.USER},
        "job": {row.job_id for row in rows},
        "stage": {row.data[end] for row in rows if row.kind == "application_moved" for end in ("from_stage", "to_stage")},
    }
    ids = {what: [one for one in numbers if one] for what, numbers in spoken.items()}
    if not any(ids.values()):
        return {}
    return {(what, number): name for what, number, name in db.session.execute(_NAMES, ids)}


_NAMES = union_all(
    *(
        select(literal(what), number, name).where(number.in_(bindparam(what, expanding=True)))
        for what, number, name in (("user", User.id, User.name), ("job", Job.id, Job.title), ("stage", Stage.id, Stage.name))
    )
)


_CONSENT_ACTS = {
    ConsentAction.GIVEN: _("recorded a consent: %(purpose)s"),
    ConsentAction.CONFIRMED: _("confirmed a consent: %(purpose)s"),
    ConsentAction.RENEWED: _("renewed a consent: %(purpose)s"),
    ConsentAction.WITHDRAWN: _("took a consent back: %(purpose)s"),
    ConsentAction.EXPIRED: _("ended a consent: %(purpose)s"),
}
"""What was done with a consent; a colleague did it in the person's name."""
_NAMED: dict[str, type[Any]] = {model.__tablename__: model for model in (Campaign, Community, Pool, Segment)}
"""Subjects whose name a sentence may say as `%(subject)s`."""


def _subjects(rows: Sequence[Activity], viewer: User) -> dict[tuple[str, int], str]:
    """Names of what is spoken of; a colleague's private pool has none."""
    found: dict[tuple[str, int], str] = {}
    for table, model in _NAMED.items():
        ids = {row.subject_id for row in rows if row.subject_kind == table and row.subject_id}
        if ids:
            seen = visible_pools(viewer) if model is Pool else select(model)
            names = db.session.execute(seen.where(model.id.in_(ids)).with_only_columns(model.id, model.name))
            found |= {(table, number): name for number, name in names}
    return found


def _changes(rows: Sequence[Activity], viewer: User) -> dict[int, list[tuple[str, str, str]]]:
    ids = [row.id for row in rows]
    found: dict[int, list[tuple[str, str, str]]] = {}
    if not ids or viewer.role not in TALENT_ROLES:
        return found
    for activity_id, field_name, old, new in db.session.execute(_CHANGES, {"ids": ids}):
        if not field_name.startswith("salary") or viewer.may(Permission.PAY_SEE):
            found.setdefault(activity_id, []).append((field_name, old or "", new or ""))
    return found


_CHANGES = (
    select(ChangedValue.activity_id, ChangedValue.field, ChangedValue.old, ChangedValue.new)
    .where(ChangedValue.activity_id.in_(bindparam("ids", expanding=True)))
    .order_by(ChangedValue.id)
)


_NOTES = {
    NoteKind.NOTE: ("message-square", _("wrote a note")),
    NoteKind.CALL: ("phone", _("logged a call")),
    NoteKind.MEETING: ("users", _("logged a meeting")),
}


def _note_entry(note: Note) -> Entry:
    icon, sentence = _NOTES[note.kind]
    who = note.author.name if note.author is not None else gettext("A former colleague")
    return Entry(
        key=f"note-{note.id}", at=note.created_at, group=Group.NOTES, icon=icon,
        sentence=str(sentence), who=who, text=note.body, note=note,
        application_id=note.application_id,
    )  # fmt: skip


def _mail_entry(mail: Message, pause: str | None) -> Entry:
    failed = mail.state in (MessageState.HARD_FAILED, MessageState.SUPPRESSED, MessageState.AMBIGUOUS)
    subject = mail.subject or gettext("a message")
    return Entry(
        key=f"message-{mail.id}", at=mail.planned_at, group=Group.MAIL, icon="mail", tone="red" if failed else "",
        sentence=gettext("Mail: %(subject)s", subject=subject), message=mail, application_id=mail.application_id,
        not_left=why_not_left(mail, pause),
    )  # fmt: skip


def _shown_kinds() -> list[str]:
    return [
        name for name, happening in KINDS.items() if Audience.STAFF in happening.audience and name not in _SHOWN_OTHERWISE
    ]


def _group_of(kind: str) -> Group:
    if kind.startswith(("consent", "notice", "mailbox")):
        return Group.CONSENT
    if kind.startswith(("document", "suggestions")):
        return Group.DOCUMENTS
    module = KINDS[kind].__module__
    if module.startswith("app.campaigns"):
        return Group.MAIL
    if module.startswith("app.talent"):
        return Group.TALENT
    return Group.APPLICATIONS if module.startswith("app.hiring") else Group.CHANGES


def _written(place: _Place) -> str:
    text = f"{place.at.isoformat()}|{place.rank}|{place.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(text: str | None) -> _Place | None:
    """A damaged place means the first page."""
    if not text or len(text) > 120 or not text.isascii():
        return None
    try:
        at, rank, number = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split("|")
        place = _Place(datetime.fromisoformat(at), int(rank), int(number))
    except (ValueError, binascii.Error):
        return None
    return place if place.at.tzinfo is not None and place.rank in (0, 1, 2) and 0 <= place.id < 2**63 else None
