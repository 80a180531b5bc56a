"""Words in a posting that keep good people from applying, and what could stand there instead.

It suggests and never bars: which words, in which language, is data in data/wording_hints.csv.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_GENDER = re.compile(r"\(\s*[mwfdxi](\s*[/|,*]\s*[mwfdxi])+\s*\)|[:*_]in\b|/-?in\b|\(all genders\)|\(gn\)", re.IGNORECASE)


@dataclass(frozen=True)
class WordHint:
    """A term as it stands in the text, and what could be said instead."""

    term: str
    instead: str


def word_hints(text: str, locale: str) -> list[WordHint]:
    """The terms of `text` worth another thought, each once, in the order of the list."""
    terms, pattern = _terms(locale[:2])
    if pattern is None:
        return []
    found = dict.fromkeys(match.group(0).casefold() for match in pattern.finditer(text))
    return [WordHint(term, terms[term]) for term in found if term in terms]


def lacks_gender_mark(title: str, locale: str) -> bool:
    """A German title addresses everybody only when it says so: "(m/w/d)" or a form such as "Entwickler:in"."""
    return locale.startswith("de") and _GENDER.search(title) is None


@cache
def _terms(language: str) -> tuple[dict[str, str], re.Pattern[str] | None]:
    text = (files("app.jobs") / "data" / "wording_hints.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["language"] == language]
    terms = {row["term"].casefold(): row["instead"] for row in rows}
    longest_first = sorted(terms, key=len, reverse=True)
    pattern = "|".join(re.escape(term) for term in longest_first)
    return terms, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) if terms else None
