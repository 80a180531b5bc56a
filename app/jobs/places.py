"""Places in words: country names in the reader's language, and how a location is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from babel import Locale
from flask_babel import get_locale

from app.core.text import folded


@dataclass(frozen=True)
class Place:
    """Where a job can be done, as a command takes it. `country` is an ISO 3166 code."""

    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = "DE"


class Located(Protocol):
    @property
    def city(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def country(self) -> str: ...


@lru_cache(maxsize=16)
def countries(locale: str) -> dict[str, str]:
    """ISO code → name in `locale`, sorted by name."""
    territories = Locale.parse(locale).territories
    real = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY}
    return dict(sorted(real.items(), key=lambda pair: folded(pair[1])))


_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"})


def country_choices() -> list[tuple[str, str]]:
    return list(countries(_locale()).items())


def country_name(code: str, locale: str | None = None) -> str:
    return countries(locale or _locale()).get(code, code)


def place_line(place: Located, locale: str | None = None) -> str:
    """"Berlin, Germany", "Denver, CO, United States" or, without a city, the country alone."""
    region = place.region if place.country == "US" or not place.city else ""
    parts = [place.city, region, country_name(place.country, locale)]
    return ", ".join(part for part in parts if part)


def places_line(places: Sequence[Located], locale: str | None = None) -> str:
    """All places of a job in one line; cities of one country name it once."""
    if len({place.country for place in places}) == 1 and len(places) > 1:
        cities = [place.city or place.region for place in places]
        if all(cities):
            return f"{' · '.join(cities)}, {country_name(places[0].country, locale)}"
    return " · ".join(place_line(place, locale) for place in places)


def _locale() -> str:
    return str(get_locale() or "en")
