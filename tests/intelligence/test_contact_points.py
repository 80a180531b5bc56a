"""E-mail addresses, phone numbers and web addresses in text."""

import pytest

from app.intelligence.contact_points import (
    find_emails,
    find_phones,
    find_urls,
    is_profile,
    is_web_address,
    normalise_phone,
    url_key,
)

pytestmark = pytest.mark.no_app


def test_addresses_are_found_once_with_a_small_domain() -> None:
    text = "Write to Ada.King+cv@Example.ORG (ada.king+cv@example.org), not to a@b or @home or x..y@example.org"
    assert find_emails(text) == ["Ada.King+cv@example.org", "ada.king+cv@example.org"]


def test_numbers_come_in_one_form_and_years_are_no_numbers() -> None:
    assert find_phones("Tel. +49 (0)30 901820, seit 2019-2021", "US") == ["+4930901820"]
    assert find_phones("(512) 555-0143", "US") == ["+15125550143"]
    assert find_phones("US Patent 11,234,567 and 2018 - 2021", "US") == []
    assert find_phones("+44 7700 900123", "US") == ["+447700900123"]
    assert normalise_phone("030 901820", "DE") == "+4930901820"
    assert normalise_phone("call me", "DE") is None


def test_web_addresses_get_a_scheme_and_lose_the_full_stop() -> None:
    text = "linkedin.com/in/ada, www.ada.dev. ada@mail.com uses Node.js and https://example.org/a?b=1."
    assert list(find_urls(text)) == ["https://linkedin.com/in/ada", "https://www.ada.dev", "https://example.org/a?b=1"]


def test_two_spellings_of_one_page_are_one() -> None:
    assert url_key("https://www.GitHub.com/ada/") == url_key("github.com/ada")


def test_only_ordinary_web_addresses_become_links() -> None:
    assert is_web_address("https://example.org/a")
    assert not any(
        map(is_web_address, ["javascript:alert(1)", "https://a b", "data:text/html,x", 'https://x"onclick='])
    )
    assert is_profile("https://www.linkedin.com/in/ada")
    assert not is_profile("https://github.com/")
