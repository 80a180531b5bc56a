"""Names of people."""

import pytest

from app.intelligence.extraction.person import looks_like_name, tidy_name
from app.intelligence.names import split_name

pytestmark = pytest.mark.no_app


@pytest.mark.parametrize(
    ("full", "given", "family"),
    [
        ("John Doe", "John", "Doe"),
        ("Anna-Lena Müller", "Anna-Lena", "Müller"),
        ("Dr. Juan de la Vega III", "Juan", "de la Vega"),
        ("van der Berg, Pieter", "Pieter", "van der Berg"),
        ("  Ada   King Lovelace ", "Ada King", "Lovelace"),
        ("Björk", "Björk", ""),
        ("", "", ""),
    ],
)
def test_a_full_name_divides(full: str, given: str, family: str) -> None:
    assert split_name(full) == (given, family)


@pytest.mark.parametrize(
    "text", ["John Doe", "Ludwig van Beethoven", "José María O’Neill-Pérez", "Nguyễn Văn An", "J. R. Smith"]
)
def test_names_are_recognised(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize("text", ["John", "10115 Berlin", "john@example.org", "the quick brown fox", "C++ Developer"])
def test_other_lines_are_not(text: str) -> None:
    assert not looks_like_name(text)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("JOHN O'BRIEN", "John O'Brien"),
        ("LUDWIG VAN BEETHOVEN", "Ludwig van Beethoven"),
        ("J O H N  D O E", "John Doe"),
    ],
)
def test_typography_is_taken_off(typed: str, tidy: str) -> None:
    assert tidy_name(typed) == tidy
