"""People who must still be told that we hold their details."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.candidates.queries import owed_notice_count, owed_notices
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("notices", __name__)
ROWS = 50


@blueprint.get("/notices")
@needs(Permission.CANDIDATES_SEE)
def show_notices() -> ResponseReturnValue:
    """Open notice duties, overdue first."""
    typed = request.args.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    rows = owed_notices(viewer(), after=after, limit=ROWS + 1)
    return show(
        "recruiter/candidates/notices.html", duties=rows[:ROWS], after=after, has_more=len(rows) > ROWS,
        total=owed_notice_count(viewer()),
    )  # fmt: skip
