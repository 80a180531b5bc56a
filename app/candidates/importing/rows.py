"""What a row of a file says about a person, and what in it cannot be right."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import lazy_gettext as _

from app.candidates.custom_fields import Answer, read_answer
from app.candidates.duplicates import Probe
from app.candidates.facts import PersonFacts
from app.candidates.importing.tables import LONGEST_CELL, Table
from app.candidates.models import CustomField
from app.candidates.values import PROBLEMS as VALUE_PROBLEMS
from app.candidates.values import (
    BadValue,
    country_code,
    email_address,
    is_valid_phone,
    loose_date,
    phone_number,
    web_link,
)
from app.core.clock import today
from app.core.text import one_line

CELL_PROBLEMS = {
    **VALUE_PROBLEMS,
    "formula": _("This looks like a formula. It was taken as plain text."),
    "cut": _("This is too long and was cut. Is a quotation mark missing?"),
    "more-cells": _("The row has more cells than the header; the rest was left out."),
    "future": _("This date lies in the future."),
    "suppressed": _("Mail to this address comes back. It was left out."),
}
REASONS = {
    "nobody": _("Neither a name nor an address or number to reach somebody."),
    "erased": _("This person asked to be erased."),
    "unsubscribed": _("This person unsubscribed from everything."),
    "suppressed": _("This address is blocked."),
    "same-row": _("The same person stands in row %(row)s of this file."),
    "known": _("Already on record."),
    "restricted": _("On record, and restricted: nothing was changed."),
    "possible": _("May be the same person as somebody on record: %(why)s."),
    "touched": _("Kept: somebody has worked on the record since."),
}
"""Why a row became what it became, by the code that is stored."""

MOST_PROBLEMS = 20
_SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "md", "phd", "ph.d.", "msc", "mba", "rn", "rgn"])


@dataclass
class ReadRow:
    """One row understood. `problems` name cells; `refused` is the reason nothing can be made of it."""

    number: int
    facts: PersonFacts = field(default_factory=PersonFacts)
    tags: tuple[str, ...] = ()
    custom: dict[str, Answer] = field(default_factory=dict)
    """By the full key of the employer's own field."""
    known_since: date | None = None
    problems: list[dict[str, str]] = field(default_factory=list)
    refused: str = ""

    @property
    def probe(self) -> Probe:
        facts = self.facts
        return Probe(facts.name, tuple(facts.emails), tuple(facts.phones), tuple(facts.links), facts.employer, facts.city)


def month_first_columns(table: Table, mapping: Mapping[str, str]) -> frozenset[str]:
    """Date columns written as month/day: some value has a second part above 12 and none a first part above 12."""
    found = set()
    for position, header in enumerate(table.headers):
        if mapping.get(header) == "known_since":
            pairs = [m.groups() for row in table.rows if position < len(row) and (m := _SLASHED.match(row[position]))]
            if any(int(b) > 12 for _a, b in pairs) and not any(int(a) > 12 for a, _b in pairs):
                found.add(header)
    return frozenset(found)


_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}$")


@dataclass(frozen=True)
class Reader:
    """What all rows of a file are understood by."""

    headers: tuple[str, ...]
    mapping: Mapping[str, str]
    country: str
    month_first: frozenset[str] = frozenset()
    own_fields: Mapping[str, CustomField] = field(default_factory=dict)
    """The employer's own fields by their full key."""


def read_row(number: int, cells: tuple[str, ...], reader: Reader) -> ReadRow:
    """Understand one row; never raises for what stands in it."""
    row = ReadRow(number)
    country = reader.country
    if len(cells) > len(reader.headers):
        row.problems.append({"column": "", "value": "", "problem": "more-cells"})
    said = _said(row, cells, reader)
    home = _one(row, said, "country", country_code)
    name, given, family = _names(said)
    row.facts = PersonFacts(
        name=name,
        given_name=given,
        family_name=family,
        preferred_name=_text(said, "preferred_name"),
        emails=_all(row, said, "email", email_address, split=r"[;\s,]+"),
        phones=_all(row, said, "phone", lambda text: _phone(text, home, country), split=r"[;|\n]+"),
        links=_all(row, said, "link", web_link, split=r"[;\s]+"),
        headline=_text(said, "headline"),
        title=_text(said, "title"),
        employer=_text(said, "employer"),
        city=_text(said, "city"),
        region=_text(said, "region"),
        country=home,
        source=_text(said, "source"),
        skills=tuple(_pieces(said, "skills")[:80]),
    )
    row.tags = tuple(_pieces(said, "tags")[:20])
    row.known_since = _known_since(row, said, reader.month_first) if "known_since" in said else None
    row.custom = _custom(row, said, reader.own_fields)
    if not (row.facts.name or row.facts.emails or row.facts.phones or row.facts.links):
        row.refused = "nobody"
    del row.problems[MOST_PROBLEMS:]
    return row


