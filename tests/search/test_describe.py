"""A query reads back in plain words."""

import pytest

import app.search.fields
from app.search.describe import describe
from app.search.parser import parse

pytestmark = pytest.mark.no_app
assert app.search.fields


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "everybody"),
        ("python", "people mentioning “python”"),
        ("pyth*", "people mentioning “pyth…”"),
        ("skill:Python city:Berlin", "people with skill Python and in Berlin"),
        (
            "skill:Python city:Berlin -stage:rejected",
            "people with skill Python, in Berlin, and not in stage rejected",
        ),
        ("city:(Berlin OR Paris OR Rome)", "people in Berlin, Paris, or Rome"),
        ("skill:Go (city:Berlin OR remote:yes)", "people with skill Go and (in Berlin or open to remote work: yes)"),
        ("tag:none", "people with no tag"),
        ("owner:any", "people with any owner"),
        ("applied:any", "people who ever applied"),
        ("-applied:any", "people who never applied"),
        ("rejected:any", "people rejected for whatever reason"),
        ("rejected:none city:Berlin", "people never rejected and in Berlin"),
        ("-offer:any", "people never made an offer"),
        ("seniority:senior", "people at level Senior"),
        ("graduated:>2015", "people who graduated: over 2015"),
        ("salary:60k..80k", "people with a salary expectation of between 60,000 and 80,000"),
        ("salary:>90kchf", "people with a salary expectation of over 90,000 CHF"),
        ("applied:<30d", "people who applied within the last 30 days"),
        ("contacted:>6m", "people contacted more than 6 months ago"),
        ("added:30d..6m", "people added 30 days to 6 months ago"),
        ("expires:<60d", "people with a document that expires within the next 60 days"),
        ("added:2026-01-31", "people added on Jan 31, 2026"),
        ("added:2026-01", "people added between Jan 1, 2026 and Jan 31, 2026"),
        ("added:>=2026-01-31", "people added on or after Jan 31, 2026"),
        ("added:<2026", "people added before Jan 1, 2026"),
        ("is:finalist", "people who are a finalist"),
    ],
)
def test_a_query_is_said_in_plain_words(text: str, said: str) -> None:
    assert describe(parse(text)) == said
