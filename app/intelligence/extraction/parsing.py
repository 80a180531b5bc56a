"""From the lines of a document to a reading."""

from dataclasses import dataclass, field

from app.intelligence.extraction.contact import (
    find_addresses,
    find_headline,
    find_links,
    find_name,
    find_numbers,
    find_place,
    region_of,
)
from app.intelligence.extraction.education import read_education
from app.intelligence.extraction.experience import read_experience
from app.intelligence.extraction.headings import Section, heading_key, heading_style, opens_section
from app.intelligence.extraction.languages import read_languages
from app.intelligence.extraction.lines import Cell, Line, body_size
from app.intelligence.extraction.reading import ResumeReading, Suggestion
from app.intelligence.extraction.vocabulary import title_score
from app.intelligence.reasons import Caveat
from app.intelligence.skills import find_skills, listed_skills

MAX_TEXT = 120_000
MAX_LINE = 2_000
MAX_SKILLS = 120
REFERENCES = {"references", "referees", "referenzen"}
GERMAN = {
    "berufserfahrung",
    "ausbildung",
    "kenntnisse",
    "sprachen",
    "lebenslauf",
    "werdegang",
    "studium",
    "sprachkenntnisse",
}


@dataclass(slots=True)
class Sections:
    """The lines of the document by what they are about."""

    head: list[Line] = field(default_factory=list)
    by_section: dict[Section, list[Line]] = field(default_factory=dict)
    references: list[Line] = field(default_factory=list)
    german: bool = False

    def of(self, section: Section) -> list[Line]:
        return self.by_section.get(section, [])


def parse(lines: list[Line], links: list[tuple[str, int, float]], warnings: list[Caveat], region: str) -> ResumeReading:
    """Reads values out of lines in reading order. Pure: the same lines give the same reading."""
    lines = _numbered(lines, warnings)
    body = body_size(lines)
    name = find_name(lines, body)
    if name is None:
        warnings.append(Caveat.NO_NAME)
    sections = _sections(lines, body, name)
    contact = sections.head + sections.of(Section.CONTACT)
    elsewhere = [line for line in lines if line not in sections.references]
    annotations = [(address, _line_at(lines, page, y)) for address, page, y in links]
    place = find_place(contact, name)
    return ResumeReading(
        full_name=name,
        emails=find_addresses(contact, elsewhere, annotations),
        phones=find_numbers(contact, elsewhere, region_of(place, sections.german, region)),
        links=find_links(contact, annotations),
        location=place,
        headline=find_headline(sections.head, name),
        skills=_skills(lines, sections),
        experience=read_experience(sections.of(Section.EXPERIENCE)),
        education=read_education(sections.of(Section.EDUCATION)),
        languages=read_languages(sections.of(Section.LANGUAGES)),
        text="\n".join(line.text for line in lines),
        warnings=tuple(warnings),
    )


def _numbered(lines: list[Line], warnings: list[Caveat]) -> list[Line]:
    kept: list[Line] = []
    length = 0
    for line in map(_shortened, lines):
        length += len(line.text) + 1
        if length > MAX_TEXT:
            warnings.append(Caveat.TEXT_LEFT_OUT)
            break
        line.number = len(kept) + 1
        kept.append(line)
    return kept


def _shortened(line: Line) -> Line:
    """No line of a résumé is longer than a page: what is, was made to keep the reader busy."""
    if len(line.text) <= MAX_LINE:
        return line
    first = line.cells[0]
    cell = Cell(first.text[:MAX_LINE], first.x0, first.x1, first.size, min(first.bold_until, MAX_LINE))
    return Line((cell,), line.page, line.y, line.gap, line.is_heading)


def _sections(lines: list[Line], body: float, name: Suggestion | None) -> Sections:
    sections = Sections()
    style = heading_style(lines, body)
    current: list[Line] = sections.head
    for line in lines:
        is_name = name is not None and line.number == name.line
        opened = None if is_name else opens_section(line, style)
        before_name = name is not None and line.number < name.line
        at_top = before_name and current is sections.head
        if opened is Section.OTHER and (at_top or _is_headline(line, name)):
            opened = None
        if is_name:
            sections.head.append(line)
            if before_name or (current is not sections.head and name is not None):
                current = sections.head
        elif opened is None:
            current.append(line)
        else:
            key = heading_key(line.text)
            sections.german = sections.german or key in GERMAN or any(word in GERMAN for word in key.split())
            current = sections.references if key in REFERENCES else sections.by_section.setdefault(opened, [])
    return sections


def _is_headline(line: Line, name: Suggestion | None) -> bool:
    """A line set large right below the name is the profession, not a heading."""
    below = line.number - name.line if name else 0
    return below == 1 or (below == 2 and title_score(line.text) >= 2)


def _line_at(lines: list[Line], page: int, y: float) -> Line | None:
    near = [line for line in lines if line.page == page and line.y and abs(line.y + 0.3 * line.size - y) < line.size]
    return min(near, key=lambda line: abs(line.y + 0.3 * line.size - y), default=None)


def _skills(lines: list[Line], sections: Sections) -> tuple[Suggestion, ...]:
    """Skills the person lists, in their order, then those the rest of the text shows, each with its line."""
    found: dict[str, Suggestion] = {}
    listed = sections.of(Section.SKILLS)
    for line in listed:
        for skill in listed_skills(line.text):
            found.setdefault(skill.casefold(), Suggestion(skill, line.number, line.text))
    numbers = {line.number for line in listed}
    prose = [
        line
        for section in (Section.EXPERIENCE, Section.SUMMARY, Section.OTHER, Section.EDUCATION)
        for line in sections.of(section)
        if line.number not in numbers
    ]
    for line in [*sections.head, *prose]:
        for skill, _ in find_skills(line.text):
            found.setdefault(skill.casefold(), Suggestion(skill, line.number, line.text))
    return tuple(found.values())[:MAX_SKILLS]
