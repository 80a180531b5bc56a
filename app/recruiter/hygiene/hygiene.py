"""What is missing or out of date, each as a question that leads to the people it is about."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from app.accounts.permissions import Permission
from app.candidates.merging import open_pair_counts
from app.extensions import db
from app.search.parser import parse
from app.search.queries import Count, count_candidates
from app.talent.models import Pool
from app.talent.queries.pools import dormant_pools
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("hygiene", __name__)
MOST_POOLS = 20
QUOTE = '"'


@dataclass(frozen=True)
class Check:
    """One thing to keep in order. `query` finds the people, `asked` writes it for the viewer; pairs have a page and a count
    of their own."""

    name: str
    label: object
    why: object
    icon: str
    query: str = ""
    asked: Callable[[], str] | None = None
    address: str = ""
    counted: Callable[[], int] | None = None

    @property
    def question(self) -> str:
        return self.asked() if self.asked is not None else self.query

    @property
    def url(self) -> str:
        question = self.question
        return url_for("recruiter.candidates.candidates.show_candidates", q=question) if question else url_for(self.address)

    def count(self) -> Count:
        if self.counted is not None:
            return Count(self.counted(), is_exact=True)
        question = self.question
        return count_candidates(viewer(), parse(question)) if question else Count(0, is_exact=True)


def _of_dormant_pools() -> str:
    """The question for everybody in a dormant pool; empty when none is."""
    names = db.session.scalars(dormant_pools(viewer()).with_only_columns(Pool.name).order_by(Pool.name_key).limit(MOST_POOLS))
    quoted = [f'"{name.replace(QUOTE, " ")}"' for name in names]
    return f"pool:({' OR '.join(quoted)})" if quoted else ""


CHECKS = (
    Check("duplicates", _("Possible duplicates"), _("Two records that may be one person"), "git-merge",
          address="recruiter.hygiene.duplicates.show_duplicates", counted=lambda: sum(open_pair_counts().values())),
    Check("notice", _("Notice due"), _("They do not know yet that you hold their details"), "shield-check", "notice:due"),
    Check("consent-ends", _("Consent ends within 30 days"), _("Ask them before it lapses"), "hourglass", "consent-ends:<30d"),
    Check("consent", _("Without any consent"), _("Only an application or your own interest allows you to keep them"), "shield", "consent:none"),
    Check("stale", _("Stale"), _("No sign of them for a year"), "history", "is:stale"),
    Check("bouncing", _("Bouncing"), _("Their address does not exist; find another one"), "mail-x", "reachable:bouncing"),
    Check("owner", _("Without an owner"), _("Nobody looks after them"), "user-x", "owner:none"),
    Check("source", _("Without a source"), _("Nobody knows how they came"), "route", "source:none"),
    Check("pools", _("In dormant pools"), _("Nobody in these pools was contacted for 90 days"), "layers",
          asked=_of_dormant_pools, address="recruiter.pools.pools.show_pools"),
)  # fmt: skip


@blueprint.get("/hygiene")
@needs(Permission.CANDIDATES_EDIT)
def show_hygiene() -> ResponseReturnValue:
    """The page at once, its figures after it: `?count=NAME` answers one of them, `?count=all` the page with all."""
    asked = request.args.get("count", "")
    counts = {check.name: check.count() for check in CHECKS if asked in (check.name, "all")}
    one = next((check for check in CHECKS if check.name == asked), CHECKS[0])
    return show(
        "recruiter/hygiene/hygiene.html", checks=CHECKS, counts=counts,
        rows={"check_": ("recruiter/hygiene/_check.html", {"check": one})},
    )  # fmt: skip
