"""The inbox of likely duplicates: compare, or say that they are two people. Nothing merges by itself."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.candidates.duplicates import MatchReason
from app.candidates.merging import ask_again, open_pair_counts, open_pairs, rule_out, visible_pairs, waiting_checks
from app.web.access import actor, needs, viewer
from app.web.finding import LARGEST_ID, find
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("duplicates", __name__)
ROWS = 40


@blueprint.get("/hygiene/duplicates")
@needs(Permission.CANDIDATES_EDIT)
def show_duplicates() -> ResponseReturnValue:
    """Pairs nobody has decided yet, surest first."""
    reason = next((one for one in MatchReason if one.value == request.args.get("reason")), None)
    after = _number(request.args.get("after", ""))
    rows = open_pairs(viewer(), reason=reason, after=after, limit=ROWS + 1)
    counts = open_pair_counts()
    return show(
        "recruiter/hygiene/duplicates.html", pairs=rows[:ROWS], has_more=len(rows) > ROWS, reason=reason, after=after,
        counts=counts, total=sum(counts.values()), waiting=waiting_checks(),
    )  # fmt: skip


@blueprint.post("/hygiene/duplicates/<int:pair_id>/decision")
@needs(Permission.CANDIDATES_EDIT)
def create_decision(pair_id: int) -> ResponseReturnValue:
    """They are two people; nobody is asked again."""
    pair = find(visible_pairs(viewer()), pair_id, lock=True)
    rule_out(pair, by=actor())
    flash_undo(_("Noted: they are two people."), f"/recruiter/hygiene/duplicates/{pair.id}/undo")
    return redirect_to(".show_duplicates", reason=request.form.get("reason") or None)


@blueprint.post("/hygiene/duplicates/<int:pair_id>/undo")
@needs(Permission.CANDIDATES_EDIT)
def create_undo(pair_id: int) -> ResponseReturnValue:
    ask_again(find(visible_pairs(viewer()), pair_id, lock=True))
    return redirect_to(".show_duplicates")


def _number(typed: str) -> int | None:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 11):
        return None
    return int(typed) if 0 < int(typed) <= LARGEST_ID else None
