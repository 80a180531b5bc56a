"""Schools and degrees."""

import re

from app.intelligence.extraction.entries import Entry, entries_of
from app.intelligence.extraction.lines import Line
from app.intelligence.extraction.reading import Education
from app.intelligence.extraction.vocabulary import DEGREE, SCHOOL

MAX_ENTRIES = 30
_OF = re.compile(
    r"^\s+(?:of|in)\s+(Science|Arts|Engineering|Business Administration|Laws?|Education|Fine Arts|Philosophy|Technology|"
    r"Medicine|Commerce|Music|Nursing|Public Health|Public Administration|Architecture|Applied Science)\b(?:\s\(Hons\.?\))?"
)
_ABBREVIATION = re.compile(r"^\s*\((?:[A-Z][A-Za-z. ]{1,8})\)")
_LINK = re.compile(
    r"(?i)^(?:[\s,:;–—-]+|in\b|im\b|of\b|zum\b|zur\b|als\b|fach\b|studiengang\b|major(?:ing)? in\b|degree\b(?:\s+in\b)?)+\s*"
)


def read_education(lines: list[Line]) -> tuple[Education, ...]:
    """The entries of the section, in the order of the page."""
    found = (_education(entry) for entry in entries_of(lines, single_dates=True)[:MAX_ENTRIES])
    return tuple(each for each in found if each.school or each.degree)


def _education(entry: Entry) -> Education:
    degree, field, school = None, None, None
    left: list[str] = []
    for text in _pieces(entry):
        is_school = SCHOOL.search(text) is not None
        match = DEGREE.search(text)
        if match and not (is_school and match.start() > 0):
            here, rest = _degree(text, match)
            degree = degree or here
            if rest and SCHOOL.search(rest):
                school = school or rest
            elif rest:
                field = field or rest
        elif is_school and school is None:
            school = text
        else:
            left.append(text)
    if school is None and left and (degree or entry.dates):
        school = left.pop(0)
    if field is None and left and len(left[0].split()) <= 7 and not re.search(r"\d|:", left[0]):
        field = left[0]
    dates = entry.dates
    return Education(
        school=school,
        field=field,
        degree=degree,
        location=entry.places[0] if entry.places else None,
        start=dates.start if dates and dates.is_range else None,
        end=dates.end if dates else None,
        is_current=bool(dates and dates.is_current),
        line=entry.number,
        source=entry.source,
    )


def _pieces(entry: Entry) -> list[str]:
    found: list[str] = []
    for part in entry.parts:
        pieces = part.text.split(", ")
        kinds = [bool(SCHOOL.search(piece)) for piece in pieces]
        degrees = [bool(DEGREE.search(piece)) for piece in pieces]
        found += pieces if len(pieces) > 1 and (any(kinds) or any(degrees)) else [part.text]
    return [piece.strip(" ,()") if piece.count("(") != piece.count(")") else piece.strip(" ,") for piece in found]


def _degree(text: str, match: re.Match[str]) -> tuple[str, str]:
    """The degree and what it is in: "Bachelor of Science in Physics" → "Bachelor of Science", "Physics"."""
    end = match.end()
    if more := _OF.match(text[end:]):
        end += more.end()
    if short := _ABBREVIATION.match(text[end:]):
        end += short.end()
    before = text[: match.start()].strip(" ,:–—-")
    rest = _LINK.sub("", text[end:]).strip(" ,;:–—-")
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    return text[match.start() : end].strip(), rest or before
