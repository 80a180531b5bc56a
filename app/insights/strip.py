"""One strip, this quarter: from subscriber to hire. Each number is a question of the query language and opens its people."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select

from app.accounts.models import User
from app.core.clock import today
from app.extensions import db
from app.search.parser import parse
from app.search.queries import matching_ids

STEPS = (
    ("subscribed", lazy_gettext("Subscribed")),
    ("engaged", lazy_gettext("Engaged")),
    ("pooled", lazy_gettext("Into pools")),
    ("invited", lazy_gettext("Invited")),
    ("applied", lazy_gettext("Applied")),
    ("interviewed", lazy_gettext("Interviewed")),
    ("offered", lazy_gettext("Offered")),
    ("hired", lazy_gettext("Hired")),
)
"""Field of the query language → the step in a word."""

OF_APPLICATIONS = ("applied", "interviewed", "offered", "hired")
"""Steps that belong to a job, and so to a team."""


@dataclass(frozen=True)
class Step:
    """How many people took a step this quarter, and the query that finds them."""

    label: object
    number: int
    query: str


@dataclass(frozen=True)
class Strip:
    first: date
    last: date
    steps: list[Step]

    @property
    def title(self) -> str:
        return _("Quarter %(number)s of %(year)s", number=(self.first.month + 2) // 3, year=self.first.year)


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter a day is in."""
    first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    after = date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def strip_of(viewer: User, *, job: str = "", team: str = "") -> Strip:
    """The steps of this quarter. Narrowed to a job (its name in addresses) or a team, only those that belong to one."""
    first, last = quarter_of(today())
    narrowed = "".join(f' {name}:"{value}"' for name, value in (("job", job), ("team", team)) if value)
    names = [(name, label) for name, label in STEPS if not narrowed or name in OF_APPLICATIONS]
    queries = [(label, f"{name}:{first}..{last}{narrowed}") for name, label in names]
    numbers = _numbers(viewer, [query for _label, query in queries])
    return Strip(first, last, [Step(label, number, query) for (label, query), number in zip(queries, numbers, strict=True)])


def _numbers(viewer: User, queries: list[str]) -> list[int]:
    """How many people each query finds, in one statement."""
    found = [matching_ids(viewer, parse(query)).subquery() for query in queries]
    counts = [select(func.count()).select_from(people).scalar_subquery() for people in found]
    return list(db.session.execute(select(*counts)).one())
