"""PDF → lines, from where the characters stand on the page. Runs only in the limited child process."""

import ctypes
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw

from app.intelligence.extraction.columns import in_reading_order
from app.intelligence.extraction.lines import SOFT_HYPHEN, Cell, Line
from app.intelligence.reasons import Caveat, NotReadable, Reason

pdfium: Any = pypdfium2.raw  # generated at build time, without types

MAX_PAGES = 20
MAX_CHARACTERS_PER_PAGE = 30_000
WORD_GAP = 0.22  # of the line height: a wider gap begins a new word
CELL_GAP = 0.95  # a wider gap begins a new cell: more than any space in justified text
ENCRYPTED = 4
ACTIVE = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


@dataclass(slots=True)
class Word:
    """Characters without a space between them, and where they stand."""

    text: str
    x0: float
    x1: float
    y: float
    height: float
    bold: bool
    breaks: bool = False  # an icon or a wide space stands before it: it begins a cell


@dataclass(slots=True)
class PdfText:
    """What was found on the pages."""

    lines: list[Line] = field(default_factory=list)
    links: list[tuple[str, int, float]] = field(default_factory=list)  # address, page, height on the page
    warnings: list[Caveat] = field(default_factory=list)


def read_pdf(data: bytes) -> PdfText:
    """Lines and link addresses of the first pages."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == ENCRYPTED or "assword" in str(error)
        raise NotReadable(Reason.ENCRYPTED if encrypted else Reason.DAMAGED) from error
    found = PdfText()
    pages = len(document)
    if pages == 0:
        raise NotReadable(Reason.DAMAGED)
    if pages > MAX_PAGES:
        found.warnings.append(Caveat.PAGES_LEFT_OUT)
    if any(mark in data for mark in ACTIVE):
        found.warnings.append(Caveat.ACTIVE_CONTENT)
    rows: list[list[Line]] = []
    for index in range(min(pages, MAX_PAGES)):
        try:
            page = document[index]
            rows.append(_rows(_words(page), index))
            found.links += [(address, index, y) for address, y in _links(document, page)]
        except pypdfium2.PdfiumError:
            if Caveat.DAMAGED_PAGE not in found.warnings:
                found.warnings.append(Caveat.DAMAGED_PAGE)
    found.lines = in_reading_order(rows)
    return found


def _words(page: pypdfium2.PdfPage) -> list[Word]:
    textpage = page.get_textpage()
    raw = textpage.raw
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    words: list[Word] = []
    current: Word | None = None
    breaks = False
    last_left = -1.0
    for index in range(min(pdfium.FPDFText_CountChars(raw), MAX_CHARACTERS_PER_PAGE)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        if 0xE000 <= code < 0xF900:  # icons live in the private use area
            current, breaks = None, True
            continue
        if character.isspace() or code in (0x200B, 0x200C, 0x200D, 0xFEFF):
            current = None
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        height = max(abs(box.top - box.bottom), 1.0)
        if code in (0x02, 0xFFFE):  # a word broken at the end of the line
            if words:
                words[-1].text += SOFT_HYPHEN
            current = None
            continue
        of_ligature = box.left == last_left  # its letters share one box
        last_left = box.left
        if current is None or not (of_ligature or _continues(current, box.left, y.value, height)):
            bold = _is_bold(raw, index)
            current = Word(character, box.left, box.right, y.value, height, bold, breaks)
            words.append(current)
            breaks = False
            continue
        current.text += character
        current.x1 = max(current.x1, box.right)
    return words


def _continues(word: Word, left: float, y: float, height: float) -> bool:
    same_line = abs(word.y - y) < 0.25 * height
    return same_line and -0.6 * height < left - word.x1 < WORD_GAP * height


def _is_bold(textpage: Any, index: int) -> bool:
    """By the font's name: the weight a PDF states is often missing or the same for all fonts."""
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, 80, flags)
    lowered = name.value.lower()
    by_name = any(mark in lowered for mark in (b"bold", b"black", b"heavy", b"semibd", b"cmbx", b"demi"))
    return by_name or bool(flags.value & (1 << 18)) or pdfium.FPDFText_GetFontWeight(textpage, index) >= 600


def _rows(words: list[Word], page: int) -> list[Line]:
    """Words that share a base line, from the top of the page to its end."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: -each.y):
        if lines and abs(lines[-1][0].y - word.y) < 0.3 * min(word.height, lines[-1][0].height):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_row(sorted(line, key=lambda each: each.x0), page) for line in lines]


def _row(words: list[Word], page: int) -> Line:
    groups: list[list[Word]] = []
    for word in words:
        if groups and not word.breaks and _same_cell(groups[-1][-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    return Line(tuple(_cell(group) for group in groups), page=page, y=words[0].y)


def _same_cell(word: Word, following: Word) -> bool:
    """A wide gap begins a cell; where the weight changes too, half of it is enough."""
    limit = CELL_GAP if word.bold == following.bold else CELL_GAP / 2
    return following.x0 - word.x1 < limit * max(word.height, following.height)


def _cell(words: list[Word]) -> Cell:
    text = " ".join(word.text for word in words)
    bold_words = 0
    while bold_words < len(words) and words[bold_words].bold:
        bold_words += 1
    bold_until = len(" ".join(word.text for word in words[:bold_words]))
    size = median([word.height for word in words if word.text[0].isalnum()] or [word.height for word in words])
    return Cell(text, words[0].x0, max(word.x1 for word in words), size, bold_until)


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> list[tuple[str, float]]:
    """Addresses behind words and icons, with their height on the page."""
    position, link, rectangle = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    found: list[tuple[str, float]] = []
    while len(found) < 200 and pdfium.FPDFLink_Enumerate(page.raw, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        length = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
        buffer = ctypes.create_string_buffer(min(length, 2_000))
        pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, len(buffer))
        pdfium.FPDFLink_GetAnnotRect(link, rectangle)
        found.append((buffer.value.decode("utf-8", "replace"), (rectangle.top + rectangle.bottom) / 2))
    return found
