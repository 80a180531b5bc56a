"""Who the résumé is about and how to reach them: read from its head and from its contact section."""

import itertools
import re
from collections.abc import Iterable

from app.intelligence.contact_points import find_emails, find_phones, find_urls, is_profile, is_web_address, url_key
from app.intelligence.extraction.headings import TITLES_OF_THE_PAGE, heading_key, section_of
from app.intelligence.extraction.lines import Line
from app.intelligence.extraction.person import looks_like_name, tidy_name
from app.intelligence.extraction.reading import Suggestion
from app.intelligence.extraction.vocabulary import STATES, is_place, title_score

CELLS = re.compile(r"\s+[|•·●⋅∙◦♦⬥–—/-]\s+|\s*[|•●⬥♦]\s*|\s{2,}|\t+")
LABEL = re.compile(r"(?i)^(?:name|vor- und (?:nach|zu)name|vollständiger name|full name)\s*:?\s+(?=\S)")
PLACE_LABEL = re.compile(
    r"(?i)^(?:address|adresse|anschrift|wohnort|wohnhaft in|location|standort|ort|city|based in|residence|wohnsitz)\s*:?\s+"
)
PHONE_LABEL = re.compile(r"(?i)\b(?:tel|phone|telefon|mobile?|mobil|handy|cell|fon)\b")
CITY_STATE_ZIP = re.compile(r"(?:^|, )([A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2}), ([A-Z]{2}) \d{5}(?:-\d{4})?(?!\d)")
STREET = re.compile(
    r"(?i)\b(?:ave|avenue|st|street|road|rd|blvd|boulevard|lane|ln|drive|dr|way|court|ct|place|pl|square)\b"
)
STREET_CITY = re.compile(
    r"(?:^|[,|·•]\s*|\s)(?:[A-Z]{1,2}-)?\d{4,5}\s+([A-ZÄÖÜ][\w.ßäöü-]+(?:[ -](?:am|an der|[A-ZÄÖÜ][\w.ßäöü-]+)){0,3})"
)


def find_name(lines: list[Line], body: float) -> Suggestion | None:
    """The person's name: labelled, else set largest on the first page, else what opens the document."""
    top = [line for line in lines if line.page == 0][:80]
    for line in top[:40]:
        if match := LABEL.match(line.text):
            rest = line.text[match.end() :].strip()
            if looks_like_name(rest):
                return Suggestion(tidy_name(rest), line.number, line.text)
    best: tuple[float, Line, str] | None = None
    for position, line in enumerate(top):
        text = _name_in(line)
        if text is None:
            continue
        large = line.size > 1.12 * body or (line.is_heading and position < 5)
        if not large and position > 8:
            continue
        weight = line.size + (2.0 if position < 3 else 0.0) - 0.01 * position
        if best is None or weight > best[0] + 0.5:
            best = (weight, line, text)
    if best is None:
        return _from_large_words(top, body)
    return Suggestion(tidy_name(best[2]), best[1].number, best[1].text)


def _name_in(line: Line) -> str | None:
    text = re.sub(
        r"(?i)^(?:(?:curriculum vitae|resume|résumé|lebenslauf|cv)(?:\s*[-–—:|]\s*|\s+(?:von|of|-)\s+))",
        "",
        line.cells[0].text,
    )
    text = re.split(r"\s+[|•·–—]\s+", text)[0]
    text = re.sub(r",\s*(?:[A-Z][A-Za-z.]{0,4}\.?(?:,\s*)?)+$", "", text).strip()
    tidied = tidy_name(text)
    if not looks_like_name(tidied) or section_of(text) is not None or heading_key(text) in TITLES_OF_THE_PAGE:
        return None
    if is_place(text) or title_score(text) >= 2:
        return None
    return text


def _from_large_words(top: list[Line], body: float) -> Suggestion | None:
    """A name on two lines of the same large size, "ANNA-LENA" above "MÜLLER"."""
    for first, second in itertools.pairwise(top):
        both = f"{first.text} {second.text}"
        alike = abs(first.size - second.size) < 0.05 * first.size and first.size > 1.4 * body
        if alike and looks_like_name(both) and not section_of(first.text) and not section_of(second.text):
            return Suggestion(tidy_name(both), first.number, both)
    return None


