"""The application form. One post of its fields always suffices; reading the résumé first is a step of its own."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.queries import installation
from app.candidates.models import Candidate, NoticeText
from app.candidates.notices import CONSENT_POOL, PRIVACY_NOTICE, current_notice, ensure_notices
from app.core.files import StagedFile
from app.core.locks import hold_name
from app.core.refusals import Refused
from app.core.transaction import aside
from app.extensions import db
from app.hiring.commands import AlreadyApplied, receive_application
from app.hiring.commands.drafts import draft_of_secret, end_draft, keep_draft
from app.hiring.commands.suspicion import suspicion_about
from app.hiring.models import ApplyDraft
from app.jobs.models import Job
from app.jobs.queries import gone_job, similar_jobs
from app.portal.addresses import came_by, source
from app.portal.applying.forms import ApplyForm, application_form
from app.portal.applying.invited import SOURCE, Invited, fill_in_invited, invited_to, note_looking
from app.portal.applying.uploads import ACCEPT, Sent, Upload, prepare_application, prepare_reading
from app.portal.asking import applicant
from app.portal.careers.job import rendered
from app.portal.internal.colleagues import INTERNAL, colleague_token, job_to_apply_for
from app.talent.commands.inviting import note_invited_application
from app.talent.commands.referring import tell_manager
from app.web.access import prepares, public
from app.web.finding import LARGEST_ID
from app.web.pages import show

blueprint = Blueprint("apply", __name__)


@dataclass(frozen=True)
class Attached:
    """The résumé this form carries: the file just sent, else the one its draft kept."""

    filename: str = ""
    staged: StagedFile | None = None
    problem: str = ""
    note: str = ""
    draft: ApplyDraft | None = None
    on_file: bool = False
    """It is the one on the record of somebody who was invited."""


@blueprint.get("/jobs/<slug>/apply")
@public
def show_form(slug: str) -> ResponseReturnValue:
    """The empty form; a signed-in candidate finds their own details in it."""
    job = job_to_apply_for(slug)
    if job is None:
        return show_gone(slug)
    form = application_form(job)
    form.src.data, form.colleague.data = source() or "", colleague_token()
    token = request.args.get("invitation", "")
    if (invited := invited_to(job, token)) is not None:
        if invited.has_applied:
            return show("portal/applying/already.html", job=job, application_id=invited.invitation.application_id)
        note_looking(invited)
        fill_in_invited(form, invited, token)
        return unkept(_page(job, form, Attached(), invited=invited))
    if g.candidate is not None and (candidate := _candidate(g.candidate.id)) is not None:
        form.fill_in(candidate)
    return _page(job, form, Attached())


@blueprint.post("/jobs/<slug>/apply")
@public
@prepares(prepare_application)
def create_application(slug: str, prepared: Sent) -> ResponseReturnValue:
    """The same answer whether the address is known, the person applied before, or the form was sent twice."""
    job = job_to_apply_for(slug)
    if job is None:
        return show_gone(slug)
    form = application_form(job)
    hold_name("form", form.form_key.data or "")
    if (answer := form.repeated_answer) is not None:
        return redirect(answer, 303)
    invited = invited_to(job, form.invitation.data or "")
    attached = _attached(job, form, prepared.upload, invited)
    if not form.check(job, has_resume=attached.staged is not None, problem=attached.problem):
        return _again(job, form, attached, status=422)
    try:
        _receive(job, form, attached, prepared, invited)
    except AlreadyApplied as refusal:
        return redirect(url_for("portal.me.application.show_application", application_id=refusal.application.id), 303)
    except Refused as refusal:
        form.refuse(refusal)
        return _again(job, form, attached, status=422 if refusal.field else refusal.status)
    done = url_for("portal.applying.applied.show_applied", slug=slug, colleague=colleague_token() or None)
    form.remember(done)
    return redirect(done, 303)


@blueprint.post("/jobs/<slug>/apply/resume")
@public
@prepares(prepare_reading)
def create_draft(slug: str, prepared: Sent) -> ResponseReturnValue:
    """Fill the form from the résumé. What somebody typed stays; every value can be changed before it is sent."""
    job = job_to_apply_for(slug)
    if job is None:
        return show_gone(slug)
    form = application_form(job)
    attached = _attached(job, form, prepared.upload)
    if prepared.upload is None and attached.staged is None:
        attached = Attached(problem=_("Choose a file first."))
    if attached.problem:
        form.say("resume", attached.problem)
        return _page(job, form, attached, status=422)
    if prepared.upload is not None and prepared.upload.staged is not None:
        _keep(job.id, form, prepared.upload)
    filled = form.fill_from(prepared.upload.read) if prepared.upload and prepared.upload.read else []
    return _page(job, form, attached, filled=filled, was_read=True)


def show_gone(slug: str) -> ResponseReturnValue:
    """A job that is over says so; one the public never saw does not exist."""
    job = gone_job(slug)
    if job is None:
        abort(404)
    return show("portal/careers/gone.html", status=410, job=job, similar=similar_jobs(job), src=source())


def _page(
    job: Job, form: ApplyForm, attached: Attached, *, status: int = 200, filled: list[str] | None = None,
    was_read: bool = False, invited: Invited | None = None,
) -> Response:  # fmt: skip
    invited = invited or invited_to(job, form.invitation.data or "")
    locale = str(get_locale())
    notice, pool = current_notice(PRIVACY_NOTICE, locale), current_notice(CONSENT_POOL, locale)
    form.notice.data, form.pool.data = (notice.id if notice else "", pool.id if pool else "")
    company = installation()
    return show(
        "portal/applying/apply.html",
        status=status,
        job=job,
        form=form,
        attached=attached,
        invited=invited,
        filled=filled or [],
        was_read=was_read,
        notice=notice,
        notice_html=rendered(notice.body) if notice else "",
        pool=pool,
        accept=ACCEPT,
        contact=company.contact_email if company else "",
    )


def unkept(response: Response) -> Response:
    """A form that knows somebody is kept by no cache, and its address goes nowhere."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _again(job: Job, form: ApplyForm, attached: Attached, *, status: int) -> ResponseReturnValue:
    """The form with what is wrong. What was typed and the file survive, though nothing of the request is committed."""
    if attached.draft is None and attached.staged is not None and not attached.on_file:
        kept = Upload(attached.filename, attached.staged)
        aside(lambda: _keep(job.id, form, kept))
    return _page(job, form, attached, status=status)


