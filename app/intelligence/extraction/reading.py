"""What a résumé says, as suggestions for a person to accept: plain values, each with the line it was read from."""

from dataclasses import asdict, dataclass
from typing import Any

from app.intelligence.reasons import Caveat


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One value, the number of its line in `ResumeReading.text` (from 1) and that line as it stands there."""

    value: str
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Experience:
    """One position. Dates are YYYY-MM or YYYY; a current position has no end. `source` is the heading it was read from."""

    employer: str | None
    title: str | None
    location: str | None
    start: str | None
    end: str | None
    is_current: bool
    highlights: tuple[str, ...]
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Education:
    """One school, course of study or apprenticeship."""

    school: str | None
    field: str | None
    degree: str | None
    location: str | None
    start: str | None
    end: str | None
    is_current: bool
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639-1 code, and how well it is spoken as the person wrote it."""

    name: str
    code: str
    level: str | None
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class ResumeReading:
    """Everything found in one document. Nothing here is a fact before a person has accepted it."""

    full_name: Suggestion | None
    emails: tuple[Suggestion, ...]
    phones: tuple[Suggestion, ...]
    links: tuple[Suggestion, ...]
    location: Suggestion | None
    headline: Suggestion | None
    skills: tuple[Suggestion, ...]
    experience: tuple[Experience, ...]
    education: tuple[Education, ...]
    languages: tuple[Language, ...]
    text: str
    warnings: tuple[Caveat, ...]


def as_plain(reading: ResumeReading) -> dict[str, Any]:
    """The reading in JSON's own types."""
    return asdict(reading)


def from_plain(plain: dict[str, Any]) -> ResumeReading:
    """The reading back from JSON. Raises KeyError, TypeError or ValueError for anything of another shape."""

    def one(key: str) -> Suggestion | None:
        return Suggestion(**plain[key]) if plain[key] is not None else None

    def many(key: str) -> tuple[Suggestion, ...]:
        return tuple(Suggestion(**each) for each in plain[key])

    return ResumeReading(
        full_name=one("full_name"),
        emails=many("emails"),
        phones=many("phones"),
        links=many("links"),
        location=one("location"),
        headline=one("headline"),
        skills=many("skills"),
        experience=tuple(
            Experience(**{**each, "highlights": tuple(each["highlights"])}) for each in plain["experience"]
        ),
        education=tuple(Education(**each) for each in plain["education"]),
        languages=tuple(Language(**each) for each in plain["languages"]),
        text=str(plain["text"]),
        warnings=tuple(Caveat(each) for each in plain["warnings"]),
    )
