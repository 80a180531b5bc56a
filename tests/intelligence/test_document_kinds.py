"""Kinds of documents and the names of files."""

import pytest

from app.intelligence.documents import DocumentKind, identify, safe_filename, sniff
from app.intelligence.reasons import Caveat, Reason
from app.intelligence.unreadable import SENTENCES, WARNINGS
from tests.intelligence.documents import docx, odt, paragraph, text_pdf

pytestmark = pytest.mark.no_app


@pytest.mark.parametrize(
    ("data", "filename", "kind"),
    [
        (text_pdf("x"), "cv.pdf", DocumentKind.PDF),
        (text_pdf("x"), "C:\\Users\\Eva\\CV Final (2).PDF", DocumentKind.PDF),
        (docx(paragraph("x")), "cv.docx", DocumentKind.DOCX),
        (odt("<text:p>x</text:p>"), "cv.odt", DocumentKind.ODT),
        (rb"{\rtf1 x}", "cv.rtf", DocumentKind.RTF),
        ("Zoë".encode("utf-16"), "cv.txt", DocumentKind.TXT),
        ("Zoë".encode("cp1252"), "cv.txt", DocumentKind.TXT),
    ],
)
def test_content_and_ending_decide_together(data: bytes, filename: str, kind: DocumentKind) -> None:
    assert sniff(data, filename) is kind


def test_a_wrong_ending_is_told_apart_from_a_kind_that_is_not_taken() -> None:
    assert identify(docx(paragraph("x")), "cv.pdf") is Reason.MISMATCH
    assert identify(text_pdf("x"), "cv.exe") is Reason.NOT_ACCEPTED
    assert sniff(text_pdf("x"), "cv.exe") is None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\Lebenslauf Müller.pdf", "Lebenslauf Müller.pdf"),
        ("cv\u202egpj.pdf", "cvgpj.pdf"),
        ("cv\r\nSet-Cookie: a.pdf", "cvSet-Cookie_ a.pdf"),
        ("cv\x00.pdf", "cv.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("  .pdf.  ", "pdf"),
        ("", "document"),
        ("///", "document"),
        ("履歴書.pdf", "履歴書.pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_filename(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_filename("a" * 300 + ".docx")
    assert len(name) == 120
    assert name.endswith("a.docx")


def test_every_reason_and_warning_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    assert set(WARNINGS) == set(Caveat)
