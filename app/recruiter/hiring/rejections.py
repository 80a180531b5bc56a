"""Rejecting one person: a reason, the words that will be sent, and a way back."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.hiring.commands import due_after, ensure_reject_reasons, reject_application, undo_rejection
from app.hiring.models import Application
from app.hiring.policy import workable_applications
from app.hiring.queries import (
    called_off_by_rejection,
    other_applications,
    reject_reasons,
    rejection_preview,
    with_everything,
)
from app.mailing.commands import SecretLink
from app.recruiter.hiring.forms import RejectionForm
from app.talent.commands.keeping import is_finalist, keep_in_touch_link, offer_to_keep_in_touch
from app.talent.policy import visible_pools
from app.talent.queries.pools import pools_to_add_to
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import flash_undo, own_path, redirect_back, redirect_to, show

blueprint = Blueprint("rejections", __name__)


@blueprint.get("/applications/<int:application_id>/rejection")
@needs(Permission.APPLICATIONS_REJECT)
def new_rejection(application_id: int) -> Response:
    """The form, with the mail as this person would read it."""
    application = find(workable_applications(viewer()), application_id, options=with_everything())
    form = RejectionForm(version=application.version)
    form.offer_choices(reject_reasons())
    form.offer_pools(_pools_for(application))
    return _page(application, form)


@blueprint.post("/applications/<int:application_id>/rejection")
@needs(Permission.APPLICATIONS_REJECT)
def create_rejection(application_id: int) -> Response:
    application = find(workable_applications(viewer()), application_id, options=with_everything())
    reasons = ensure_reject_reasons()
    form = RejectionForm()
    form.offer_choices([reason for reason in reasons if reason.retired_at is None])
    form.offer_pools(_pools_for(application))
    if not form.validate_on_submit():
        return _page(application, form, status=422)
    try:
        rejection = reject_application(
            application, reason=next(one for one in reasons if one.id == form.reason.data), by=actor(),
            note=form.note.data or "", tell=form.tell.data, silence_reason=form.silence_reason.data or "",
            delay=form.delay.data, version=form.version.data, links=_keep_in_touch(application, form),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(application, form, status=409)
    undo = url_for("recruiter.hiring.rejections.create_undoing", application_id=application.id)
    flash_undo(_sentence(application, told=rejection.message_id is not None), undo)
    return _back(application, form.next.data)


@blueprint.post("/applications/<int:application_id>/rejection/undoing")
@needs(Permission.APPLICATIONS_REJECT)
def create_undoing(application_id: int) -> Response:
    """Back into the same stage; a mail that still waits is stopped."""
    application = find(workable_applications(viewer()), application_id)
    lost = called_off_by_rejection(application.id, application.ended_at) if application.ended_at else 0
    if undo_rejection(application, by=actor()):
        flash(_("%(name)s is back in process, but the mail had already left: a personal word is due.",
                name=application.given_name), "warning")  # fmt: skip
    else:
        flash(_("%(name)s is back in the same stage. No mail has left.", name=application.given_name), "success")
    if lost:
        flash(ngettext("%(num)s interview was called off by the rejection and does not come back: schedule it anew.",
                       "%(num)s interviews were called off by the rejection and do not come back: schedule them anew.",
                       lost), "warning")  # fmt: skip
    return _back(application, None)


def _page(application: Application, form: RejectionForm, *, status: int = 200) -> Response:
    return show(
        "recruiter/hiring/rejection.html", status, application=application, job=application.job, form=form,
        preview=rejection_preview(application, application.job), others=other_applications(viewer(), application),
        leaves_at=due_after(form.delay.data if isinstance(form.delay.data, int) else 2),
    )  # fmt: skip


def _pools_for(application: Application) -> list[tuple[int, str]]:
    """Finalists may be asked to stay in touch, by whoever keeps pools."""
    return pools_to_add_to(viewer()) if viewer().may(Permission.POOLS_EDIT) and is_finalist(application) else []


def _keep_in_touch(application: Application, form: RejectionForm) -> dict[str, SecretLink]:
    """The link of the offer, for the mail; written with the rejection or not at all."""
    if not form.keep_in_touch.data or not form.tell.data:
        return {}
    pool = find(visible_pools(viewer()), form.keep_in_touch.data)
    return {"keep_in_touch_link": keep_in_touch_link(offer_to_keep_in_touch(application, pool=pool, by=actor()))}


def _sentence(application: Application, *, told: bool) -> str:
    if told:
        return _("%(name)s is rejected. The mail waits and can still be stopped.", name=application.given_name)
    return _("%(name)s is rejected without a mail.", name=application.given_name)


def _back(application: Application, wanted: str | None) -> Response:
    if own_path(wanted):
        return redirect_back(wanted, "/recruiter/")
    return redirect_to("recruiter.hiring.application.show_application", application_id=application.id)
