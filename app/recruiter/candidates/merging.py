"""Making two records one, field by field, and parting them again."""

from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.candidates.duplicates import find_duplicates
from app.candidates.merging import (
    carried,
    kept_instead,
    merge_candidates,
    others_ruled_out,
    pair_of,
    undo_merge,
    visible_merges,
    why_not_mergeable,
)
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.candidates.queries import WHOLE_RECORD
from app.candidates.values import shown_phone
from app.core.refusals import Refused
from app.recruiter.candidates.comparing import Comparison, chosen, compare, probe_of
from app.search.parser import parse
from app.search.queries import search_candidates
from app.search.refusals import QueryError
from app.web.access import actor, needs, viewer
from app.web.finding import find, moved
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("merging", __name__)
moved[Candidate] = kept_instead
FOUND = 8


@blueprint.get("/candidates/<int:candidate_id>/merging")
@needs(Permission.CANDIDATES_EDIT)
def choose_other(candidate_id: int) -> ResponseReturnValue:
    """Who may be the same person, and a search for whoever else it is."""
    candidate = _whole(candidate_id)
    typed, apart = request.args.get("q", "")[:200], others_ruled_out(candidate_id)
    matches = [match for match in find_duplicates(**probe_of(candidate)) if match.candidate.id not in apart]
    return show(
        "recruiter/candidates/merging_choice.html", candidate=candidate, matches=matches, q=typed,
        found=_found(typed, candidate_id),
    )  # fmt: skip


@blueprint.get("/candidates/<int:candidate_id>/merging/<int:other_id>")
@needs(Permission.CANDIDATES_EDIT)
def compare_candidates(candidate_id: int, other_id: int) -> ResponseReturnValue:
    """Side by side; the first one is kept."""
    return _page(_both(candidate_id, other_id))


@blueprint.post("/candidates/<int:candidate_id>/merging/<int:other_id>")
@needs(Permission.CANDIDATES_EDIT)
def create_merge(candidate_id: int, other_id: int) -> ResponseReturnValue:
    comparison = _both(candidate_id, other_id)
    wanted = chosen(comparison, request.form)
    try:
        merge = merge_candidates(candidate_id, other_id, by=actor(), **wanted)
    except Refused as refusal:
        return _page(_both(candidate_id, other_id), problem=refusal, status=409)
    flash_undo(
        _("The two records are one now. Old addresses lead here."),
        f"/recruiter/candidates/merges/{merge.id}/undo",
    )
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate_id)


@blueprint.post("/candidates/merges/<int:merge_id>/undo")
@needs(Permission.CANDIDATES_EDIT)
def create_undo(merge_id: int) -> ResponseReturnValue:
    """Every row goes back; what happened since the merge stays with the kept record."""
    merge = find(visible_merges(viewer()), merge_id)
    kept, lost = merge.kept_id, merge.lost_id
    try:
        left_out = undo_merge(merge, by=actor())
    except Refused as refusal:
        flash(str(refusal), "error")
        return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=kept)
    flash(_("They are two records again. What happened since the merge stays with the one that was kept."), "success")
    if left_out:
        flash(_("Some of it could not be put back, because what it belonged to is gone."), "warning")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=lost)


def _whole(candidate_id: int) -> Candidate:
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id, options=WHOLE_RECORD)
    return candidate


def _both(candidate_id: int, other_id: int) -> Comparison:
    return compare(_whole(candidate_id), _whole(other_id), pay=viewer().may(Permission.PAY_SEE), locale=viewer().locale)


def _page(comparison: Comparison, *, problem: Refused | None = None, status: int = 200) -> ResponseReturnValue:
    kept, lost = comparison.kept, comparison.lost
    return show(
        "recruiter/candidates/merging.html", status=status, comparison=comparison, kept=kept, lost=lost, problem=problem,
        block=None if problem else why_not_mergeable(kept.id, lost.id), pair=pair_of(kept.id, lost.id),
        along=_words(carried(lost.id)), staying=_words(carried(kept.id)), typed=request.form,
        phones=[[shown_phone(point.value) for point in person.phones] for person in (kept, lost)],
    )  # fmt: skip


def _found(typed: str, candidate_id: int) -> list[Candidate]:
    if not typed.strip():
        return []
    try:
        page = search_candidates(viewer(), parse(typed), limit=FOUND)
    except QueryError:
        return []
    wanted = [number for number in page.ids if number != candidate_id]
    return [_whole(number) for number in wanted]


def _words(counts: dict[str, int]) -> list[tuple[object, int]]:
    """What comes along, as people call it; inner tables are not named."""
    names: dict[str, Any] = {
        "applications": _("Applications"), "notes": _("Notes and calls"), "messages": _("Mails"),
        "documents": _("Documents"), "todos": _("To-dos"), "pool_members": _("Pools"), "memberships": _("Communities"),
        "consents": _("Consents"), "touchpoints": _("Ways they came to us"), "candidate_skills": _("Skills"),
        "candidate_tags": _("Tags"), "experience_entries": _("Positions"), "education_entries": _("Degrees"),
    }  # fmt: skip
    return [(label, counts[name]) for name, label in names.items() if name in counts]


