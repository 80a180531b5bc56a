"""Positions: which part of an entry's heading is the title and which the employer."""

from dataclasses import replace

from app.intelligence.extraction.entries import Entry, Part, entries_of
from app.intelligence.extraction.lines import Line
from app.intelligence.extraction.reading import Experience
from app.intelligence.extraction.vocabulary import employer_score, looks_like_town, title_score
from app.intelligence.skills import normalise_skill

MAX_ENTRIES = 60


def read_experience(lines: list[Line]) -> tuple[Experience, ...]:
    """The positions of the section, in the order of the page."""
    entries = entries_of(lines, single_dates=False)[:MAX_ENTRIES]
    candidates = [_comma_split(entry.parts) for entry in entries]
    title_first = _title_usually_first(candidates)
    read = [_position(entry, parts, title_first) for entry, parts in zip(entries, candidates, strict=True)]
    return tuple(_with_parents(read))


def _comma_split(parts: list[Part]) -> list[Part]:
    """Cuts "Nexus AI, Co-Founder" at the comma when one side is a title and the other is not."""
    found: list[Part] = []
    for part in parts:
        pieces = part.text.split(", ")
        titles = [lean(piece) > 0 for piece in pieces]
        if len(pieces) == 1 or len(parts) > 3 or all(titles) or not any(titles):
            found.append(part)
            continue
        for index, piece in enumerate(pieces):
            joins = index and titles[index] == titles[index - 1]
            if joins:
                found[-1].text += ", " + piece
            else:
                found.append(Part(piece, part.bold, part.row, part.joint if index == 0 else ", "))
    return found


def lean(text: str) -> int:
    """Above zero: rather a title; below zero: rather an employer. A title's last word decides: "Research Intern"."""
    title = title_score(text)
    ends_as_title = title and title_score(text.rsplit(maxsplit=1)[-1]) >= 2
    return title + 2 if ends_as_title else title - employer_score(text)


def _lean(part: Part) -> int:
    return lean(part.text)


def _title_usually_first(entries: list[list[Part]]) -> bool:
    votes = 0
    for parts in entries:
        if len(parts) >= 2 and abs(_lean(parts[0]) - _lean(parts[1])) >= 2:
            votes += 1 if _lean(parts[0]) > _lean(parts[1]) else -1
    return votes >= 0


def _position(entry: Entry, parts: list[Part], title_first: bool) -> Experience:
    title, employer = _title_and_employer(parts, title_first)
    dates = entry.dates
    return Experience(
        employer=employer,
        title=title,
        location=entry.places[0] if entry.places else _place_beside_dates(entry, parts, title, employer),
        start=dates.start if dates else None,
        end=dates.end if dates else None,
        is_current=bool(dates and dates.is_current),
        highlights=tuple([*_text_below(entry, parts, title, employer), *entry.highlights][:40]),
        line=entry.number,
        source=entry.source,
    )


def _place_beside_dates(entry: Entry, parts: list[Part], title: str | None, employer: str | None) -> str | None:
    """A town nobody listed, alone with the dates in a row: "04/2011 – 08/2016 | Gerlingen"."""
    named = {part.row for part in parts if part.text in (title or "") or part.text in (employer or "")}
    dated = {index for index, row in enumerate(entry.rows) if row.dates} - named
    alone = [part.text for part in parts if part.row in dated and not part.bold]
    if len(alone) != 1 or not looks_like_town(alone[0]) or normalise_skill(alone[0]):
        return None
    return alone[0]


def _text_below(entry: Entry, parts: list[Part], title: str | None, employer: str | None) -> list[str]:
    """Lines of the heading below title, employer, dates and place: a description without bullets."""
    named = [part.row for part in parts if part.text and (part.text in (title or "") or part.text in (employer or ""))]
    told = [index for index, row in enumerate(entry.rows) if row.dates or row.places]
    last = max([*named, *told], default=0)
    return [row.line.text for row in entry.rows[last + 1 :] if row.cells]


def _title_and_employer(parts: list[Part], title_first: bool) -> tuple[str | None, str | None]:
    if not parts:
        return None, None
    if len(parts) == 1:
        return (parts[0].text, None) if title_score(parts[0].text) else (None, parts[0].text)
    first = parts[:4]
    if _lean(first[0]) == _lean(first[1]) and all(_lean(part) <= _lean(first[0]) for part in first):
        title, employer = (first[0], first[1]) if title_first else (first[1], first[0])
    else:
        title = max(first, key=_lean)
        rest = [part for part in first if part is not title]
        beside = first.index(title)
        employer = max(
            rest,
            key=lambda part: (
                -_lean(part) >= 2,
                -_lean(part) > 0,
                -abs(first.index(part) - beside),
                -first.index(part),
            ),
        )
    return _whole(title, parts, employer), _whole(employer, parts, title)


def _whole(part: Part, parts: list[Part], other: Part) -> str:
    """The part together with what a dash or comma cut off from it: "Charité – Universitätsmedizin"."""
    text = part.text
    for following in parts[parts.index(part) + 1 :]:
        joined = following.joint.strip() in {"-", "–", "—", ","}
        if following is other or following.row != part.row or not joined:
            break
        text += following.joint + following.text
    return text


def _with_parents(read: list[Experience]) -> list[Experience]:
    """Several positions under one employer's heading all name that employer."""
    found: list[Experience] = []
    parent: Experience | None = None
    for position, each in enumerate(read):
        following = read[position + 1] if position + 1 < len(read) else None
        heads = each.employer and not each.title and not each.highlights
        if heads and following and following.title and not following.employer:
            parent = each
            continue
        if each.title and not each.employer and parent is not None:
            found.append(replace(each, employer=parent.employer, location=each.location or parent.location))
            continue
        if each.employer:
            parent = each
        if each.title or each.employer:
            found.append(each)
    return found
