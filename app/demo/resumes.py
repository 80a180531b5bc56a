"""Résumés as people send them: small PDF and Word files, written here by hand, and what our own reader finds in them."""

import io
import zipfile
from dataclasses import dataclass
from enum import Enum
from xml.sax.saxutils import escape

from app.candidates.values import country_name
from app.core.text import folded
from app.demo.careers import Person, Post
from app.intelligence.documents import DocumentKind
from app.intelligence.extraction.child import load_in_advance, read
from app.intelligence.extraction.reading import ResumeReading, from_plain

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MEDIA_TYPES = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Style(Enum):
    NAME = "name"
    HEADING = "heading"
    STRONG = "strong"
    PLAIN = "plain"
    BULLET = "bullet"
    GAP = "gap"


Line = tuple[Style, str]


@dataclass(frozen=True)
class Resume:
    """A file as somebody sends it, and the reading of it."""

    data: bytes
    filename: str
    media_type: str
    reading: ResumeReading


def write_resume(person: Person) -> Resume:
    """A PDF where its plain fonts have the letters of the name, else a Word file."""
    lines = list(_lines(person))
    kind = DocumentKind.PDF if _fits_plain_fonts(lines) else DocumentKind.DOCX
    data = _pdf(lines) if kind is DocumentKind.PDF else _docx(lines)
    load_in_advance()
    answer = read(data, kind, person.identity.country)
    reading = answer["reading"]
    assert isinstance(reading, dict)
    stem = folded(person.identity.family).replace(" ", "-")
    return Resume(data, f"resume-{stem}.{kind.value}", MEDIA_TYPES[kind], from_plain(reading))


def _lines(person: Person) -> list[Line]:
    who = person.identity
    contact = " | ".join(part for part in (f"{who.city}, {country_name(who.country)}", who.email, who.phone) if part)
    lines: list[Line] = [(Style.NAME, who.name)]
    if person.headline:
        lines.append((Style.PLAIN, person.headline))
    lines += [(Style.PLAIN, contact), (Style.HEADING, "Experience")]
    for post in person.posts:
        lines += _post(post)
    lines += [
        (Style.HEADING, "Education"),
        (Style.STRONG, f"{person.degree} {person.subject}"),
        (Style.PLAIN, f"{person.school}, {person.graduated - 3} - {person.graduated}"),
        (Style.HEADING, "Skills"),
        (Style.PLAIN, ", ".join(person.skills)),
        (Style.HEADING, "Languages"),
        (Style.PLAIN, ", ".join(f"{name} ({level})" for name, level in person.languages)),
    ]
    return lines


def _post(post: Post) -> list[Line]:
    until = _month(post.end) if post.end else "Present"
    return [
        (Style.STRONG, post.title),
        (Style.PLAIN, f"{post.employer}, {_month(post.start)} - {until}"),
        *((Style.BULLET, deed) for deed in post.deeds),
        (Style.GAP, ""),
    ]


def _month(moment: tuple[int, int]) -> str:
    return f"{MONTHS[moment[1] - 1]} {moment[0]}"


def _fits_plain_fonts(lines: list[Line]) -> bool:
    try:
        "".join(text for _style, text in lines).encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


_SIZES = {Style.NAME: (20, 30), Style.HEADING: (12, 24), Style.STRONG: (10, 14), Style.PLAIN: (10, 14), Style.BULLET: (10, 14),
          Style.GAP: (10, 6)}  # fmt: skip


def _pdf(lines: list[Line]) -> bytes:
    """One page A4, Helvetica, each line at its place."""
    height = 800
    drawn = []
    for style, text in lines:
        size, advance = _SIZES[style]
        height -= advance
        if text:
            font = "F1" if style in (Style.PLAIN, Style.BULLET) else "F2"
            shown = f"\u2022 {text}" if style is Style.BULLET else text
            drawn.append(f"BT /{font} {size} Tf 56 {height} Td ({_escaped(shown)}) Tj ET")
    content = "\n".join(drawn).encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return file.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    ),
}


def _docx(lines: list[Line]) -> bytes:
    """The three parts a Word file needs."""
    body = "".join(_paragraph(style, text) for style, text in lines if text)
    document = f'<w:document xmlns:w="{_WORD}" xmlns:r="{_RELATIONS}"><w:body>{body}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**_PARTS, "word/document.xml": document}.items():
            part = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))  # the same person, the same bytes
            archive.writestr(part, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}', zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _paragraph(style: Style, text: str) -> str:
    size = 2 * _SIZES[style][0]
    bold = "" if style in (Style.PLAIN, Style.BULLET) else "<w:b/>"
    shown = escape(f"\u2022 {text}" if style is Style.BULLET else text)
    run = f'<w:r><w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{shown}</w:t></w:r>'
    return f"<w:p>{run}</w:p>"
