"""Giving a scorecard, and the debrief that lays them side by side."""

from typing import Any

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from app.accounts.permissions import Permission
from app.core.refusals import Refused, Stale
from app.extensions import db
from app.hiring.commands import AlreadyGiven, CardDraft, RatingDraft, ensure_kit, give_scorecard, keep_draft, stages_of
from app.hiring.commands.scorecards import NoCardOwed
from app.hiring.models import OVERALL, OWING, Application, Interview, KitAttribute, Rating, Scorecard
from app.hiring.policy import visible_applications, visible_interviews, workable_applications
from app.hiring.queries import (
    debrief_of,
    for_page,
    interviews_of,
    kit_of,
    next_stage,
    own_card,
    rated_in,
    with_everything,
    with_what_was_given,
)
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("scorecards", __name__)


class ScorecardForm(PageForm):
    """The fixed part; what is rated comes with the kit (`rating-<id>`, `note-<id>`)."""

    overall = RadioField(lazy_gettext("Should we hire this person?"), validators=[Optional()])
    takeaway = TextAreaField(lazy_gettext("What decided it for you?"), validators=[Length(max=4000)])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()], default=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overall.choices = [(rating.value, rating.label) for rating in OVERALL]

    def draft(self, attributes: list[KitAttribute]) -> CardDraft:
        return CardDraft(
            overall=next((one for one in OVERALL if one.value == self.overall.data), None),
            takeaway=self.takeaway.data or "",
            ratings={attribute.id: _typed_rating(attribute.id) for attribute in attributes},
        )


@blueprint.get("/interviews/<int:interview_id>/scorecard")
@needs(Permission.FEEDBACK_GIVE)
def edit_scorecard(interview_id: int) -> Response:
    interview = _owed(interview_id)
    card = own_card(viewer(), interview_id)
    return _page(interview, card, _form(card))


@blueprint.post("/interviews/<int:interview_id>/scorecard")
@needs(Permission.FEEDBACK_GIVE)
def create_scorecard(interview_id: int) -> Response:
    """Hand it in. The button that only keeps it writes a draft nobody else reads."""
    interview, form = _owed(interview_id), ScorecardForm()
    if not form.validate_on_submit():
        return _page(interview, own_card(viewer(), interview_id), form, status=422)
    only_keep = request.form.get("action") == "keep"
    try:
        _write(interview, form, only_keep=only_keep)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(interview, own_card(viewer(), interview_id), form, status=409)
    if only_keep:
        flash(_("Your draft is kept. Nobody else reads it."), "success")
        return redirect_to("recruiter.hiring.scorecards.edit_scorecard", interview_id=interview_id)
    flash(_("Thank you. Your scorecard is in; you can read the others' now."), "success")
    return redirect_to("recruiter.hiring.scorecards.show_debrief", application_id=interview.application_id)


@blueprint.post("/interviews/<int:interview_id>/scorecard/draft")
@needs(Permission.FEEDBACK_GIVE)
def create_draft(interview_id: int) -> Response:
    """Kept by itself while somebody writes; what cannot be kept is said where they write, and nothing typed is lost."""
    interview, form = _owed(interview_id), ScorecardForm()
    if not form.validate_on_submit():
        return _page(interview, None, form, status=422, trouble=_("Not kept: one of the texts is too long."))
    try:
        card = _write(interview, form, only_keep=True)
    except AlreadyGiven:
        return _page(interview, own_card(viewer(), interview_id), form)
    except Stale as refusal:
        return _page(interview, None, form, status=409, trouble=str(refusal))
    form.version.data, form.version.raw_data = card.version, None
    return _page(interview, card, form)


@blueprint.get("/applications/<int:application_id>/debrief")
@needs(Permission.FEEDBACK_GIVE)
def show_debrief(application_id: int) -> Response:
    """Attributes by interviewers. Whoever owes a scorecard sees none but their own."""
    who = viewer()
    application = find(visible_applications(who), application_id, options=with_everything())
    works = _works_with(application_id)
    stages = stages_of(application.job_id) if works else []
    return show(
        "recruiter/hiring/debrief.html", application=application, job=application.job, works=works,
        debrief=debrief_of(who, application_id), interviews=interviews_of(who, application_id), stages=stages,
        onward=next_stage(stages, application.stage_id) if works else None,
    )  # fmt: skip


def _works_with(application_id: int) -> bool:
    """Whether the viewer works on the application's job."""
    mine = workable_applications(viewer()).with_only_columns(Application.id).where(Application.id == application_id)
    return db.session.scalar(mine) is not None


def _owed(interview_id: int) -> Interview:
    """An interview the viewer sits in and owes a scorecard for."""
    interview = find(visible_interviews(viewer()), interview_id, options=for_page())
    seat = interview.seat_of(viewer().id)
    if seat is None or not seat.owes_card or interview.state not in OWING:
        raise NoCardOwed()
    return interview


def _write(interview: Interview, form: ScorecardForm, *, only_keep: bool) -> Scorecard:
    card = own_card(viewer(), interview.id)
    attributes = rated_in(ensure_kit(interview.stage_id), card)
    act = keep_draft if only_keep else give_scorecard
    return act(
        interview, interview.application, draft=form.draft(attributes), attributes=attributes, by=actor(),
        version=form.version.data or 0,
    )  # fmt: skip


def _form(card: Scorecard | None) -> ScorecardForm:
    if card is None:
        return ScorecardForm(formdata=None)
    overall = card.overall.value if card.overall else None
    return ScorecardForm(formdata=None, overall=overall, takeaway=card.takeaway, version=card.version)


def _page(
    interview: Interview, card: Scorecard | None, form: ScorecardForm, *, status: int = 200, trouble: str = ""
) -> Response:
    application = find(visible_applications(viewer()), interview.application_id, options=with_what_was_given())
    attributes = rated_in(kit_of(interview.stage_id), card)
    typed = request.method == "POST"
    ratings = {one.id: _typed_rating(one.id) if typed else _kept_rating(card, one.id) for one in attributes}
    return show(
        "recruiter/hiring/scorecard.html", status, interview=interview, application=application,
        job=interview.application.job, card=card, form=form, attributes=attributes, ratings=ratings,
        steps=list(Rating), trouble=trouble, kit=kit_of(interview.stage_id),
    )  # fmt: skip


def _typed_rating(attribute_id: int) -> RatingDraft:
    typed = request.form.get(f"rating-{attribute_id}")
    rating = next((one for one in Rating if one.value == typed), Rating.NOT_ASSESSED)
    return RatingDraft(rating, request.form.get(f"note-{attribute_id}", "")[:2000])


def _kept_rating(card: Scorecard | None, attribute_id: int) -> RatingDraft:
    kept = card.rating_of(attribute_id) if card is not None else None
    return RatingDraft(kept.rating, kept.note) if kept is not None else RatingDraft()
