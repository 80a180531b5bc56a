"""The preference centre of the signed-in candidate: what they want to get, a pause, less of it, or nothing."""

from collections.abc import Callable

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue

from app.candidates.models import Candidate
from app.core.actors import Actor
from app.core.refusals import Refused
from app.extensions import db
from app.portal.asking import applicant
from app.portal.me.choices import leave, page_of, pause_or_resume, save_choices, stop_everything, undo
from app.web.access import candidate_only, signed_in_candidate_id
from app.web.pages import redirect_to, show

blueprint = Blueprint("preferences", __name__)


@blueprint.get("/me/preferences")
@candidate_only
def show_preferences() -> ResponseReturnValue:
    return show("portal/me/preferences.html", **page_of(_me(), lambda act: url_for(f"portal.me.preferences.{act}")))


@blueprint.post("/me/preferences")
@candidate_only
def create_choices() -> ResponseReturnValue:
    """Only the sections that were shown are saved."""
    return _done(save_choices)


@blueprint.post("/me/preferences/pauses")
@candidate_only
def create_pause() -> ResponseReturnValue:
    return _done(pause_or_resume)


@blueprint.post("/me/preferences/undo")
@candidate_only
def create_undo() -> ResponseReturnValue:
    return _done(undo)


@blueprint.post("/me/preferences/departures")
@candidate_only
def create_departure() -> ResponseReturnValue:
    """Leave a community."""
    return _done(leave)


@blueprint.post("/me/preferences/everything")
@candidate_only
def create_end() -> ResponseReturnValue:
    """No more mail but about one's own applications."""
    return _done(stop_everything)


def _done(act: Callable[..., str]) -> ResponseReturnValue:
    by: Actor = applicant()
    try:
        done = act(_me(), by=by)
    except Refused as refusal:
        flash(str(refusal), "error")
        done = ""
    return redirect_to("portal.me.preferences.show_preferences", done=done or None)


def _me() -> Candidate:
    return db.session.get_one(Candidate, signed_in_candidate_id())