def find_addresses(
    head: list[Line], elsewhere: list[Line], annotations: Iterable[tuple[str, Line | None]]
) -> tuple[Suggestion, ...]:
    """E-mail addresses of the head, else the first one anywhere else (not among the references)."""
    found = [Suggestion(address, line.number, line.text) for line in head for address in find_emails(line.text)]
    for address, at in annotations:
        if address.lower().startswith("mailto:") and at is not None:
            found += [Suggestion(each, at.number, at.text) for each in find_emails(address[7:].split("?")[0])]
    if not found:
        others = (
            Suggestion(address, line.number, line.text) for line in elsewhere for address in find_emails(line.text)
        )
        found = [first for first in [next(others, None)] if first]
    return _once(found, str.casefold)[:5]


def find_numbers(head: list[Line], elsewhere: list[Line], region: str) -> tuple[Suggestion, ...]:
    """Phone numbers of the head, else those elsewhere that are called a phone."""
    found = [Suggestion(number, line.number, line.text) for line in head for number in find_phones(line.text, region)]
    if not found:
        called = [line for line in elsewhere if PHONE_LABEL.search(line.text)]
        found = [
            Suggestion(number, line.number, line.text) for line in called for number in find_phones(line.text, region)
        ]
    return _once(found, str)[:4]


def find_links(head: list[Line], annotations: Iterable[tuple[str, Line | None]]) -> tuple[Suggestion, ...]:
    """Web addresses of the head, as printed or behind an icon, and profiles linked anywhere."""
    heads = {line.number for line in head}
    found: list[Suggestion] = []
    for address, at in annotations:
        in_head = at is not None and at.number in heads
        if at is not None and is_web_address(address) and (in_head or is_profile(address)):
            found.append(Suggestion(address, at.number, at.text))
    for line in head:
        found += [
            Suggestion(address, line.number, line.text) for address in find_urls(line.text) if is_web_address(address)
        ]
    return _once(found, url_key)[:12]


def find_place(head: list[Line], name: Suggestion | None) -> Suggestion | None:
    """The town of the head; of a postal address only town and country, never street and postcode."""
    for line in head:
        text = line.text
        if match := PLACE_LABEL.match(text):
            text = text[match.end() :]
        for cell in (piece.strip(" ,;:()") for piece in CELLS.split(text)):
            if state := CITY_STATE_ZIP.search(cell):
                return Suggestion(f"{state[1]}, {state[2]}", line.number, line.text)
            postal = STREET_CITY.search(cell)
            if postal and not find_emails(cell) and not STREET.search(postal[1]):
                rest = cell[postal.end() :].strip(" ,")
                town = f"{postal[1]}, {rest}" if rest and is_place(rest) else postal[1]
                return Suggestion(town, line.number, line.text)
            if is_place(cell) and not (name and cell == name.value):
                return Suggestion(cell, line.number, line.text)
            tail = ", ".join(cell.split(", ")[-2:])
            if cell.count(", ") >= 2 and is_place(tail):
                return Suggestion(tail, line.number, line.text)
    return None


def find_headline(head: list[Line], name: Suggestion | None) -> Suggestion | None:
    """What the person calls their profession below the name."""
    after = [line for line in head if name is None or line.number >= name.line][:6]
    for line in after:
        for piece in CELLS.split(line.text):
            text = piece.strip(" |·•–-")
            if _reads_as_profession(text) and not (name and text.casefold() == name.value.casefold()):
                return Suggestion(text, line.number, line.text)
    return None


def _reads_as_profession(text: str) -> bool:
    short = len(text) <= 90 and len(text.split()) <= 12 and not text.endswith(".")
    plain = not re.search(r"\d{3}|:|@|//", text)
    return short and plain and title_score(text) >= 2 and not is_place(text)


def region_of(place: Suggestion | None, german: bool, default: str) -> str:
    """Where a phone number without a country code is most likely dialled."""
    tail = place.value.rsplit(", ", 1)[-1].casefold() if place else ""
    if tail.upper() in STATES or tail in {"usa", "united states", "us"}:
        return "US"
    known = {
        "uk": "GB",
        "united kingdom": "GB",
        "germany": "DE",
        "deutschland": "DE",
        "austria": "AT",
        "österreich": "AT",
    }
    known |= {"switzerland": "CH", "schweiz": "CH", "france": "FR", "spain": "ES", "italy": "IT", "netherlands": "NL"}
    return known.get(tail) or ("DE" if german else default)


def _once(found: list[Suggestion], key: object) -> tuple[Suggestion, ...]:
    keyed = key if callable(key) else str
    return tuple({keyed(each.value): each for each in reversed(found)}.values())[::-1]
