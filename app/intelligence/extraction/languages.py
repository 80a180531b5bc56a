"""Languages a person speaks, from the section that lists them."""

import re

from app.intelligence.extraction.lines import Line, without_bullet
from app.intelligence.extraction.reading import Language

_NAMES = """de german deutsch|en english englisch|fr french französisch|es spanish spanisch|it italian italienisch|
    pt portuguese portugiesisch|nl dutch niederländisch|pl polish polnisch|ru russian russisch|uk ukrainian ukrainisch|
    tr turkish türkisch|ar arabic arabisch|fa persian farsi persisch|he hebrew hebräisch|hi hindi|ur urdu|bn bengali bengalisch|
    pa punjabi|ta tamil|te telugu|mr marathi|gu gujarati|zh chinese mandarin cantonese chinesisch|ja japanese japanisch|
    ko korean koreanisch|vi vietnamese vietnamesisch|th thai thailändisch|id indonesian indonesisch|ms malay malaiisch|
    tl tagalog filipino|sv swedish schwedisch|da danish dänisch|no norwegian norwegisch|fi finnish finnisch|is icelandic|
    cs czech tschechisch|sk slovak slowakisch|hu hungarian ungarisch|ro romanian rumänisch|bg bulgarian bulgarisch|
    el greek griechisch|hr croatian kroatisch|sr serbian serbisch|bs bosnian bosnisch|sl slovenian slowenisch|
    sq albanian albanisch|mk macedonian mazedonisch|et estonian estnisch|lv latvian lettisch|lt lithuanian litauisch|
    ka georgian georgisch|hy armenian armenisch|az azerbaijani|kk kazakh|ku kurdish kurdisch|sw swahili suaheli|am amharic|
    so somali|ti tigrinya|yo yoruba|ig igbo|ha hausa|zu zulu|af afrikaans|ca catalan katalanisch|eu basque baskisch|
    gl galician|ga irish gaelic|cy welsh|lb luxembourgish luxemburgisch|la latin latein|ps pashto|ne nepali|si sinhala"""
CODES = {name: words.split()[0] for words in _NAMES.split("|") for name in words.split()[1:]}
_LANGUAGE = re.compile(r"(?i)(?<!\w)(" + "|".join(sorted(CODES, key=len, reverse=True)) + r")(?:kenntnisse)?(?!\w)")
_EDGES = " \t,;:|•·–—-()./"


def read_languages(lines: list[Line]) -> tuple[Language, ...]:
    """Each language once, with the level written beside or just below it."""
    found: dict[str, Language] = {}
    for position, line in enumerate(lines):
        text = without_bullet(line.text)
        matches = list(_LANGUAGE.finditer(text))
        for index, match in enumerate(matches):
            end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
            level = text[match.end() : end].strip(_EDGES) or _level_before(text, match, index)
            if not level and len(matches) == 1 and position + 1 < len(lines):
                below = lines[position + 1].text
                level = below.strip(_EDGES) if not _LANGUAGE.search(below) and len(below) < 40 else ""
            code = CODES[match[1].casefold()]
            found.setdefault(code, Language(match[1], code, level[:60] or None, line.number, line.text))
    return tuple(found.values())


def _level_before(text: str, match: re.Match[str], index: int) -> str:
    """ "Fluent in English", "Native German": the level stands before the language."""
    if index:
        return ""
    before = re.sub(r"(?i)\s+(?:in|speaker of)\s*$", "", text[: match.start()])
    return before.strip(_EDGES) if len(before) < 30 else ""
