"""One segment: its people now, how warm they are, its size over time, what asks for it; changing and deleting it."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.candidates.queries import candidate_rows
from app.core.refusals import NotAllowed, Refused
from app.recruiter.segments.forms import SegmentForm
from app.search.describe import describe
from app.search.parser import parse
from app.search.queries import count_candidates, matching_ids, search_candidates
from app.search.refusals import QueryError
from app.search.syntax import Query
from app.talent.commands.segments import change_segment, delete_segment
from app.talent.models import Segment
from app.talent.policy import may_change, visible_segments
from app.talent.queries.segments import interest_spread, movement_of, size_history
from app.talent.registries import uses_of_segment
from app.web.access import actor, needs, viewer
from app.web.dates import show_date
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("segment", __name__)
SHOWN = 20
MOST_SPREAD = 10_000
"""Beyond so many people the spread of interest is not counted while somebody waits."""


@blueprint.get("/segments/<int:segment_id>")
@needs(Permission.POOLS_SEE)
def show_segment(segment_id: int) -> ResponseReturnValue:
    segment = find(visible_segments(viewer()), segment_id, options=[joinedload(Segment.owner)])
    try:
        query = parse(segment.query)
    except QueryError as error:
        return show("recruiter/segments/unreadable.html", segment=segment, error=error, **_rights(segment))
    page = search_candidates(viewer(), query, limit=SHOWN)
    count = page.count or count_candidates(viewer(), query)
    return show(
        "recruiter/segments/segment.html",
        segment=segment,
        reading=describe(query),
        rows_=candidate_rows(page.ids),
        count=count,
        more=page.has_next,
        spread=_spread(segment, query) if count.is_exact and count.number <= MOST_SPREAD else [],
        history=[{"day": show_date(day), "people": people} for day, people in size_history(viewer(), segment)],
        movement=movement_of(viewer(), segment),
        uses=uses_of_segment(segment),
        **_rights(segment),
    )


@blueprint.get("/segments/<int:segment_id>/settings")
@needs(Permission.POOLS_EDIT)
def edit_segment(segment_id: int) -> ResponseReturnValue:
    segment = _own(segment_id)
    form = SegmentForm(
        name=segment.name, q=segment.query, about=segment.about, sharing=segment.sharing.value, version=segment.version
    )
    return _page(segment, form)


@blueprint.post("/segments/<int:segment_id>/settings")
@needs(Permission.POOLS_EDIT)
def save_segment(segment_id: int) -> ResponseReturnValue:
    segment, form = _own(segment_id), SegmentForm()
    if not form.validate_on_submit():
        return _page(segment, form, status=422)
    try:
        change_segment(
            segment, name=form.name.data or "", query=form.q.data or "", about=form.about.data or "",
            sharing=form.chosen_sharing, version=form.version.data, viewer=viewer(), by=actor(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(segment, form, status=refusal.status)
    flash(_("Saved."), "success")
    return redirect_to(".show_segment", segment_id=segment.id)


@blueprint.post("/segments/<int:segment_id>/removal")
@needs(Permission.POOLS_EDIT)
def remove_segment(segment_id: int) -> ResponseReturnValue:
    """The question goes; nobody in it does."""
    segment = _own(segment_id)
    delete_segment(segment, viewer=viewer(), by=actor())
    flash(_("The segment “%(name)s” was deleted.", name=segment.name), "success")
    return redirect_to("recruiter.segments.segments.show_segments")


def _spread(segment: Segment, query: Query) -> list[tuple[str, int, str]]:
    """Level, how many, and where they are listed."""
    asked = segment.name.replace('"', " ")
    return [
        (
            str(level.label),
            number,
            url_for("recruiter.candidates.candidates.show_candidates", q=f'segment:"{asked}" interest:{level.value}'),
        )
        for level, number in interest_spread(matching_ids(viewer(), query))
    ]


def _own(segment_id: int) -> Segment:
    segment = find(visible_segments(viewer()), segment_id)
    if not may_change(viewer(), segment):
        raise NotAllowed(_("Only its owner changes this segment."))
    return segment


def _rights(segment: Segment) -> dict[str, Any]:
    return {"may_change": may_change(viewer(), segment)}


def _page(segment: Segment, form: SegmentForm, *, status: int = 200) -> ResponseReturnValue:
    return show("recruiter/segments/settings.html", status=status, segment=segment, form=form)
