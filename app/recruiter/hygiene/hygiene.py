"""What is missing or out of date, each as a question that leads to the people it is about."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from sqlalchemy import func

from app.accounts.permissions import Permission
from app.candidates.merging import open_pair_counts
from app.extensions import db
from app.search.parser import parse
from app.search.queries import Count, count_candidates
from app.talent.queries.pools import dormant_pools
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("hygiene", __name__)


@dataclass(frozen=True)
class Check:
    """One thing to keep in order. `query` finds the people; other things have a page and a count of their own."""

    name: str
    label: object
    why: object
    icon: str
    query: str = ""
    address: str = ""
    counted: Callable[[], int] | None = None

    @property
    def url(self) -> str:
        return url_for(self.address) if self.address else url_for("recruiter.candidates.candidates.show_candidates", q=self.query)

    def count(self) -> Count:
        if self.counted is not None:
            return Count(self.counted(), is_exact=True)
        return count_candidates(viewer(), parse(self.query))


def _dormant() -> int:
    return db.session.scalar(dormant_pools(viewer()).with_only_columns(func.count())) or 0


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
    Check("pools", _("Dormant pools"), _("Nobody in them was contacted for 90 days"), "layers",
          address="recruiter.pools.pools.show_pools", counted=_dormant),
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
