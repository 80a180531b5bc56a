"""Which of several dated decisions is in force, for consents' validity and for how long people are kept alike."""

from dataclasses import dataclass
from datetime import date

import pytest

from app.core.dated import in_force, rule_for

pytestmark = pytest.mark.no_app
DAY = date(2027, 3, 1)


@dataclass(frozen=True)
class Decision:
    country: str
    valid_from: date
    says: int


RULES = [
    Decision("", date(2020, 1, 1), 1), Decision("AT", date(2021, 1, 1), 2), Decision("", date(2026, 1, 1), 3),
    Decision("AT", date(2027, 3, 2), 4), Decision("DE", DAY, 5), Decision("DE", DAY, 6),
]  # fmt: skip


@pytest.mark.parametrize(
    ("country", "home", "says"), [("AT", "DE", 2), ("FR", "DE", 3), ("", "DE", 6), ("", "", 3), ("DE", "", 6)]
)
def test_a_country_goes_by_its_own_newest_decision_else_by_that_for_everywhere(country: str, home: str, says: int) -> None:
    found = rule_for(country, RULES, DAY, home=home)
    assert found is not None and found.says == says


def test_what_is_decided_for_a_day_to_come_does_not_count_yet() -> None:
    assert {one.country: one.says for one in in_force(RULES, DAY).values()} == {"": 3, "AT": 2, "DE": 6}
    assert rule_for("DE", RULES, date(2019, 1, 1), home="DE") is None
