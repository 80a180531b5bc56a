"""Asking somebody whether what the record says is still right."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.candidates.commands import ask_one_to_refresh
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_to

blueprint = Blueprint("freshness", __name__)


@blueprint.post("/candidates/<int:candidate_id>/refresh-requests")
@needs(Permission.MAIL_SEND)
def create_request(candidate_id: int) -> ResponseReturnValue:
    """A mail with a link to what we hold; a second one within two weeks is refused."""
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id, lock=True)
    ask_one_to_refresh(candidate, by=actor())
    flash(_("%(name)s is being asked. What they confirm or correct counts at once.", name=candidate.display_name), "success")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate_id)
