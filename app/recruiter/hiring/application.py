"""One application: who, what they sent, where it stands, what is to be done."""

from typing import Any

from flask import Blueprint, Response, abort, request
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.campaigns.models import Campaign
from app.campaigns.policy import visible_campaigns
from app.candidates.activities import DocumentViewed
from app.candidates.commands import write_note
from app.core.activity import record
from app.core.transaction import aside
from app.extensions import db
from app.hiring.activities import ApplicationViewed
from app.hiring.commands import other_active_applications, stages_of
from app.hiring.models import Application, ReviewRequest
from app.hiring.policy import visible_applications, workable_applications
from app.hiring.queries import (
    history_of,
    interviews_of,
    next_stage,
    notes_of,
    other_applications,
    reviews_of,
    with_everything,
    with_what_was_given,
)
from app.mailing.models import Message
from app.recruiter.hiring.forms import NoteForm, OpinionForm, ReplyByForm, ReviewForm
from app.talent.queries.invitations import keep_in_touch_of
from app.web.access import actor, needs, viewer
from app.web.downloads import as_download
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("application", __name__)


@blueprint.get("/applications/<int:application_id>")
@needs(Permission.APPLICATIONS_SEE)
def show_application(application_id: int) -> Response:
    """The whole of it for those who work on the job; résumé, answers and an opinion for those merely asked."""
    return application_page(application_id)


@blueprint.get("/applications/<int:application_id>/resume")
@needs(Permission.APPLICATIONS_SEE)
def download_resume(application_id: int) -> Response:
    """The file as it came, never opened in the browser."""
    application = find(visible_applications(viewer()), application_id, options=with_what_was_given())
    document = application.resume
    if document is None:
        abort(404)
    response = as_download(document.file, document.filename)
    by, seen = actor(), DocumentViewed(candidate=document.candidate_id, document_id=document.id, download=True)
    aside(lambda: record(seen, by=by))
    return response


@blueprint.post("/applications/<int:application_id>/notes")
@needs(Permission.NOTES_WRITE)
def create_note(application_id: int) -> Response:
    application = find(workable_applications(viewer()), application_id, options=with_everything())
    form = NoteForm()
    if not form.validate_on_submit():
        return application_page(application_id, status=422, note_form=form)
    if form.repeated_answer is None:
        write_note(application.candidate, body=form.body.data, by=actor(), application=application)
        form.remember("noted")
    return redirect_to("recruiter.hiring.application.show_application", application_id=application_id, _anchor="notes")


def application_page(application_id: int, *, status: int = 200, **forms: Any) -> Response:
    """The page that fits what the viewer may do with this application."""
    who = viewer()
    application = find(visible_applications(who), application_id, options=with_everything())
    _note_view(application)
    works = db.session.scalar(
        workable_applications(who).with_only_columns(Application.id).where(Application.id == application.id)
    )
    if works is None:
        return _opinion_page(application, status=status, **forms)
    stages = stages_of(application.job_id)
    return show(
        "recruiter/hiring/application.html", status, application=application, job=application.job, stages=stages,
        onward=next_stage(stages, application.stage_id), reviews=reviews_of(who, application.id),
        notes=notes_of(who, application), interviews=interviews_of(who, application.id), others=other_applications(who, application),
        history=history_of(application, application.job.title, who), mail=_mail_of(application),
        brought=_brought_by(application),
        keeping=keep_in_touch_of(application.id) if application.rejection else None,
        still_active=other_active_applications(application) if not application.is_active else [],
        **{
            "note_form": NoteForm(formdata=None), "review_form": review_form(),
            "reply_form": ReplyByForm(formdata=None, version=application.version, reply_by=application.reply_by),
            **forms,
        },
    )  # fmt: skip


def review_form(*, from_request: bool = False) -> ReviewForm:
    form = ReviewForm() if from_request else ReviewForm(formdata=None)
    colleagues = select(User).where(User.deactivated_at.is_(None), User.id != viewer().id).order_by(User.name)
    form.offer_colleagues(list(db.session.scalars(colleagues)))
    return form


def _opinion_page(application: Application, *, status: int, **forms: Any) -> Response:
    asked = db.session.scalars(
        select(ReviewRequest).where(
            ReviewRequest.application_id == application.id, ReviewRequest.user_id == viewer().id
        )
    ).one_or_none()
    if asked is None:
        # seen only because the viewer sits in an interview: that is where everything they need stands
        return redirect_to(
            "recruiter.interviews.interview.show_interview", interview_id=interviews_of(viewer(), application.id)[-1].id
        )
    given = {"answer": asked.answer.value if asked.answer else None, "reason": asked.reason}
    form = forms.get("opinion_form") or OpinionForm(formdata=None, **given)
    return show(
        "recruiter/hiring/opinion.html", status, application=application, job=application.job, asked=asked, form=form
    )


def _note_view(application: Application) -> None:
    """For the audit: this person's documents were looked at."""
    if request.method != "GET":
        return
    seen = ApplicationViewed(
        candidate=application.candidate_id, job=application.job_id, application=application.id
    )
    by = actor()
    aside(lambda: record(seen, by=by))


def _brought_by(application: Application) -> Campaign | None:
    """The newsletter whose link led to it, for whoever may see newsletters."""
    if application.campaign_id is None:
        return None
    return db.session.scalar(visible_campaigns(viewer()).where(Campaign.id == application.campaign_id))


def _mail_of(application: Application) -> Message | None:
    """The mail that tells a rejected person."""
    rejection = application.rejection
    if rejection is None or rejection.message_id is None:
        return None
    return db.session.get(Message, rejection.message_id)

