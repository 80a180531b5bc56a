"""The three sources of a timeline, merged: activities, notes and the mail ledger.

What belongs to applications the viewer may not see is left out, as are mails about them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Integer, Select, bindparam, or_, select
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import User
from app.accounts.viewing import once_per_viewer
from app.candidates.merging import lives_of
from app.candidates.models import Candidate, Note
from app.candidates.policy import visible_notes
from app.core.activity import Activity
from app.core.planning import one_of
from app.extensions import db
from app.hiring.policy import FEEDBACK_KINDS, sees_application, sees_card, visible_mails
from app.insights.timeline.entries import Entry, Group, Timeline
from app.insights.timeline.kinds import kinds_for
from app.insights.timeline.places import ACTIVITY, MESSAGE, NOTE, Place, older_than, read, written
from app.insights.timeline.sentences import Sentences, mail_entry, note_entry
from app.mailing.lanes import server_pause
from app.mailing.models import Message
from app.mailing.queries import attachment_names


def candidate_timeline(
    viewer: User, candidate: Candidate, *, groups: Iterable[Group] = (), before: str | None = None, limit: int = 30
) -> Timeline:
    """The entries the viewer may see, newest first; `before` is the `older` of the page above."""
    wanted, place = set(groups) or set(Group), read(before)
    reads = _Reads(viewer, candidate.id, place, limit + 1)
    found: list[tuple[Place, Callable[[], Entry]]] = []
    if Group.NOTES in wanted:
        found += reads.notes()
    if Group.MAIL in wanted:
        found += reads.mail()
    found += reads.activities(wanted - {Group.NOTES})
    found.sort(key=lambda one: (one[0].at, one[0].rank, one[0].id), reverse=True)
    page = found[:limit]
    older = written(page[-1][0]) if len(found) > limit else None
    return Timeline([make() for _place, make in page], older)


@dataclass(frozen=True)
class _Reads:
    """The three sources, each cut at the same place."""

    viewer: User
    candidate_id: int
    place: Place | None
    limit: int

    def notes(self) -> list[tuple[Place, Callable[[], Entry]]]:
        rows = self._cut(_notes(self.viewer), Note.created_at, Note.id, NOTE)
        return [(Place(note.created_at, NOTE, note.id), partial(note_entry, note)) for note in rows]

    def mail(self) -> list[tuple[Place, Callable[[], Entry]]]:
        rows = self._cut(_mails(self.viewer), Message.planned_at, Message.id, MESSAGE)
        pause = server_pause() if any(mail.is_waiting for mail in rows) else None
        files = attachment_names(rows)
        return [(Place(mail.planned_at, MESSAGE, mail.id), partial(mail_entry, mail, pause, files)) for mail in rows]

    def activities(self, groups: set[Group]) -> list[tuple[Place, Callable[[], Entry]]]:
        kinds = kinds_for(self.viewer, groups)
        if not kinds:
            return []
        rows = self._cut(_activities(self.viewer, kinds), Activity.at, Activity.id, ACTIVITY)
        context = Sentences.of(rows, self.viewer)
        return [(Place(row.at, ACTIVITY, row.id), partial(context.entry, row)) for row in rows]

    def _cut(self, statement: Select[Any], at: Any, number: Any, rank: int) -> Sequence[Any]:
        if self.place is not None:
            statement = statement.where(older_than(self.place, at, number, rank))
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
    to_them = visible_mails(viewer).where(Message.candidate_id == _PERSON).options(
        load_only(
            Message.state, Message.subject, Message.application_id, Message.planned_at, Message.due_at, Message.reason,
            Message.last_error, Message.attachment_id, raiseload=True,
        )
    )  # fmt: skip
    return _newest_first(to_them, Message.planned_at, Message.id)


@once_per_viewer
def _activities(viewer: User, kinds: tuple[str, ...]) -> Select[Activity]:
    found = select(Activity).where(
        Activity.candidate_id.in_(lives_of(_PERSON)),
        one_of(Activity.kind, kinds),
        or_(Activity.application_id.is_(None), sees_application(viewer, Activity.application_id)),
        or_(Activity.kind.not_in(FEEDBACK_KINDS), sees_card(viewer, Activity.subject_id)),
    )
    return _newest_first(found, Activity.at, Activity.id)


def _newest_first(found: Select[Any], at: Any, number: Any) -> Select[Any]:
    return found.order_by(at.desc(), number.desc()).limit(_MOST)
