"""Taking back the last change to one's own details, entries and all: what was there before is kept beside the record."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from app.candidates.commands.background import Degree, Position, remove_entry, save_education, save_experience
from app.candidates.commands.own_details import change_own_details
from app.candidates.models import Candidate, Education, Experience, OwnChange
from app.core.actors import Actor
from app.core.refusals import Refused
from app.extensions import db

Entry = Experience | Education
Former = dict[str, Any]


class NothingToTakeBack(Refused):
    sentence = _("This was taken back already, or changed again since.")


def whole_entry(entry: Entry) -> Former:
    """Everything an entry says, also what no form shows."""
    fields = Position if isinstance(entry, Experience) else Degree
    return {name: getattr(entry, name) for name in asdict(fields())}


def keep_former(candidate: Candidate, details: Mapping[str, str], entries: Sequence[Former]) -> OwnChange | None:
    """Remember what a change replaced; the one before it can no longer be taken back. None when nothing was changed."""
    if not details and not entries:
        return None
    db.session.execute(delete(OwnChange).where(OwnChange.candidate_id == candidate.id))
    change = OwnChange(candidate_id=candidate.id, former={"details": dict(details), "entries": list(entries)})
    db.session.add(change)
    db.session.flush()
    return change


def take_back_own_change(candidate: Candidate, change_id: int | None, *, by: Actor) -> None:
    """Everything the change replaced says again what it said."""
    kept = select(OwnChange).where(OwnChange.id == change_id, OwnChange.candidate_id == candidate.id).with_for_update()
    change = db.session.scalars(kept).one_or_none()
    if change is None:
        raise NothingToTakeBack()
    former = change.former
    db.session.delete(change)
    if former["details"]:
        change_own_details(candidate, former["details"], by=by)
    for one in former["entries"]:
        _take_back(candidate, one, by)


def _take_back(candidate: Candidate, former: Former, by: Actor) -> None:
    model: type[Any] = Experience if former["kind"] == "experience" else Education
    found = select(model).where(model.id == former["id"], model.candidate_id == candidate.id)
    entry = db.session.scalars(found).one_or_none() if former["id"] else None
    if former["said"] is None:
        if entry is not None:
            remove_entry(entry, candidate=candidate, by=by)
        return
    said: dict[str, Any] = {
        name: "" if value is None and name != "graduated" else value for name, value in former["said"].items()
    }
    if model is Experience:
        save_experience(candidate, Position(**said), by=by, entry=entry)
    else:
        save_education(candidate, Degree(**said), by=by, entry=entry)
