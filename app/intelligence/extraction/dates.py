"""Dates as résumés write them, brought to YYYY-MM or YYYY.

Written here instead of using a date library: the child process starts anew for every file and the library's first call
costs more than all the rest of the reading; ranges and "present" would be ours in any case.
"""

import re
from dataclasses import dataclass

_MONTHS = {
    1: "january januar jan jän jänner janvier enero gennaio januari",
    2: "february februar feb feber février febrero febbraio februari",
    3: "march märz mär mrz mar mars marzo maart maerz",
    4: "april apr avril abril aprile",
    5: "may mai mayo maggio mei",
    6: "june juni jun juin junio giugno",
    7: "july juli jul juillet julio luglio",
    8: "august aug août agosto augustus",
    9: "september sept sep septembre septiembre settembre",
    10: "october oktober oct okt octobre octubre ottobre",
    11: "november nov novembre noviembre",
    12: "december dezember dec dez décembre diciembre dicembre",
}
MONTHS = {name: number for number, names in _MONTHS.items() for name in names.split()}

_NAME = "(?:" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19[4-9]\d|20[0-6]\d)"
_POINT = (
    rf"(?:\d{{1,2}}\.\s?\d{{1,2}}\.\s?{_YEAR}"
    rf"|\d{{1,2}}/\d{{1,2}}/{_YEAR}"
    rf"|{_YEAR}-(?:0[1-9]|1[0-2])-\d{{2}}"
    rf"|(?:0?[1-9]|1[0-2])\s?[./-]\s?{_YEAR}"
    rf"|{_YEAR}\s?[/.-]\s?(?:0[1-9]|1[0-2])(?!\d)"
    rf"|(?:\d{{1,2}}\.?\s)?{_NAME},?\s?(?:of\s)?{_YEAR}"
    rf"|{_NAME}\s?['’]\d{{2}}(?!\d)"
    rf"|(?:0[1-9]|1[0-2])\s?/\s?\d{{2}}(?![\d/])"
    rf"|(?:(?:spring|summer|autumn|fall|winter|frühjahr|sommer|herbst|ws|ss|wise|sose)\s)?{_YEAR})"
)
_NOW = (
    r"(?:(?:bis\s)?(?:heute|jetzt|dato|aktuell)|present|current(?:ly)?|now|today|ongoing|to date|date|"
    r"gegenwärtig|laufend|andauernd|fortlaufend|aujourd[’']hui|presente|actualidad|oggi|heden)\b"
)
_TO = r"\s*(?:[-–—−‐‑→]|\bto\b|\bbis\b|\buntil\b|\bthrough\b|\btill\b|\bbis zum\b)+\s*"
RANGE = re.compile(
    rf"(?i)(?<![\w/.-])\(?(?P<start>{_POINT}|{_NAME}(?={_TO}{_POINT})){_TO}(?P<end>{_NOW}|{_POINT})(?![\d])\)?"
)
OPEN = re.compile(
    rf"(?i)(?<![\w/.-])\(?(?:(?:since|seit|from|ab)\s(?P<since>{_POINT})|(?P<start>{_POINT})\s*[–—-]\s*$)\)?"
)
POINT = re.compile(rf"(?i)(?<![\w/.,$€-])\(?(?P<point>{_POINT})\)?(?![\w%+])")
DURATION = re.compile(
    r"(?i)^\(?(?:\d{1,2}\+?\s*(?:years?|yrs?\.?|jahre?n?)\s*,?\s*)?(?:(?:and|und)\s)?(?:\d{1,2}\s*(?:months?|mos?\.?|monate?n?))?\)?$"
)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A span as written. `end` is None while it is current, and both are equal for a single date."""

    start: str | None
    end: str | None
    is_current: bool
    span: tuple[int, int]
    is_range: bool = True


def find_range(text: str) -> DateRange | None:
    """The first span of time in the text, also "since 2019" and an open "2019 –"."""
    if match := RANGE.search(text):
        current = bool(re.fullmatch(rf"(?i){_NOW}", match["end"]))
        end = None if current else normalise(match["end"])
        return DateRange(_start(match["start"], end), end, current, match.span())
    if match := OPEN.search(text):
        return DateRange(normalise(match["since"] or match["start"]), None, True, match.span())
    return None


def find_date(text: str) -> DateRange | None:
    """The first span or, failing that, the first single date."""
    if found := find_range(text):
        return found
    if match := POINT.search(text):
        point = normalise(match["point"])
        return DateRange(point, point, False, match.span(), is_range=False)
    return None


def normalise(text: str) -> str | None:
    """One date as YYYY-MM, or YYYY when no month is given."""
    lowered = text.casefold()
    year_match = re.search(_YEAR, lowered)
    if year_match is None:
        short = re.search(r"['’/]\s?(\d{2})$", lowered)
        if short is None:
            return None
        two = int(short[1])
        year, rest = 1900 + two if two > 60 else 2000 + two, lowered[: short.start()]
    else:
        year, rest = int(year_match[0]), lowered[: year_match.start()] + " " + lowered[year_match.end() :]
    month = _month(rest)
    return f"{year}-{month:02d}" if month else str(year)


def _month(rest: str) -> int | None:
    for word in re.findall(r"[^\W\d_]+", rest):
        if word in MONTHS:
            return MONTHS[word]
    numbers = [int(number) for number in re.findall(r"\d{1,2}", rest)]
    if not numbers:
        return None
    if ("." in rest and len(numbers) == 2) or re.search(r"-\d+-", rest):
        month = numbers[0] if "-" in rest else numbers[1]
    else:
        month = numbers[0]
    return month if 1 <= month <= 12 else None


def _start(text: str, end: str | None) -> str | None:
    """A start without a year ("May – Aug 2019") takes the year of the end."""
    start = normalise(text)
    if start is None and end is not None and (month := _month(text.casefold())):
        return f"{end[:4]}-{month:02d}"
    return start
