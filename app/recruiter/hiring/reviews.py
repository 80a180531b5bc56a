"""Asking for opinions, giving one, and the list of those still owed."""

from flask import Blueprint, Response, flash
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.commands import ask_review, give_review
from app.hiring.models import ReviewAnswer, ReviewRequest
from app.hiring.policy import visible_applications, visible_reviews, workable_applications
from app.hiring.queries import owed_reviews, with_everything
from app.recruiter.hiring.application import application_page, review_form
from app.recruiter.hiring.forms import OpinionForm
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("reviews", __name__)


@blueprint.get("/reviews")
@needs(Permission.FEEDBACK_GIVE)
def show_reviews() -> Response:
    """Opinions the viewer was asked for and has not given."""
    return show("recruiter/hiring/reviews.html", owed=owed_reviews(viewer()))


@blueprint.post("/applications/<int:application_id>/reviews")
@needs(Permission.APPLICATIONS_MOVE)
def create_review(application_id: int) -> Response:
    """Ask a colleague; they get one mail without a word about the person."""
    application = find(workable_applications(viewer()), application_id, options=with_everything())
    form = review_form(from_request=True)
    if not form.validate_on_submit():
        return application_page(application_id, status=422, review_form=form)
    colleague = db.session.scalars(select(User).where(User.id == form.user.data)).one()
    try:
        ask_review([application], job=application.job, user=colleague, message=form.message.data or "", by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return application_page(application_id, status=409, review_form=form)
    flash(_("%(colleague)s was asked.", colleague=colleague.name), "success")
    return redirect_to("recruiter.hiring.application.show_application", application_id=application_id)


@blueprint.post("/reviews/<int:review_id>/answer")
@needs(Permission.FEEDBACK_GIVE)
def create_answer(review_id: int) -> Response:
    """The colleague who was asked says yes, no, or let us talk."""
    asked = find(visible_reviews(viewer()).where(ReviewRequest.user_id == viewer().id), review_id)
    application = find(visible_applications(viewer()), asked.application_id)
    form = OpinionForm()
    if not form.validate_on_submit():
        return application_page(application.id, status=422, opinion_form=form)
    give_review(
        asked, application, answer=ReviewAnswer(form.answer.data), reason=form.reason.data or "", by=actor()
    )
    flash(_("Thank you. Your opinion is with the application."), "success")
    return redirect_to("recruiter.hiring.reviews.show_reviews")
