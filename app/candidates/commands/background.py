"""Where somebody worked and what they learnt: entries added, corrected, taken away."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.candidates.activities import BackgroundChanged
from app.candidates.commands.confirming import confirm_fields, confirmer
from app.candidates.models import Candidate, Education, Experience
from app.candidates.refusals import BadEntry
from app.core.activity import Change, record
from app.core.actors import Actor
from app.core.clock import today
from app.core.text import clean_text, folded, one_line
from app.extensions import db

MOMENT = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?\Z")
MOST_ENTRIES = 100


@dataclass(frozen=True, kw_only=True)
class Position:
    """A position held, as typed; dates are `YYYY` or `YYYY-MM`, `ended` empty while current."""

    title: str = ""
    employer: str = ""
    location: str = ""
    started: str = ""
    ended: str = ""
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Degree:
    """A degree or course, as typed."""

    school: str = ""
    degree: str = ""
    field: str = ""
    started: str = ""
    ended: str = ""
    graduated: int | None = None


def save_experience(candidate: Candidate, said: Position, *, by: Actor, entry: Experience | None = None) -> Experience:
    """A new entry, or `entry` corrected. Entries stand newest first."""
    title, employer = one_line(said.title)[:200], one_line(said.employer)[:200]
    if not title and not employer:
        raise BadEntry(BadEntry.nothing_said, field="title")
    started, ended = _period(said.started, said.ended)
    before = _line(entry.title, entry.employer, entry.started, entry.ended) if entry else None
    entry = entry or _added(Experience(candidate_id=candidate.id), candidate.id)
    entry.title, entry.employer, entry.employer_key = title, employer, folded(employer)
    entry.location, entry.started, entry.ended = one_line(said.location)[:200], started, ended
    entry.summary = clean_text(said.summary).strip()[:4000]
    _settle(candidate, "experience", before, _line(title, employer, started, ended), by)
    return entry


def save_education(candidate: Candidate, said: Degree, *, by: Actor, entry: Education | None = None) -> Education:
    """A new entry, or `entry` corrected. The year of graduation follows the end when it is not given."""
    school, degree = one_line(said.school)[:200], one_line(said.degree)[:200]
    if not school and not degree:
        raise BadEntry(BadEntry.nothing_said, field="school")
    started, ended = _period(said.started, said.ended)
    graduated = said.graduated
    if graduated is None and ended and int(ended[:4]) <= today().year:
        graduated = int(ended[:4])
    if graduated is not None and not 1900 <= graduated <= 2100:
        raise BadEntry(BadEntry.no_date, field="graduated")
    before = _line(entry.degree, entry.school, entry.started, entry.ended) if entry else None
    entry = entry or _added(Education(candidate_id=candidate.id), candidate.id)
    entry.school, entry.school_key, entry.degree = school, folded(school), degree
    entry.field, entry.started, entry.ended, entry.graduated = one_line(said.field)[:200], started, ended, graduated
    _settle(candidate, "education", before, _line(degree, school, started, ended), by)
    return entry


def remove_entry(entry: Experience | Education, *, candidate: Candidate, by: Actor) -> None:
    what, said = _what(entry)
    db.session.delete(entry)
    _settle(candidate, what, said, None, by)


def _what(entry: Experience | Education) -> tuple[str, str]:
    if isinstance(entry, Experience):
        return "experience", _line(entry.title, entry.employer, entry.started, entry.ended)
    return "education", _line(entry.degree, entry.school, entry.started, entry.ended)


def _added(entry: Any, candidate_id: int) -> Any:
    model = type(entry)
    if len(db.session.scalars(select(model.id).where(model.candidate_id == candidate_id)).all()) >= MOST_ENTRIES:
        raise BadEntry(BadEntry.too_many)
    db.session.add(entry)
    return entry


def _settle(candidate: Candidate, what: str, before: str | None, after: str | None, by: Actor) -> None:
    db.session.flush()
    model: Any = Experience if what == "experience" else Education
    entries = list(db.session.scalars(select(model).where(model.candidate_id == candidate.id)))
    for position, entry in enumerate(sorted(entries, key=_newest_first, reverse=True)):
        entry.position = position
    confirm_fields(candidate, [what], confirmer(by))
    if before != after:
        record(BackgroundChanged(candidate=candidate, what=what), by=by, changes=[Change(what, before, after)])


def _newest_first(entry: Any) -> tuple[str, str, int]:
    return (entry.ended or "9999", entry.started or "", -entry.id)


def _period(started: str, ended: str) -> tuple[str | None, str | None]:
    first, last = _moment(started, "started"), _moment(ended, "ended")
    if first and last and last < first[: len(last)]:
        raise BadEntry(BadEntry.backwards, field="ended")
    return first, last


def _moment(typed: str, field: str) -> str | None:
    """`2021`, `2021-03`, `03/2021`, `3.2021`"""
    text = one_line(typed)
    if not text:
        return None
    if turned := re.fullmatch(r"(\d{1,2})[./-](\d{4})", text):
        text = f"{turned[2]}-{int(turned[1]):02d}"
    if not MOMENT.match(text) or not 1900 <= int(text[:4]) <= 2100:
        raise BadEntry(BadEntry.no_date, field=field)
    return text


def _line(what: str, where: str, started: str | None, ended: str | None) -> str:
    years = "–".join(part for part in (started, ended) if part)
    return ", ".join(part for part in (what, where, years) if part)
