"""What the record loads after itself: experience, education, what the résumé says beyond it, who may be the same person."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.accounts.policy import TALENT_ROLES
from app.candidates.duplicates import Match, find_duplicates
from app.candidates.merging import others_ruled_out, standing_merges
from app.candidates.models import Candidate, Document
from app.candidates.policy import visible_candidates
from app.candidates.queries import WHOLE_RECORD, newest_read_document
from app.candidates.suggestions import SuggestedValue, suggested_values
from app.recruiter.candidates.comparing import probe_of
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
    merges = standing_merges(candidate.id) if in_recruiting else []
    suggestions = _suggestions(candidate) if in_recruiting and may("CANDIDATES_EDIT") else []
    return show(
        "recruiter/candidates/background.html",
        also=[name for name, found in (("duplicates", duplicates or merges), ("suggestions", suggestions)) if found],
        candidate=candidate,
        duplicates=duplicates,
        merges=merges,
        suggestions=suggestions,
        field_label=field_label,
    )


def _duplicates(candidate: Candidate) -> list[Match]:
    """Without those of whom somebody said that they are not this person."""
    found = find_duplicates(**probe_of(candidate))
    apart = others_ruled_out(candidate.id) if found else set()
    return [match for match in found if match.candidate.id not in apart]


def _suggestions(candidate: Candidate) -> list[tuple[Document, list[SuggestedValue]]]:
    """What the newest document that could be read says beyond the record."""
    newest = newest_read_document(viewer(), candidate.id)
    return [(newest, suggested_values(candidate, newest.facts))] if newest else []
