"""DOCX, ODT, RTF and plain text → lines. Runs only in the limited child process."""

import html
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx2python import docx2python
from lxml import etree  # type: ignore[import-untyped]

from app.intelligence.documents import MAX_UNPACKED, DocumentKind
from app.intelligence.extraction.lines import Cell, Line, is_bullet, plain_lines
from app.intelligence.reasons import NotReadable, Reason

MAX_PART = 40 * 1024 * 1024
MARKUP = re.compile(r"<[^>]*>")
FORBIDDEN_XML = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read_office(data: bytes, kind: DocumentKind) -> list[Line]:
    """The lines of a document that is not a PDF."""
    if kind is DocumentKind.DOCX:
        return _docx(data)
    if kind is DocumentKind.ODT:
        return _odt(data)
    if kind is DocumentKind.RTF:
        return plain_lines(rtf_text(data))
    return plain_lines(decode(data))


def decode(data: bytes) -> str:
    """Text in the encoding it most likely has."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def refuse_entities(data: bytes) -> None:
    """Reads every XML part within the limits; a document type or entity never belongs into an office document."""
    total = 0
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as part:
                content = part.read(MAX_PART + 1)
            total += len(content)
            if total > MAX_UNPACKED or len(content) > MAX_PART:
                raise NotReadable(Reason.TOO_LARGE_UNPACKED)
            if entry.filename.lower().endswith((".xml", ".rels")) and _declares(content):
                raise NotReadable(Reason.DAMAGED)


def _declares(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:64]:
        content = content.replace(b"\x00", b"")
    return FORBIDDEN_XML.search(content) is not None


def _docx(data: bytes) -> list[Line]:
    refuse_entities(data)
    with docx2python(BytesIO(data), html=True) as document:
        lines = list(_tables(document.header))
        lines += list(_tables(document.body))
        lines += list(_tables(document.footer))
    return lines


def _tables(tables: Any) -> Iterator[Line]:
    for table in tables:
        for row in table:
            yield from _table_row([[str(paragraph) for paragraph in cell] for cell in row])


def _table_row(cells: list[list[str]]) -> Iterator[Line]:
    """A row of short cells is one line each; a row of long cells is columns, the shorter one first."""
    filled = [[text for text in cell if MARKUP.sub("", text).strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    if len(filled) <= 1:
        for cell in cells:
            yield from _paragraphs(cell)
    elif min(len(cell) for cell in filled) <= 3:
        yield from _beside(filled)
    else:
        for cell in sorted(filled, key=lambda texts: sum(map(len, texts))):
            yield from _paragraphs(cell)


def _beside(cells: list[list[str]]) -> Iterator[Line]:
    for index in range(max(len(cell) for cell in cells)):
        parts: list[Cell] = []
        heading = False
        for cell in cells:
            if index < len(cell):
                found, is_heading = _cells(cell[index])
                parts += found
                heading = heading or is_heading
        if parts:
            yield Line(tuple(parts), is_heading=heading and len(parts) == 1, gap=1.2 if index else 2.2)


def _paragraphs(texts: list[str]) -> Iterator[Line]:
    gap = 1.2
    for text in texts:
        for piece in text.split("\n"):
            parts, heading = _cells(piece)
            if parts:
                yield Line(tuple(parts), is_heading=heading, gap=gap)
                gap = 1.2
            else:
                gap = 2.2


def _cells(text: str) -> tuple[list[Cell], bool]:
    """One paragraph: its tab stops separate cells, its leading bold words are marked."""
    heading = bool(re.search(r"<h[1-6]>", text))
    # the library gives Word's half points under the name of points
    sizes = [float(size) / 2 for size in re.findall(r"font-size:(\d+(?:\.\d+)?)pt", text)]
    size = max([*sizes, 10.0 if not heading else 14.0])
    text = re.sub(r"^(\s*)--\t", r"\1• ", text)
    text = re.sub(r"^(\s*)(\d{1,2}[.)])\t", r"\1\2 ", text)
    text = re.sub(r'<a href="[^"]*">', "", text)
    text = re.sub(r"----(?:media|Image alt text)[^-]*----", "", text)
    cells: list[Cell] = []
    bold = False
    for piece in re.split(r"\t+|\s{3,}", text):
        plain, bold_until, bold = _plain(piece, bold)
        if plain:
            cells.append(Cell(plain, size=size, bold_until=bold_until))
    if len(cells) > 1 and len(cells[0].text) == 1 and is_bullet(cells[0].text + " "):
        cells[:2] = [Cell(f"{cells[0].text} {cells[1].text}", size=size)]
    return cells, heading


def _plain(piece: str, bold: bool) -> tuple[str, int, bool]:
    """Text without markup, how much of its beginning is bold, and whether bold goes on behind it."""
    out: list[str] = []
    bold_until: int | None = None
    for part in re.split(r"(<[^>]*>)", piece):
        if part.startswith("<") and part.endswith(">"):
            bold = True if part == "<b>" else False if part == "</b>" else bold
            continue
        text = html.unescape(part)
        if text.strip() and not bold and bold_until is None:
            bold_until = len("".join(out).strip())
        out.append(text)
    plain = re.sub(r"\s+", " ", "".join(out)).strip()
    return plain, len(plain) if bold_until is None else bold_until, bold


def _odt(data: bytes) -> list[Line]:
    refuse_entities(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    lines: list[Line] = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part in ("styles.xml", "content.xml"):
            if part in archive.namelist():
                root = etree.fromstring(archive.read(part), parser)
                lines += _odt_lines(root)
    return lines


def _odt_lines(root: Any) -> Iterator[Line]:
    for element in root.iter(TEXT + "h", TEXT + "p", TABLE + "table-row"):
        in_row = next(element.iterancestors(TABLE + "table-row"), None) is not None
        if element.tag == TABLE + "table-row":
            columns = [[_odt_text(each) for each in cell.iter(TEXT + "h", TEXT + "p")] for cell in element]
            yield from _table_row(columns)
        elif not in_row:
            listed = next(element.iterancestors(TEXT + "list-item"), None) is not None
            text = ("• " if listed else "") + _odt_text(element)
            for line in plain_lines(text):
                line.is_heading = element.tag == TEXT + "h"
                yield line


def _odt_text(element: Any) -> str:
    text = element.text or ""
    for child in element:
        if child.tag == TEXT + "tab":
            text += "\t"
        elif child.tag == TEXT + "line-break":
            text += "\n"
        elif child.tag == TEXT + "s":
            text += " " * min(int(child.get(TEXT + "c", "1") or 1), 40)
        elif isinstance(child.tag, str):
            text += _odt_text(child)
        text += child.tail or ""
    return text


RTF_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|(.)", re.IGNORECASE | re.DOTALL
)
RTF_HIDDEN = frozenset(
    [
        "fonttbl",
        "colortbl",
        "datastore",
        "themedata",
        "stylesheet",
        "info",
        "pict",
        "object",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "xmlnstbl",
        "fldinst",
        "filetbl",
        "revtbl",
        "latentstyles",
        "mmathPr",
        "colorschememapping",
        "nonshppict",
        "bkmkstart",
        "bkmkend",
    ]
)
RTF_BREAKS = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "sect": "\n",
    "page": "\n",
    "tab": "\t",
    "cell": "\t",
    "bullet": "•",
}
RTF_BREAKS |= {"endash": "–", "emdash": "—", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"}


def rtf_text(data: bytes) -> str:
    """The visible text of an RTF file."""
    out: list[str] = []
    stack: list[tuple[bool, int]] = []
    hidden, skip, unicode_skip = False, 0, 1
    for match in RTF_TOKEN.finditer(data.decode("cp1252", "replace")):
        word, number, code, symbol, brace, character = match.groups()
        if brace == "{":
            stack.append((hidden, unicode_skip))
        elif brace == "}":
            hidden, unicode_skip = stack.pop() if stack else (False, 1)
        elif symbol == "*" or word in RTF_HIDDEN:
            hidden = True
        elif word == "uc":
            unicode_skip = int(number or 1)
        elif word == "u" and number:
            skip = unicode_skip
            if not hidden:
                out.append(chr(int(number) % 65536))
        elif word in RTF_BREAKS and not hidden:
            out.append(RTF_BREAKS[word])
        elif code or symbol or character:
            if skip:
                skip -= 1
            elif not hidden:
                out.append(_rtf_character(code, symbol, character))
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _rtf_character(code: str | None, symbol: str | None, character: str | None) -> str:
    if code:
        return bytes([int(code, 16)]).decode("cp1252", "replace")
    if symbol:
        return {"~": " ", "_": "-", "-": ""}.get(symbol, symbol)
    return character or ""
