"""Small documents made for the tests, part by part."""

import zipfile
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP with these parts in this order; `mimetype` is stored as ODF demands."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(name, content, how)
    return buffer.getvalue()


def paragraph(text: str, *, bold: bool = False, style: str = "", size: int = 0) -> str:
    properties = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size * 2}"/>' if size else "")
    runs = "<w:r><w:tab/></w:r>".join(
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{part}</w:t></w:r>' for part in text.split("\t")
    )
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{runs}</w:p>"


def table(rows: list[list[str]]) -> str:
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{''.join(map(paragraph, cell.split('|')))}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def docx(body: str, *, header: str = "", prologue: str = "", encoding: str = "UTF-8") -> bytes:
    """A Word document with this body and page header; `prologue` goes before the root element."""
    kinds = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{DOCX_MAIN}"/>'
        '<Override PartName="/word/header1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    top = f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>'
    inner = f'<Relationships xmlns="{package}"><Relationship Id="h" Type="{office}/header" Target="header1.xml"/></Relationships>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
    document = f'<?xml version="1.0" encoding="{encoding}"?>{prologue}<w:document xmlns:w="{W}" xmlns:r="{office}"><w:body>{body}{section}</w:body></w:document>'
    return archive(
        {
            "[Content_Types].xml": kinds,
            "_rels/.rels": top,
            "word/document.xml": document.encode(encoding),
            "word/_rels/document.xml.rels": inner,
            "word/header1.xml": f'<w:hdr xmlns:w="{W}" xmlns:r="{office}">{header or "<w:p/>"}</w:hdr>',
        }
    )


def odt(body: str, *, prologue: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument text."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **(extra or {})})


def pdf(objects: list[bytes], trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = trailer.replace(b"<<", b"<</Size %d" % (len(objects) + 1), 1)
    return bytes(out + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))


def text_pdf(text: str, *, catalog: bytes = b"", pages: int = 1) -> bytes:
    """A PDF that shows these lines on each of its pages."""
    lines = b" T* ".join(
        b"(%s) Tj" % line.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)") for line in text.split("\n")
    )
    stream = b"BT /F1 11 Tf 14 TL 50 780 Td %s ET" % lines
    kids = b" ".join(b"%d 0 R" % (5 + index) for index in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>>>>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *[page] * pages,
        ]
    )