def _attached(job: Job, form: ApplyForm, upload: Upload | None, invited: Invited | None = None) -> Attached:
    if upload is not None:
        return Attached(upload.filename, upload.staged, upload.problem, upload.note)
    draft = draft_of_secret(job.id, form.draft.data or "")
    if draft is None or draft.file is None:
        if invited is not None and invited.resume and form.use_resume.data and invited.proves(form.email.data or ""):
            return Attached(invited.resume.filename, invited.staged, on_file=True)
        return Attached()
    staged = StagedFile(draft.file.sha256, draft.file.size, draft.file.media_type)
    return Attached(draft.filename, staged, draft=draft)


def _keep(job_id: int, form: ApplyForm, upload: Upload) -> None:
    if upload.staged is not None:
        keep_draft(job_id, form.draft.data or "", upload.staged, filename=upload.filename, email=form.email.data or "")


def _receive(job: Job, form: ApplyForm, attached: Attached, sent: Sent, invited: Invited | None) -> None:
    proven = invited if invited is not None and invited.proves(form.email.data or "") else None
    answers = form.answers()
    channel, campaign_id = came_by()
    why = suspicion_about(
        email=form.email.data or "",
        texts=[answer for answer in answers.values() if isinstance(answer, str)],
        trapped=bool(form.topic.data),
        seconds=form.seconds_open,
        many_from_network=sent.many_from_network,
    )
    received = receive_application(
        job=job,
        name=form.name.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        link=form.link.data or "",
        resume=attached.staged,
        filename=attached.filename,
        answers=answers,
        consent_pool=_shown(CONSENT_POOL, form.pool.data) if form.consent_pool.data else None,
        notice_text=_shown(PRIVACY_NOTICE, form.notice.data),
        locale=str(get_locale()),
        source=INTERNAL if colleague_token() else SOURCE if proven else channel,
        internal=bool(colleague_token()),
        campaign_id=campaign_id,
        suspicious=why.value if why and not proven else "",
        by=proven.actor() if proven else applicant(),
    )
    if proven is not None and not received.already:
        note_invited_application(proven.invitation, received.application)
    if colleague_token() and form.tell_manager.data and form.manager_email.data and not received.already:
        tell_manager(received.application, job, form.manager_email.data, by=applicant())
    draft = attached.draft or draft_of_secret(job.id, form.draft.data or "")
    if draft is not None:
        end_draft(draft)


def _shown(name: str, typed: str | None) -> NoticeText | None:
    """The very version the form showed, else the newest one."""
    number = int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    text = db.session.get(NoticeText, number) if 0 < number <= LARGEST_ID else None
    if text is not None and text.name == name:
        return text
    ensure_notices()
    return current_notice(name, str(get_locale()))


def _candidate(candidate_id: int) -> Candidate | None:
    return db.session.scalars(
        select(Candidate)
        .where(Candidate.id == candidate_id)
        .options(selectinload(Candidate.contact_points), selectinload(Candidate.links))
    ).one_or_none()
