"""How well a person fits what a job asks for, with the reasons and the gaps. It takes plain values and decides nothing.

What may be looked at is what `Offered` has a field for. Name, age, gender, postcode and photo have none, on purpose.
What a record does not say counts as not evident, never as a no.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class Part(Enum):
    """What is compared. The order is the order of weight, and in which reasons are told."""

    REQUIRED = "required"
    WISHED = "wished"
    TITLE = "title"
    PLACE = "place"
    SENIORITY = "seniority"
    LANGUAGE = "language"


WEIGHTS: Final = {Part.REQUIRED: 50, Part.WISHED: 12, Part.TITLE: 12, Part.PLACE: 12, Part.SENIORITY: 8, Part.LANGUAGE: 6}
UNKNOWN: Final = 0.4
"""What a part counts when the record says nothing of it."""
VERSION: Final = 1
"""Of the rule: it goes up when weights or parts change."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a job asks for. Skills are ids; `seniority` is a rank from 0 up; places are folded names and country codes."""

    required: Collection[int] = ()
    wished: Collection[int] = ()
    title_words: Collection[str] = ()
    cities: Collection[str] = ()
    countries: Collection[str] = ()
    remote: bool = False
    seniority: int | None = None
    languages: Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What a record says, as far as it may be looked at. `skills_known`: it lists skills at all."""

    skills: Collection[int] = ()
    skills_known: bool = True
    title: str = ""
    city: str = ""
    country: str = ""
    remote: bool | None = None
    seniority: int | None = None
    languages: Collection[str] = ()


@dataclass(frozen=True)
class Finding:
    """One part compared: how much of it is met, from 0 to 1, and None where the record does not say."""

    part: Part
    share: float | None
    met: tuple[int | str, ...] = ()
    missing: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """From 0 to 100, with what it was made of."""

    score: int
    findings: tuple[Finding, ...] = field(default=())

    def of(self, part: Part) -> Finding | None:
        return next((one for one in self.findings if one.part is part), None)


def fit(wanted: Wanted, offered: Offered) -> Fit:
    """Compare; parts the job does not ask for count nothing."""
    findings = tuple(one for one in _compare(wanted, offered) if one is not None)
    weight = sum(WEIGHTS[one.part] for one in findings)
    if not weight:
        return Fit(0)
    points = sum(WEIGHTS[one.part] * (UNKNOWN if one.share is None else one.share) for one in findings)
    return Fit(round(100 * points / weight), findings)


def _compare(wanted: Wanted, offered: Offered) -> list[Finding | None]:
    return [
        _skills(Part.REQUIRED, wanted.required, offered),
        _skills(Part.WISHED, wanted.wished, offered),
        _title(wanted, offered),
        _place(wanted, offered),
        _seniority(wanted, offered),
        _languages(wanted, offered),
    ]


def _skills(part: Part, asked: Collection[int], offered: Offered) -> Finding | None:
    if not asked:
        return None
    met = tuple(one for one in asked if one in offered.skills)
    missing = tuple(one for one in asked if one not in offered.skills)
    return Finding(part, len(met) / len(asked) if offered.skills_known else None, met, missing)


def _title(wanted: Wanted, offered: Offered) -> Finding | None:
    """A title of which any word names the work."""
    if not wanted.title_words:
        return None
    if not offered.title:
        return Finding(Part.TITLE, None)
    said = offered.title.split()
    met = tuple(word for word in wanted.title_words if word in said)
    return Finding(Part.TITLE, min(1.0, 0.6 + 0.4 * len(met) / len(wanted.title_words)) if met else 0.0, met)


def _place(wanted: Wanted, offered: Offered) -> Finding | None:
    if not wanted.cities and not wanted.countries and not wanted.remote:
        return None
    if offered.city and offered.city in wanted.cities:
        return Finding(Part.PLACE, 1.0, (offered.city,))
    if wanted.remote and (offered.remote or not wanted.countries or offered.country in wanted.countries):
        return Finding(Part.PLACE, 1.0, ("remote",))
    if not offered.city and not offered.country:
        return Finding(Part.PLACE, None)
    if offered.country in wanted.countries:
        return Finding(Part.PLACE, 0.5, (), (offered.city,) if offered.city else ())
    return Finding(Part.PLACE, 0.0, (), (offered.city or offered.country,))


def _seniority(wanted: Wanted, offered: Offered) -> Finding | None:
    if wanted.seniority is None:
        return None
    if offered.seniority is None:
        return Finding(Part.SENIORITY, None)
    apart = abs(offered.seniority - wanted.seniority)
    return Finding(Part.SENIORITY, {0: 1.0, 1: 0.6}.get(apart, 0.0))


def _languages(wanted: Wanted, offered: Offered) -> Finding | None:
    """No language on record means that nobody asked, not that none is spoken."""
    if not wanted.languages:
        return None
    if not offered.languages:
        return Finding(Part.LANGUAGE, None, (), tuple(wanted.languages))
    met = tuple(code for code in wanted.languages if code in offered.languages)
    missing = tuple(code for code in wanted.languages if code not in offered.languages)
    return Finding(Part.LANGUAGE, len(met) / len(tuple(wanted.languages)), met, missing)
