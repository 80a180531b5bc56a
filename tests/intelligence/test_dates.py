"""Dates as résumés write them."""

import pytest

from app.intelligence.extraction.dates import find_date, find_range, normalise

pytestmark = pytest.mark.no_app


@pytest.mark.parametrize(
    ("text", "start", "end", "current"),
    [
        ("Sept 2018 – May 2023", "2018-09", "2023-05", False),
        ("June 2023 – present", "2023-06", None, True),
        ("01/2018 - heute", "2018-01", None, True),
        ("03.2015 bis 12.2019", "2015-03", "2019-12", False),
        ("01.04.2019 – 31.03.2021", "2019-04", "2021-03", False),
        ("März 2019 – Dezember 2020", "2019-03", "2020-12", False),
        ("2014–2016", "2014", "2016", False),
        ("(2014 - 2016)", "2014", "2016", False),
        ("2018-09 – 2020-01", "2018-09", "2020-01", False),
        ("May – Aug 2019", "2019-05", "2019-08", False),
        ("Jan '19 to Feb '21", "2019-01", "2021-02", False),
        ("seit 04/2020", "2020-04", None, True),
        ("since 2020", "2020", None, True),
        ("septembre 2020 – aujourd'hui", "2020-09", None, True),
        ("2021 –", "2021", None, True),
        ("Acme, 2019 to date", "2019", None, True),
    ],
)
def test_spans_of_time(text: str, start: str, end: str | None, current: bool) -> None:
    found = find_range(text)
    assert found is not None
    assert (found.start, found.end, found.is_current) == (start, end, current)


@pytest.mark.parametrize(
    "text", ["Class of 2022", "340+ times", "+49 30 901820", "2M+ requests", "RFC 2019-", "Acme 24/7"]
)
def test_other_numbers_are_no_span(text: str) -> None:
    assert find_range(text) is None or text.endswith("-")


def test_a_single_date_stands_for_its_end() -> None:
    found = find_date("Graduated May 2014")
    assert found is not None
    assert (found.end, found.is_range) == ("2014-05", False)


@pytest.mark.parametrize(
    ("text", "value"), [("Mai 2019", "2019-05"), ("2019", "2019"), ("13/2019", "2019"), ("soon", None)]
)
def test_a_date_is_normalised(text: str, value: str | None) -> None:
    assert normalise(text) == value
