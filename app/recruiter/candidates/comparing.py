"""Two records side by side, and what the form about them chose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from flask_babel import ngettext

from app.candidates.custom_fields import custom_fields, custom_values_of, shown_answer
from app.candidates.merging.choices import PARTS, Part, Side, is_empty, same, usual_side
from app.candidates.models import Candidate, ContactKind, ContactPoint, CustomValue
from app.candidates.values import country_name, shown_phone
from app.candidates.wording import source_name
from app.web.context import show_money
from app.web.dates import show_date


@dataclass(frozen=True)
class Line:
    """One thing both records may say. Where both say something else, somebody chooses; else `side` has it."""

    name: str
    label: object
    kept: str
    lost: str
    side: Side
    value_id: int | None = None
    """The other record's value of an own field, taken when it is chosen."""

    @property
    def asks(self) -> bool:
        return bool(self.kept and self.lost) and self.kept != self.lost


@dataclass(frozen=True)
class Reach:
    """The address or the number somebody is reached at first."""

    kind: ContactKind
    label: object
    points: list[tuple[str, str]]
    """Key and how it reads, those of both records."""
    first: str


@dataclass(frozen=True)
class Comparison:
    kept: Candidate
    lost: Candidate
    lines: list[Line]
    reaches: list[Reach]

    @property
    def asked(self) -> list[Line]:
        return [line for line in self.lines if line.asks]

    @property
    def alike(self) -> list[Line]:
        """What needs no choice because only one record says it, or both say the same."""
        return [line for line in self.lines if not line.asks and (line.kept or line.lost)]


def compare(kept: Candidate, lost: Candidate, *, pay: bool, locale: str) -> Comparison:
    """What both say, as people read it. Without `pay` what they expect to earn is left out, and stays as it is."""
    one, other = _values(kept), _values(lost)
    lines = [
        Line(part.name, part.label, _shown(part, kept, locale), _shown(part, lost, locale), usual_side(part, one, other))
        for part in PARTS
        if (pay or part.name != "salary") and not (same(part, one, other) and is_empty(part, one))
    ]
    return Comparison(kept, lost, [*lines, *_own_lines(kept, lost)], _reaches(kept, lost))


def chosen(comparison: Comparison, form: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of `merge_candidates` that the form gives."""
    sides = {line.name: Side.LOST if form.get(f"choice-{line.name}") == "lost" else Side.KEPT for line in comparison.asked}
    primary = {
        reach.kind: key for reach in comparison.reaches
        if (key := form.get(f"primary-{reach.kind.value}", "")) in {known for known, _shown in reach.points}
    }  # fmt: skip
    taken = {("custom_values", line.value_id) for line in comparison.asked if line.value_id and sides[line.name] is Side.LOST}
    return {
        "choices": {name: side for name, side in sides.items() if not name.startswith("custom-")},
        "primary": primary,
        "preferred": frozenset(taken),
        "versions": (_number(form.get("kept_version")), _number(form.get("lost_version"))),
    }


def probe_of(candidate: Candidate) -> dict[str, Any]:
    """What to look for when asking who else this may be."""
    return {
        "name": candidate.full_name, "emails": [point.value for point in candidate.emails],
        "phones": [point.value_key for point in candidate.phones], "links": [link.url for link in candidate.links],
        "employer": candidate.current_employer, "city": candidate.city,
        "schools": [entry.school for entry in candidate.education], "except_id": candidate.id,
    }  # fmt: skip


def _values(candidate: Candidate) -> dict[str, Any]:
    return {column: getattr(candidate, column) for part in PARTS for column in part.columns}


def _shown(part: Part, candidate: Candidate, locale: str) -> str:
    if part.name in _WORDS:
        return _WORDS[part.name](candidate, locale)
    value = getattr(candidate, part.columns[0])
    return str(value.label) if isinstance(value, Enum) else str(value or "")  # type: ignore[attr-defined]


_WORDS: dict[str, Callable[[Candidate, str], str]] = {
    "place": lambda one, locale: ", ".join(filter(None, (one.city, one.region, country_name(one.country, locale)))),
    "salary": lambda one, _locale: show_money(one.salary_minor, one.salary_currency or "EUR"),
    "owner_id": lambda one, _locale: one.owner.name if one.owner else "",
    "source": lambda one, _locale: str(source_name(one.source)),
    "locale": lambda one, locale: str(Locale.parse(one.locale, sep="-").get_language_name(locale) or one.locale),
    "available_from": lambda one, _locale: show_date(one.available_from) if one.available_from else "",
    "notice_period_days": lambda one, _locale: _days(one.notice_period_days),
    "remote": lambda one, _locale: "" if one.remote is None else _("Yes") if one.remote else _("No"),
}


def _days(number: int | None) -> str:
    return "" if number is None else ngettext("%(num)s day", "%(num)s days", number)


def _own_lines(kept: Candidate, lost: Candidate) -> list[Line]:
    values = custom_values_of([kept.id, lost.id])
    lines = []
    for field in custom_fields():
        one, other = values[kept.id].get(field.full_key), values[lost.id].get(field.full_key)
        if one is not None or other is not None:
            side = Side.LOST if one is None else Side.KEPT
            lines.append(Line(field.full_key, field.name, shown_answer(field, one), shown_answer(field, other), side, _id(other)))
    return lines


def _id(value: CustomValue | None) -> int | None:
    return value.id if value is not None else None


def _reaches(kept: Candidate, lost: Candidate) -> list[Reach]:
    found = []
    for kind, label in ((ContactKind.EMAIL, _("First e-mail")), (ContactKind.PHONE, _("First phone"))):
        points: dict[str, ContactPoint] = {}
        for point in (*kept.contact_points, *lost.contact_points):
            if point.kind is kind:
                points.setdefault(point.value_key, point)
        if len(points) > 1:
            shown = [(key, point.value if kind is ContactKind.EMAIL else shown_phone(point.value)) for key, point in points.items()]
            first = next((key for key, point in points.items() if point.is_primary), shown[0][0])
            found.append(Reach(kind, label, shown, first))
    return found


def _number(text: str | None) -> int:
    """A version nobody has when nothing sensible was sent."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
