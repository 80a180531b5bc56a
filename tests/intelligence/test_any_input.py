"""Whatever comes in, the readers answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.intelligence.contact_points import find_emails, find_phones, find_urls
from app.intelligence.documents import MAX_NAME, DocumentKind, identify, safe_filename
from app.intelligence.extraction.lines import plain_lines
from app.intelligence.extraction.office import rtf_text
from app.intelligence.extraction.parsing import parse
from app.intelligence.extraction.reading import as_plain, from_plain
from app.intelligence.names import split_name
from app.intelligence.reasons import Reason
from app.intelligence.skills import find_skills, listed_skills, normalise_skill

pytestmark = pytest.mark.no_app

PIECES = st.sampled_from(
    [
        "Experience", "Berufserfahrung", "Education", "Skills", "Languages", "References", "2019 – present", "05/2018", "– ", "• ",
        "Acme GmbH, Berlin", "Senior Engineer", "John Doe", "PhD", "University", "\t", "   ", "(", ")", "|", "a@b.de", "+49 30 901820",
        "in", "at", "bis", "heute", ",", ".", "\n", "\n\n", "Deutsch", "C++", "10115 Berlin", "ÄÖÜ", "\u202e", "\x00", "¹²³", "१२३",
    ]
)  # fmt: skip
TEXT = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_any_text_gives_a_reading_that_survives_the_way_back(text: str) -> None:
    reading = parse(plain_lines(text), [], [], "DE")
    assert from_plain(as_plain(reading)) == reading


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_any_text_is_searched_for_names_skills_and_contact_points(text: str) -> None:
    split_name(text)
    normalise_skill(text)
    assert all(name and line in text for name, line in find_skills(text))
    assert all(listed_skills(text))
    assert all("@" in address for address in find_emails(text))
    assert all(number.startswith("+") for number in find_phones(text, "DE"))
    assert all("://" in address for address in find_urls(text))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    safe = safe_filename(name)
    assert 0 < len(safe) <= MAX_NAME
    assert safe_filename(safe) == safe
    assert not set(safe) & set('/\\\0\r\n"<>')


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"{\\rtf1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]),
    st.binary(max_size=400),
    st.sampled_from(["a.pdf", "a.docx", "a.odt", "a.rtf", "a.txt", "a", "a.exe"]),
)
def test_any_bytes_get_a_kind_or_a_reason(head: bytes, data: bytes, filename: str) -> None:
    assert isinstance(identify(head + data, filename), DocumentKind | Reason)
    assert isinstance(rtf_text(head + data), str)