Said = dict[str, list[tuple[str, str]]]


def _said(row: ReadRow, cells: tuple[str, ...], reader: Reader) -> Said:
    """Field → (header, value) of every filled cell that is mapped."""
    said: Said = {}
    for header, value in zip(reader.headers, cells, strict=False):
        target = reader.mapping.get(header)
        if not target or not value:
            continue
        if len(value) > LONGEST_CELL or (target not in ("skills", "link") and len(value) > 1000):
            row.problems.append({"column": header, "value": value[:80], "problem": "cut"})
        if target not in ("phone", "email") and value[0] in "=+-@" and len(value) > 1:
            row.problems.append({"column": header, "value": value[:80], "problem": "formula"})
        said.setdefault(target, []).append((header, value))
    return said


def _names(said: Said) -> tuple[str, str, str]:
    """Full, given and family name. "Smith, Robert" is how lists are sorted, not how somebody is called."""
    given, family, full = (_text(said, key) for key in ("given_name", "family_name", "name"))
    if not full:
        return f"{given} {family}".strip()[:200], given, family
    before, comma, after = full.partition(",")
    turned = comma and before.strip() and after.strip() and "," not in after and ";" not in full
    if turned and after.strip().casefold() not in _SUFFIXES:
        return f"{after.strip()} {before.strip()}"[:200], after.strip(), before.strip()
    return full, given, family


def _text(said: Said, field: str) -> str:
    found = said.get(field)
    return one_line(found[0][1])[:200] if found else ""


def _pieces(said: Said, field: str) -> list[str]:
    found: dict[str, None] = {}
    for _header, value in said.get(field, ()):
        for piece in re.split(r"[;,|\n]+", value):
            if name := one_line(piece)[:100]:
                found[name] = None
    return list(found)


def _one(row: ReadRow, said: Said, field: str, read: Callable[[str], str]) -> str:
    return next(iter(_all(row, said, field, read)), "")


def _all(row: ReadRow, said: Said, field: str, read: Callable[[str], str], split: str = "") -> tuple[str, ...]:
    """Every value of a field that can be read; the others are reported at their cell."""
    if field not in said:
        return ()
    found: dict[str, None] = {}
    for header, value in said[field]:
        try:
            found[read(value)] = None
            continue
        except BadValue as bad:
            code = bad.code
        pieces = [piece for piece in re.split(split, value) if piece.strip()] if split else []
        try:
            found.update(dict.fromkeys(read(piece) for piece in pieces) if len(pieces) > 1 else {})
            if len(pieces) > 1:
                continue
        except BadValue:
            pass
        row.problems.append({"column": header, "value": value[:80], "problem": code})
    return tuple(found)


def _phone(text: str, home: str, country: str) -> str:
    """Dialled in the person's country; if it cannot be a number there, in ours."""
    try:
        return phone_number(text, home or country)
    except BadValue:
        if home in ("", country) or not is_valid_phone(text, country):
            raise
        return phone_number(text, country)


def _custom(row: ReadRow, said: Said, own_fields: Mapping[str, CustomField]) -> dict[str, Answer]:
    """What the row says in the employer's own fields; what cannot be said there is reported at its cell."""
    found: dict[str, Answer] = {}
    for key, own in own_fields.items():
        for header, value in said.get(key, ()):
            try:
                answer = read_answer(own, value)
            except BadValue as bad:
                row.problems.append({"column": header, "value": value[:80], "problem": bad.code})
                continue
            if answer is not None:
                found.setdefault(key, answer)
    return found


def _known_since(row: ReadRow, said: Said, month_first: frozenset[str]) -> date | None:
    for header, value in said.get("known_since", ()):
        try:
            day = loose_date(value, month_first=header in month_first)
        except BadValue as bad:
            row.problems.append({"column": header, "value": value[:80], "problem": bad.code})
            continue
        if day <= today():
            return day
        row.problems.append({"column": header, "value": value[:80], "problem": "future"})
    return None
