"""What the record loads after itself: experience, education, what the résumé says beyond it, who may be the same person."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.accounts.policy import TALENT_ROLES
from app.candidates.duplicates import Match, find_duplicates
from app.candidates.models import Candidate, Document
from app.candidates.policy import visible_candidates
from app.candidates.queries import WHOLE_RECORD, newest_read_document
from app.candidates.suggestions import SuggestedValue, suggested_values
from app.recruiter.candidates.words import field_label
from app.web.access import needs, viewer
from app.web.context import may
from app.web.finding import find
from app.web.pages import show

blueprint = Blueprint("background", __name__)


@blueprint.get("/candidates/<int:candidate_id>/background")
@needs(Permission.CANDIDATES_SEE)
def show_background(candidate_id: int) -> ResponseReturnValue:
    """A page of its own without scripts; with them two parts of the record."""
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id, options=WHOLE_RECORD)
    in_recruiting = viewer().role in TALENT_ROLES
    duplicates = _duplicates(candidate) if in_recruiting else []
    suggestions = _suggestions(candidate) if in_recruiting and may("CANDIDATES_EDIT") else []
    return show(
        "recruiter/candidates/background.html",
        also=[name for name, found in (("duplicates", duplicates), ("suggestions", suggestions)) if found],
        candidate=candidate,
        duplicates=duplicates,
        suggestions=suggestions,
        field_label=field_label,
    )


def _duplicates(candidate: Candidate) -> list[Match]:
    return find_duplicates(
        name=candidate.full_name, emails=[point.value for point in candidate.emails],
        phones=[point.value_key for point in candidate.phones], links=[link.url for link in candidate.links],
        employer=candidate.current_employer, city=candidate.city,
        schools=[entry.school for entry in candidate.education], except_id=candidate.id,
    )  # fmt: skip


def _suggestions(candidate: Candidate) -> list[tuple[Document, list[SuggestedValue]]]:
    """What the newest document that could be read says beyond the record."""
    newest = newest_read_document(viewer(), candidate.id)
    return [(newest, suggested_values(candidate, newest.facts))] if newest else []
