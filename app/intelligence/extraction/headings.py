"""Headings of a résumé in English and German, and the sections they open."""

import re
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from app.intelligence.extraction.lines import Line


class Section(StrEnum):
    """What the lines below a heading are about."""

    CONTACT = "contact"
    SUMMARY = "summary"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    OTHER = "other"


_WORDS: dict[Section, str] = {
    Section.CONTACT: """contact|contact details|contact information|contact info|personal details|personal information|
        personal data|kontakt|kontaktdaten|persönliche daten|persönliches|persönliche angaben|angaben zur person|
        zur person|adresse|anschrift|social|links|profiles|online|web|find me online|details""",
    Section.SUMMARY: """summary|professional summary|executive summary|career summary|profile|professional profile|
        about|about me|objective|career objective|personal statement|introduction|overview|highlights of qualifications|
        profil|kurzprofil|über mich|zusammenfassung|kurzzusammenfassung|persönliches profil|qualifikationsprofil""",
    Section.EXPERIENCE: """experience|work experience|professional experience|employment|employment history|
        work history|career history|career|professional background|relevant experience|clinical experience|
        positions held|professional history|industry experience|research experience|nursing experience|
        work|internships|internship experience|berufserfahrung|berufliche erfahrung|berufspraxis|beruflicher werdegang|
        beruflicher werdegang und erfahrung|berufliche stationen|berufstätigkeit|berufliche tätigkeit|werdegang|
        praxiserfahrung|praktische erfahrung|praktische erfahrungen|arbeitserfahrung|tätigkeiten|praktika|
        praktika und nebentätigkeiten|beruf|berufliche praxis|erfahrung|stationen|beruflicher hintergrund""",
    Section.EDUCATION: """education|education and training|academic background|academic history|
        educational background|academic qualifications|qualifications|education & qualifications|academics|studies|
        ausbildung|bildung|bildungsweg|schulbildung|studium|akademischer werdegang|schulische ausbildung|
        ausbildung und studium|studium und ausbildung|akademische ausbildung|bildungsgang|schule|
        schulische laufbahn|hochschulausbildung|berufsausbildung|aus- und weiterbildung|ausbildung & studium|
        schul- und berufsausbildung|education and certifications|education & certifications""",
    Section.SKILLS: """skills|top skills|technical skills|core skills|key skills|core competencies|competencies|expertise|
        areas of expertise|technologies|tech stack|tools|tools & technologies|technical expertise|professional skills|
        technical proficiencies|skills & tools|skills and tools|hard skills|soft skills|clinical skills|it skills|
        computer skills|software|programming|programming languages|skills & expertise|skills and abilities|
        skills summary|technical summary|skill highlights|specialties|strengths|skills & technologies|
        kenntnisse|fähigkeiten|kompetenzen|edv-kenntnisse|edv kenntnisse|it-kenntnisse|it kenntnisse|fachkenntnisse|
        kenntnisse und fähigkeiten|fähigkeiten und kenntnisse|kenntnisse & fähigkeiten|fachliche kompetenzen|
        technische kenntnisse|besondere kenntnisse|weitere kenntnisse|software-kenntnisse|edv|stärken|
        qualifikationen|zusatzqualifikationen|sonstige kenntnisse|fachkompetenzen|technische fähigkeiten""",
    Section.LANGUAGES: """languages|language skills|language|foreign languages|sprachen|sprachkenntnisse|fremdsprachen""",
    Section.OTHER: """projects|personal projects|selected projects|open source|publications|selected publications|
        papers|patents|awards|honors|honours|awards and honors|honors & awards|honors and awards|selected honors|
        achievements|accomplishments|certifications|certificates|licenses|licences|licenses & certifications|
        certifications & licenses|licenses and certifications|
        courses|training|trainings|volunteering|volunteer experience|volunteer work|interests|hobbies|
        hobbies & interests|hobbies and interests|references|referees|activities|extracurricular activities|leadership|
        leadership experience|
        affiliations|memberships|professional memberships|talks|invited talks|conferences|teaching|
        teaching experience|military service|additional information|other|miscellaneous|declaration|
        projekte|publikationen|veröffentlichungen|auszeichnungen|zertifikate|zertifizierungen|fortbildungen|
        fortbildung|weiterbildung|weiterbildungen|weiterbildungen und zertifikate|ehrenamt|ehrenamtliches engagement|
        engagement|interessen|hobbys|hobbies und interessen|interessen und hobbys|referenzen|mitgliedschaften|
        wehrdienst|zivildienst|auslandsaufenthalte|führerschein|sonstiges|stipendien|patente|vorträge|freizeit""",
}

HEADINGS: dict[str, Section] = {
    re.sub(r"\s+", " ", phrase).strip(): section for section, words in _WORDS.items() for phrase in words.split("|")
}
TITLES_OF_THE_PAGE = {"curriculum vitae", "cv", "resume", "résumé", "lebenslauf", "tabellarischer lebenslauf", "vita"}


def heading_key(text: str) -> str:
    """A heading without its decoration: `E X P E R I E N C E:` and `2. Experience` are both `experience`."""
    text = re.sub(r"^[\s\d.)(|•■▪◆●#/_=–—-]+|[\s:|•■▪#/_=–—-]+$", "", text)
    tokens = text.split()
    if len(tokens) >= 4 and all(len(token) == 1 for token in tokens):
        text = re.sub(r"(?<=\S) (?=\S)", "", text).replace("  ", " ")
    return re.sub(r"\s+", " ", text).strip().casefold()


def section_of(text: str) -> Section | None:
    """The section a heading of exactly these words opens."""
    if len(text) > 60:
        return None
    key = heading_key(text)
    if found := HEADINGS.get(key):
        return found
    joined = re.split(r"\s*(?:&|\+|/|,| and | und )\s*", key)
    if 1 < len(joined) <= 3 and all(part in HEADINGS for part in joined):
        return HEADINGS[joined[0]]
    return None


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """How this document sets its headings, learnt from those whose words are known."""

    size: float
    bold: bool
    capitals: bool
    body: float

    def fits(self, line: Line) -> bool:
        """Whether the line is set in this style and the style differs from ordinary text."""
        distinct = self.size > 1.03 * self.body or (self.bold and self.capitals)
        alike = abs(line.size - self.size) <= 0.02 * self.size
        return distinct and alike and line.bold >= self.bold and (line.text.isupper() or not self.capitals)


def heading_style(lines: list[Line], body: float) -> HeadingStyle:
    """The style of the known headings, or one that nothing fits when there are none."""
    known = [line for line in lines if len(line.cells) == 1 and not line.is_bullet and section_of(line.text)]
    if not known:
        return HeadingStyle(1.12 * body, False, False, 2 * body)
    return HeadingStyle(
        size=median(line.size for line in known),
        bold=all(line.bold for line in known),
        capitals=all(line.text.isupper() for line in known),
        body=body,
    )


def opens_section(line: Line, style: HeadingStyle) -> Section | None:
    """The section this line opens, or None when it is an ordinary line.

    A line that is set like a heading closes the section before it even when its words are unknown.
    """
    if line.is_bullet or len(line.cells) > 1 or "@" in line.text:
        return None
    known = section_of(line.text)
    if known is not None:
        return known
    text = line.text.strip()
    short = 2 < len(text) <= 42 and len(text.split()) <= 5 and not text.endswith((".", ",", ";"))
    if not short or heading_key(text) in TITLES_OF_THE_PAGE or re.search(r"\d", text):
        return None
    larger = line.size > 1.12 * style.body and line.size >= 0.98 * style.size
    return Section.OTHER if line.is_heading or larger or style.fits(line) else None
