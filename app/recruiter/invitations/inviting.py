"""Inviting people to apply: who is asked and who is not, the mail as one of them reads it, and sending it."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.core.languages import LOCALES
from app.core.refusals import Refused
from app.extensions import db
from app.jobs.models import Job
from app.jobs.policy import visible_jobs
from app.mailing.wording import WordingRefused
from app.recruiter.invitations.forms import InvitationForm, invitation_form
from app.recruiter.pools.choosing import chosen_people
from app.search.parser import parse
from app.search.queries import matching_ids
from app.talent.commands.inviting import MOST, InvitationPlan, TooManyToInvite, invite_to_apply, plan_invitations
from app.talent.models import InvitationState, Pool
from app.talent.policy import visible_pools
from app.talent.queries.invitations import InvitationPreview, jobs_to_invite_to, preview_invitation, shipped_words
from app.talent.queries.matches import matches_of
from app.talent.wording import mail_reason
from app.web.access import actor, needs, reads, viewer
from app.web.finding import find
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("inviting", __name__)


@blueprint.post("/invitations/new")
@needs(Permission.MAIL_SEND)
@reads
def prepare_invitations() -> ResponseReturnValue:
    """First the job, then the words: everything is seen before anything leaves."""
    ids = _chosen_ids()
    if not ids:
        raise Refused(_("Tick at least one person first."))
    return _page(ids)


@blueprint.post("/invitations")
@needs(Permission.MAIL_SEND)
def create_invitations() -> ResponseReturnValue:
    """Ask them; who cannot be asked stays out, as the page said."""
    ids = _chosen_ids()
    job = find(visible_jobs(viewer()), request.form.get("job", 0, int))
    plan = plan_invitations(job, ids, viewer=viewer())
    form = invitation_form(_languages(plan))
    if (answer := form.repeated_answer) is not None:
        return redirect_back(answer, answer)
    form.job.choices = jobs_to_invite_to(viewer())
    form.as_whom.choices = [(one.id, one.display_name) for one in plan.reached]
    if not form.validate_on_submit():
        return _page(ids, form=form, status=422)
    try:
        made = invite_to_apply(job, ids, sender=viewer(), words=form.words(), by=actor(), pool=_pool(), reasons=_reasons(job, plan))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(ids, form=form, status=409)
    sent = sum(one.state is not InvitationState.NOT_SENT for one in made)
    flash(ngettext("%(num)s person is invited to apply.", "%(num)s people are invited to apply.", sent), "success")
    form.remember(f"/recruiter/jobs/{job.id}/invitations")
    return redirect_to("recruiter.invitations.invitations.show_invitations", job_id=job.id)


def _page(ids: list[int], *, form: InvitationForm | None = None, status: int = 200) -> ResponseReturnValue:
    jobs = jobs_to_invite_to(viewer())
    job_id = request.form.get("job", 0, int) or (jobs[0][0] if len(jobs) == 1 else 0)
    job = find(visible_jobs(viewer()), job_id) if job_id else None
    plan = plan_invitations(job, ids, viewer=viewer()) if job else InvitationPlan()
    form = form or _filled(plan)
    form.job.choices, form.ids.data = jobs, ",".join(map(str, ids))
    form.job.data = job.id if job else None
    form.as_whom.choices = [(one.id, one.display_name) for one in plan.reached]
    reasons = _reasons(job, plan) if job else {}
    preview, problem = _preview(form, plan, job, reasons)
    if problem is not None and form.is_submitted() and status == 200:
        form.refuse(problem)
    return show(
        "recruiter/invitations/inviting.html", status=status, form=form, plan=plan, job=job, number=len(ids),
        preview=preview, pool=_pool(), reasons=reasons,
    )  # fmt: skip


def _filled(plan: InvitationPlan) -> InvitationForm:
    """The library's words, unless the page posted its own."""
    form = invitation_form(_languages(plan))
    shipped = shipped_words(form.locales)
    form.fill({locale: words for locale, words in shipped.items() if f"body_{locale}" not in request.form})
    return form


def _preview(
    form: InvitationForm, plan: InvitationPlan, job: Job | None, reasons: dict[int, str]
) -> tuple[InvitationPreview | None, WordingRefused | None]:
    if job is None or not plan.reached:
        return None, None
    wanted = request.form.get("as_whom", 0, int)
    candidate = next((one for one in plan.reached if one.id == wanted), plan.reached[0])
    words = form.words()
    locale = candidate.locale if candidate.locale in words else next(iter(words))
    try:
        return preview_invitation(candidate, job, viewer(), words[locale], reason=reasons.get(candidate.id, "")), None
    except WordingRefused as refusal:
        return None, WordingRefused(refusal.sentence, field=f"{refusal.field}_{locale}")


def _reasons(job: Job, plan: InvitationPlan) -> dict[int, str]:
    """The sentence for each person: what stands in the form, else what speaks for them by their record."""
    typed = {one.id: request.form.get(f"reason-{one.id}") for one in plan.reached}
    if all(words is not None for words in typed.values()):
        return {number: words or "" for number, words in typed.items()}
    wants, matches = matches_of(job, viewer(), typed)
    return {
        one.id: mail_reason(matches.get(one.id), wants, one.locale if one.locale in LOCALES else LOCALES[0])
        if (words := typed[one.id]) is None
        else words
        for one in plan.reached
    }


def _languages(plan: InvitationPlan) -> list[str]:
    """Languages the people read, of those the library speaks."""
    return [locale for locale in plan.locales if locale in LOCALES] or ["en"]


def _chosen_ids() -> list[int]:
    """The ticked people, or everybody a search finds when they are few enough to be asked personally."""
    chosen = chosen_people()
    if chosen.query is None:
        return chosen.ids
    ids = list(db.session.scalars(matching_ids(viewer(), parse(chosen.query)).limit(MOST + 1)))
    if len(ids) > MOST:
        raise TooManyToInvite()
    return ids


def _pool() -> Pool | None:
    pool_id = request.form.get("pool_id", 0, int)
    return find(visible_pools(viewer()), pool_id) if pool_id else None
