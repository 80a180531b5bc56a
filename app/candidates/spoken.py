"""Languages people speak: read as they write them ("German native, Englisch C1"), shown in the reader's own language."""

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale

from app.candidates.values import LANGUAGES_OF_COUNTRY_NAMES, BadValue
from app.core.text import folded, one_line

MOST = 20
LONGEST_LEVEL = 40
_BETWEEN = re.compile(r"[,;\n]")
_EDGES = " ()[]-–—:."


def read_languages(typed: str) -> dict[str, str]:
    """Code → level as typed, in the order written. A language is named by its code or in one of a dozen languages;
    the level stands before or behind it. Raises BadValue."""
    found: dict[str, str] = {}
    for piece in _BETWEEN.split(typed):
        if said := one_line(piece).strip(_EDGES):
            code, level = _language_of(said)
            found[code] = level[:LONGEST_LEVEL]
    if len(found) > MOST:
        raise BadValue("too-long")
    return found


def shown_languages(languages: Mapping[str, str] | None, locale: str) -> str:
    """The way `read_languages` takes them, named in the language of `locale`."""
    names = Locale.parse(locale, sep="_").languages
    return ", ".join(
        f"{names.get(code, code)} {level or ''}".strip() for code, level in (languages or {}).items()
    )


def _language_of(said: str) -> tuple[str, str]:
    words = said.split()
    for length in range(len(words), 0, -1):
        for start in (0, len(words) - length):
            if code := _names().get(folded(" ".join(words[start : start + length]).strip(_EDGES))):
                level = " ".join(words[:start] + words[start + length :])
                return code, level.strip(_EDGES)
    raise BadValue("language")


@cache
def _names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for locale in reversed(LANGUAGES_OF_COUNTRY_NAMES):
        names |= {folded(str(name)): code for code, name in Locale.parse(locale).languages.items() if code.isalpha()}
    return names | {code: code for code in set(names.values())}
