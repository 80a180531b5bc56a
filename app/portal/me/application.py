"""One application as the candidate sees it: where it stands, what was sent, and what can be done about it."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from app.candidates.models import Candidate
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.commands import NotActive, NothingNewer, add_newer_resume, withdraw_application
from app.hiring.interviewing import when_words, zone_names
from app.hiring.models import Answer, Application, ApplicationState
from app.hiring.policy import own_applications
from app.hiring.queries import coming_of
from app.insights.status import public_history, public_status
from app.portal.applying.uploads import ACCEPT, Sent, prepare_newer_resume
from app.portal.asking import applicant
from app.portal.me.home import is_answerable
from app.portal.me.reasons import ReasonForm
from app.talent.queries.invitations import keep_in_touch_of
from app.web.access import candidate_only, prepares, signed_in_candidate_id
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("application", __name__)

WHOLE = (
    joinedload(Application.job),
    joinedload(Application.resume),
    selectinload(Application.offers),
    selectinload(Application.answers).joinedload(Answer.question),
)


@blueprint.get("/me/applications/<int:application_id>")
@candidate_only
def show_application(application_id: int) -> ResponseReturnValue:
    return _page(_mine(application_id), ReasonForm())


@blueprint.post("/me/applications/<int:application_id>/withdrawal")
@candidate_only
def create_withdrawal(application_id: int) -> ResponseReturnValue:
    """At once, with a receipt by mail; nobody has to say why."""
    application, form = _mine(application_id), ReasonForm()
    if not form.validate():
        return _page(application, form, status=422)
    if application.state is ApplicationState.WITHDRAWN:
        return redirect_to("portal.me.application.show_application", application_id=application_id)
    try:
        withdraw_application(application, by=applicant(), reason=form.reason.data or "")
    except NotActive:
        raise Refused(in_between()) from None
    flash(_("You withdrew your application. We have written to you."), "success")
    return redirect_to("portal.me.application.show_application", application_id=application_id)


@blueprint.post("/me/applications/<int:application_id>/resume")
@candidate_only
@prepares(prepare_newer_resume)
def create_resume(application_id: int, prepared: Sent) -> ResponseReturnValue:
    """A newer résumé takes the place of the one the application carries."""
    application, upload = _mine(application_id), prepared.upload
    if upload is not None and upload.problem:
        return _page(application, ReasonForm(), status=422, problem=upload.problem)
    candidate = db.session.get_one(Candidate, application.candidate_id)
    staged, filename = (upload.staged, upload.filename) if upload is not None else (None, "")
    try:
        add_newer_resume(application, candidate, by=applicant(), resume=staged, filename=filename)
    except NothingNewer:
        return _page(application, ReasonForm(), status=422, problem=_("Choose a file first."))
    except NotActive:
        raise Refused(in_between()) from None
    flash(_("Your newer résumé is with your application."), "success")
    return redirect_to("portal.me.application.show_application", application_id=application_id)


def in_between() -> str:
    """For an act that comes between a decision and the mail that tells it: true, and telling nothing ahead of the mail."""
    return _("Somebody is working on this application right now. Please look again a little later.")


def _mine(application_id: int) -> Application:
    return find(own_applications(signed_in_candidate_id()), application_id, options=WHOLE)


def _page(application: Application, form: ReasonForm, *, status: int = 200, problem: str = "") -> ResponseReturnValue:
    standing, ahead = public_status(application), coming_of(application)
    return show(
        "portal/me/application.html",
        status=status,
        application=application,
        form=form,
        problem=problem,
        standing=standing,
        history=public_history(application),
        offers=[offer for offer in application.offers if offer.sent_at is not None],
        answerable={offer.id for offer in application.offers if is_answerable(offer)},
        accept=ACCEPT,
        interviews=ahead,
        times={one.id: when_words(one.starts_at, one.ends_at, one.time_zone, str(get_locale())) for one in ahead},
        zones=zone_names(),
        keeping=keep_in_touch_of(application.id) if application.closed_publicly_at else None,
    )
