"""The parts of a record that are read and edited in place, and what each of them says now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from babel import Locale
from flask_babel import get_locale, lazy_gettext, npgettext
from flask_babel import gettext as _

from app.candidates.custom_fields import custom_fields, shown_answer
from app.candidates.models import Candidate, CustomValue
from app.candidates.queries import STALE_AFTER, last_confirmed
from app.candidates.values import country_name
from app.candidates.wording import source_name
from app.core.clock import now
from app.web.context import show_money
from app.web.dates import show_date


@dataclass(frozen=True)
class Part:
    """A group of fields that is edited at once; `fields` are those of the form."""

    name: str
    label: Any
    fields: tuple[str, ...]

    @property
    def prefix(self) -> str:
        """The id of its element on the record."""
        return f"part_{self.name}"


PARTS = {
    part.name: part
    for part in (
        Part("contact", lazy_gettext("How to reach them"), ()),
        Part("name", lazy_gettext("Name"), ("full_name", "preferred_name", "given_name", "family_name")),
        Part("position", lazy_gettext("Position"), ("current_title", "current_employer", "headline", "seniority")),
        Part("place", lazy_gettext("Place"), ("city", "region", "country", "remote")),
        Part("availability", lazy_gettext("Availability"), ("available_from", "notice_period_days", "work_authorisation")),
        Part("pay", lazy_gettext("Pay expected"), ("salary", "salary_currency")),
        Part("languages", lazy_gettext("Languages"), ("languages",)),
        Part("skills", lazy_gettext("Skills"), ("skills",)),
        Part("own", lazy_gettext("More details"), ()),
        Part("keeping", lazy_gettext("Administration"), ("owner", "source", "locale")),
    )
}
REDUCED = ("contact", "name", "position", "place", "availability", "languages", "skills")
"""What people outside recruiting see of somebody they meet."""


@dataclass(frozen=True)
class Fact:
    """One line; `told` is when and by whom it was last confirmed."""

    label: str
    value: str
    told: tuple[datetime, str] | None = None


@dataclass(frozen=True)
class ShownPart:
    """A part as the record shows it."""

    part: Part
    facts: list[Fact] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    told: tuple[datetime, str] | None = None
    """The latest confirmation of anything in it."""

    @property
    def is_empty(self) -> bool:
        return not self.facts and not self.tags

    @property
    def is_old(self) -> bool:
        return self.told is not None and self.told[0] < now() - STALE_AFTER


def shown_parts(
    candidate: Candidate, *, whole: bool, pay: bool, said: Mapping[str, CustomValue]
) -> dict[str, ShownPart]:
    """Name → what the record says, of the parts the viewer may read."""
    names = [name for name in PARTS if whole or name in REDUCED]
    return {name: _shown(candidate, PARTS[name], said) for name in names if (name != "pay" or pay) and (name != "own" or custom_fields())}


def _shown(candidate: Candidate, part: Part, said: Mapping[str, CustomValue]) -> ShownPart:
    told = [(field, last_confirmed(candidate, field)) for field in _confirmed_fields(part)]
    if part.name == "skills":
        names = [held.skill.name for held in candidate.skills]
        return ShownPart(part, tags=names, told=_latest(told) if names else None)
    if part.name == "own":
        facts = [
            Fact(field.name, shown_answer(field, said[field.full_key]), last_confirmed(candidate, field.full_key))
            for field in custom_fields()
            if field.full_key in said
        ]
    else:
        when = dict(told)
        facts = [Fact(label, value, when.get(name)) for name, label, value in _lines(candidate, part.name) if value]
    return ShownPart(part, facts, told=max((fact.told for fact in facts if fact.told), default=None))


def _confirmed_fields(part: Part) -> tuple[str, ...]:
    return {"pay": ("salary_minor",), "contact": ("email", "phone", "link")}.get(part.name, part.fields)


def _latest(told: list[tuple[str, tuple[datetime, str] | None]]) -> tuple[datetime, str] | None:
    return max((one for _field, one in told if one), default=None)


def _lines(candidate: Candidate, part: str) -> Iterator[tuple[str, str, str]]:
    """Field, label and value."""
    match part:
        case "name":
            if candidate.preferred_name:
                yield "full_name", _("Full name"), candidate.full_name
            yield "preferred_name", _("Called"), candidate.preferred_name
        case "position":
            yield "current_title", _("Title"), candidate.current_title
            yield "current_employer", _("Employer"), candidate.current_employer
            yield "headline", _("Headline"), candidate.headline
            yield "seniority", _("Seniority"), str(candidate.seniority.label) if candidate.seniority else ""
        case "place":
            place = (candidate.city, candidate.region, country_name(candidate.country, str(get_locale() or "en")))
            yield "city", _("Lives in"), ", ".join(one for one in place if one)
            yield "remote", _("Remote"), {True: _("Yes"), False: _("No")}.get(candidate.remote, "") if candidate.remote is not None else ""
        case "availability":
            yield "available_from", _("Available from"), show_date(candidate.available_from) if candidate.available_from else ""
            yield "notice_period_days", _("Notice period"), _days(candidate.notice_period_days)
            yield "work_authorisation", _("Work authorisation"), candidate.work_authorisation
        case "pay":
            pay = candidate.salary_minor
            yield "salary_minor", _("Yearly"), show_money(pay, candidate.salary_currency or "EUR") if pay is not None else ""
        case "languages":
            names = Locale.parse(str(get_locale() or "en")).languages
            for code, level in (candidate.languages or {}).items():
                yield "languages", names.get(code, code.upper()), level or _("level not known")
        case "keeping":
            yield "owner", _("Looked after by"), candidate.owner.name if candidate.owner else ""
            yield "source", _("Source"), source_name(candidate.source)
            yield "locale", _("Mail in"), Locale.parse(str(get_locale() or "en")).languages.get(candidate.locale[:2], candidate.locale)


def _days(days: int | None) -> str:
    return "" if days is None else npgettext("how long", "%(num)s day", "%(num)s days", days)
