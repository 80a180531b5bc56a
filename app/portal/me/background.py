"""Where somebody worked and what they learnt, as rows of the form about one's own details."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import BooleanField, Form, StringField
from wtforms.validators import Length

from app.candidates.commands.background import Degree, Position, remove_entry, save_education, save_experience
from app.candidates.commands.own_changes import Former, whole_entry
from app.candidates.models import Candidate, Education, Experience
from app.core.actors import Actor
from app.core.refusals import Refused
from app.core.text import one_line
from app.extensions import db

SHORT = Length(max=200, message=_("Please keep this under 200 characters."))
WHEN = [Length(max=10, message=_("Write a year or a month: 2021 or 2021-03."))]
NEW: Final = "new"


class EntryForm(Form):  # type: ignore[misc]
    remove = BooleanField(_("Remove this entry"))

    @property
    def said(self) -> dict[str, str]:
        return {field.name.removeprefix(self._prefix): one_line(field.data) for field in self if field.type != "BooleanField"}


class PositionForm(EntryForm):
    title = StringField(_("What did you do?"), [SHORT])
    employer = StringField(_("Where?"), [SHORT])
    started = StringField(_("From"), WHEN, description=_("A year or a month, such as 2021 or 2021-03"))
    ended = StringField(_("Until"), WHEN, description=_("Empty while it goes on"))


class DegreeForm(EntryForm):
    degree = StringField(_("Degree or course"), [SHORT])
    field = StringField(_("Field"), [SHORT])
    school = StringField(_("School"), [SHORT])
    started = StringField(_("From"), WHEN, description=_("A year or a month, such as 2021 or 2021-03"))
    ended = StringField(_("Until"), WHEN)


FORMS: Final = {"experience": PositionForm, "education": DegreeForm}
MODELS: Final[dict[str, Any]] = {"experience": Experience, "education": Education}


@dataclass
class Row:
    """One entry with its form; `entry` None is the empty one for something new."""

    kind: str
    entry: Any
    form: EntryForm

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.entry.id if self.entry else NEW}"

    @property
    def is_posted(self) -> bool:
        return any(name.startswith(f"{self.key}-") for name in request.form)

    @property
    def line(self) -> str:
        """What stands on the closed row."""
        said = self.form.said
        names = ("title", "employer") if self.kind == "experience" else ("degree", "field", "school")
        return ", ".join(said[name] for name in names if said[name])

    @property
    def years(self) -> object:
        said = self.form.said
        if self.kind == "experience" and said["started"] and not said["ended"]:
            return _("since %(year)s", year=said["started"])
        return "–".join(year for year in (said["started"], said["ended"]) if year)

    @property
    def is_kept(self) -> bool:
        """Nothing was changed about it, or nothing written into the empty one."""
        if self.entry is None:
            return not any(self.form.said.values())
        return not self.form.remove.data and self.form.said == _said(self.kind, self.entry)


def rows_of(candidate: Candidate, *, posted: bool = False) -> dict[str, list[Row]]:
    """Kind → its rows, an empty one last. Of a posted form only those it showed, as they were typed."""
    found: dict[str, list[Row]] = {}
    for kind, model in MODELS.items():
        entries = db.session.scalars(select(model).where(model.candidate_id == candidate.id).order_by(model.position, model.id))
        rows = [_row(kind, entry, posted=posted) for entry in (*entries, None)]
        found[kind] = [row for row in rows if not posted or row.is_posted]
    return found


def _row(kind: str, entry: Any, *, posted: bool) -> Row:
    prefix = f"{kind}-{entry.id if entry else NEW}-"
    said = _said(kind, entry) if entry and not posted else {}
    return Row(kind, entry, FORMS[kind](request.form if posted else None, prefix=prefix, data=said))


def _said(kind: str, entry: Any) -> dict[str, str]:
    return {name: getattr(entry, name) or "" for name in FORMS[kind]().said}


def all_fit(rows: Iterable[Row]) -> bool:
    """Every row is looked at, so that each says what is wrong with it."""
    unfit = [row for row in rows if not row.form.validate()]
    return not unfit


def save_rows(candidate: Candidate, rows: Iterable[Row], *, by: Actor) -> list[Former] | None:
    """Save what was changed. Answers what was there before, and None when a row was refused: then the row says why, and
    nothing may be kept."""
    former: list[Former] = []
    for row in rows:
        if row.is_kept:
            continue
        try:
            former.append(_save(candidate, row, by))
        except Refused as refusal:
            field = row.form[refusal.field] if refusal.field in row.form else row.form[next(iter(row.form.said))]
            field.errors = [*field.errors, str(refusal)]
            return None
    return former


def _save(candidate: Candidate, row: Row, by: Actor) -> Former:
    before = whole_entry(row.entry) if row.entry is not None else None
    if row.entry is not None and row.form.remove.data:
        remove_entry(row.entry, candidate=candidate, by=by)
        return {"kind": row.kind, "id": None, "said": before}
    saved: Any
    if row.kind == "experience":
        kept = {name: before[name] for name in ("location", "summary")} if before else {}
        saved = save_experience(candidate, Position(**row.form.said, **kept), by=by, entry=row.entry)
    else:
        graduated = before["graduated"] if before and row.form.said["ended"] == (before["ended"] or "") else None
        saved = save_education(candidate, Degree(**row.form.said, graduated=graduated), by=by, entry=row.entry)
    db.session.flush()
    return {"kind": row.kind, "id": saved.id, "said": before}
