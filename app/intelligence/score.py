"""How well résumés are read: `python -m app.intelligence.score FILE... --truth TRUTH.yaml` prints a table per file.

The truth is a YAML résumé (`cv:` with `sections:`). *Missed*: nothing was offered. *Wrong*: something else was offered, or
an entry that is not in the document. Skills beyond the listed ones are shown apart: they have evidence elsewhere.
"""

# ruff: noqa: T201 (printing is its work)

import argparse
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from app.intelligence.contact_points import normalise_phone, url_key
from app.intelligence.resume import Education, Experience, ResumeReading, read_resume
from app.intelligence.skills import listed_skills, normalise_skill

NETWORKS = {
    "LinkedIn": "linkedin.com/in/",
    "GitHub": "github.com/",
    "GitLab": "gitlab.com/",
    "XING": "xing.com/profile/",
}
FIELDS = ("name", "email", "phone", "location", "links", "employers", "titles", "places", "dates", "schools", "degrees",
          "fields", "school dates", "skills", "invented")  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Counts of one field."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def check(self, expected: object, got: object) -> None:
        if _same(expected, got):
            self.found += expected is not None
        elif got is None:
            self.missed.append(str(expected))
        else:
            self.wrong.append(f"{got} (is {expected})")


Score = dict[str, Tally]
T = TypeVar("T", Experience, Education)


def score(reading: ResumeReading, truth: dict[str, Any]) -> Score:
    """The reading against the truth, per field."""
    tally: Score = {name: Tally() for name in FIELDS}
    cv = truth["cv"]
    tally["name"].check(cv["name"], reading.full_name and reading.full_name.value)
    tally["email"].check(cv.get("email"), reading.emails[0].value if reading.emails else None)
    phone = cv.get("phone") and normalise_phone(str(cv["phone"]), "US")
    tally["phone"].check(phone, reading.phones[0].value if reading.phones else None)
    tally["location"].check(cv.get("location"), reading.location and reading.location.value)
    _links(tally["links"], cv, reading)
    sections = cv.get("sections", {})
    _experience(tally, sections.get("experience", []), reading.experience)
    _education(tally, sections.get("education", []), reading.education)
    _skills(tally["skills"], sections.get("skills", []), reading)
    return tally


def _same(expected: object, got: object) -> bool:
    def plain(value: object) -> str:
        return re.sub(r"[\s.]+", " ", str(value or "")).strip().casefold()

    return plain(expected) == plain(got)


def _links(tally: Tally, cv: dict[str, Any], reading: ResumeReading) -> None:
    expected = {url_key(cv["website"])} if cv.get("website") else set()
    for network in cv.get("social_networks") or []:
        expected.add(NETWORKS.get(network["network"], "") + network["username"])
    got = {url_key(link.value) for link in reading.links}
    tally.found += len(expected & got)
    tally.missed += sorted(expected - got)
    tally.wrong += sorted(got - expected)


def _pairs(expected: list[dict[str, Any]], got: Iterable[T], start: str) -> list[tuple[dict[str, Any], T | None]]:
    """Each true entry with the offered one of the same start, else the one in the same place."""
    left = list(got)
    pairs: list[tuple[dict[str, Any], T | None]] = []
    for entry in expected:
        match = next((each for each in left if getattr(each, "start", None) == str(entry.get(start))), None)
        if match is not None:
            left.remove(match)
        pairs.append((entry, match))
    return [(entry, match if match is not None else (left.pop(0) if left else None)) for entry, match in pairs]


def _end(entry: dict[str, Any]) -> str | None:
    end = entry.get("end_date") or entry.get("date")
    return None if end is None or str(end) == "present" else str(end)


def _experience(tally: Score, expected: list[dict[str, Any]], got: tuple[Experience, ...]) -> None:
    for entry, each in _pairs(expected, got, "start_date"):
        tally["employers"].check(entry["company"], each and each.employer)
        tally["titles"].check(entry["position"], each and each.title)
        tally["places"].check(entry.get("location"), each and each.location)
        tally["dates"].check(entry.get("start_date"), each and each.start)
        tally["dates"].check(_end(entry) or "present", each and (each.end or ("present" if each.is_current else None)))
    tally["invented"].wrong += [f"{each.title} / {each.employer}" for each in got[len(expected) :]]


def _education(tally: Score, expected: list[dict[str, Any]], got: tuple[Education, ...]) -> None:
    for entry, each in _pairs(expected, got, "start_date"):
        tally["schools"].check(entry["institution"], each and each.school)
        tally["degrees"].check(entry.get("degree"), each and each.degree)
        tally["fields"].check(entry.get("area"), each and each.field)
        tally["school dates"].check(entry.get("start_date"), each and each.start)
        tally["school dates"].check(_end(entry), each and each.end)
    tally["invented"].wrong += [f"{each.degree} / {each.school}" for each in got[len(expected) :]]


def _skills(tally: Tally, expected: list[dict[str, Any]], reading: ResumeReading) -> None:
    offered = {skill.value.casefold() for skill in reading.skills}
    for line in expected:
        for typed in (part.strip() for part in str(line["details"]).split(",")):
            names = {typed.casefold(), (normalise_skill(typed) or typed).casefold()}
            names |= {skill.casefold() for skill in listed_skills(typed)}
            if names & offered:
                tally.found += 1
            else:
                tally.missed.append(typed)


def main(arguments: list[str] | None = None) -> int:
    """Prints the tables; exit status 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--truth", required=True, type=Path)
    options = parser.parse_args(arguments)
    truth = yaml.safe_load(options.truth.read_text(encoding="utf-8"))
    total: Score = {name: Tally() for name in FIELDS}
    for path in options.files:
        reading = read_resume(path.read_bytes(), path.name, seconds=20)
        print(f"\n{path.name}")
        if not isinstance(reading, ResumeReading):
            print(f"  not read: {reading.reason}")
            return 1
        result = score(reading, truth)
        _print(result)
        for name, tally in result.items():
            total[name].found += tally.found
            total[name].missed += tally.missed
            total[name].wrong += tally.wrong
    print("\nall files")
    return 0 if _print(total) else 1


def _print(result: Score) -> bool:
    found = wrong = expected = 0
    print(f"  {'field':<14}{'found':>6}{'missed':>8}{'wrong':>7}")
    for name, tally in result.items():
        notes = "; ".join([*(f"- {each}" for each in tally.missed), *(f"! {each}" for each in tally.wrong)])
        print(f"  {name:<14}{tally.found:>6}{len(tally.missed):>8}{len(tally.wrong):>7}  {notes[:160]}")
        found, wrong = found + tally.found, wrong + len(tally.wrong)
        expected += tally.found + len(tally.missed) + len(tally.wrong)
    print(f"  {'together':<14}{found:>6}  {found / max(expected, 1):.1%} found, {wrong / max(expected, 1):.1%} wrong")
    return found >= 0.95 * expected and wrong <= 0.02 * expected


if __name__ == "__main__":
    sys.exit(main())
