"""One act on many people: who is meant, what would happen, and beginning it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.refusals import NotAllowed, Refused
from app.recruiter.candidates.bulk_forms import people_act_form
from app.recruiter.candidates.bulk_mail import AttachedFile, MailPage, mail_page, read_attachment
from app.recruiter.pools.choosing import chosen_people
from app.search.bulk import ActKind, Chosen, PeopleAct, act_kind, begin_people_act
from app.search.bulk.people import count_people, rehearse
from app.search.bulk.wording import send_mail_test
from app.search.limits import within_limit
from app.web.access import actor, needs, prepares, reads, viewer
from app.web.pages import flash_undo, redirect_back, show

blueprint = Blueprint("bulk", __name__)


@blueprint.post("/candidates/bulk")
@needs(Permission.CANDIDATES_SEE)
@reads
@prepares(read_attachment)
def rehearse_act(prepared: AttachedFile) -> Response:
    """Whom it would reach and whom not, before anything happens."""
    kind, chosen = _kind(), _chosen()
    page = mail_page(chosen, prepared) if kind.name == "mail" else None
    given, problem = _given(kind, page)
    said_enough = problem is None or "checked" not in request.form or (page is not None and page.is_filled)
    if said_enough and (page is None or page.file.refusal is None):
        return _page(kind, chosen, given, page=page)
    return _page(kind, chosen, None, problem, page=page, status=422)


@blueprint.post("/candidates/bulk/test")
@needs(Permission.MAIL_SEND)
@prepares(read_attachment)
def create_test(prepared: AttachedFile) -> Response:
    """The mail as one of its readers would get it, to oneself. The page stays as it is: nothing of it is kept anywhere."""
    kind, chosen = _kind(), _chosen()
    page = mail_page(chosen, prepared)
    given, problem = _given(kind, page)
    reader = page.reader(kind, given) if given is not None else None
    if given is None or reader is None:
        return _page(kind, chosen, given, problem, page=page, status=422)
    send_mail_test(given, reader, to=viewer(), by=actor())
    flash(_("The test is on its way to %(address)s.", address=viewer().email), "success")
    return _page(kind, chosen, given, page=page)


@blueprint.post("/candidates/acts")
@needs(Permission.CANDIDATES_SEE)
@prepares(read_attachment)
def create_act(prepared: AttachedFile) -> Response:
    """Few are done at once, many in the background; either way it is shown how it went."""
    kind, chosen = _kind(), _chosen()
    page = mail_page(chosen, prepared) if kind.name == "mail" else None
    form = people_act_form(kind.name, request.form)
    if (answer := form.repeated_answer) is not None:
        return redirect_back(answer, answer)
    given, problem = _given(kind, page)
    if given is None:
        return _page(kind, chosen, None, problem, page=page, status=422)
    try:
        with within_limit():
            act = begin_people_act(kind, chosen, given=given, viewer=viewer(), by=actor(), typed=form.typed.data or "")
    except Refused as refusal:
        return _page(kind, chosen, given, refusal, page=page, status=409)
    answer = _begun(act, kind)
    form.remember(answer)
    return redirect_back(answer, answer)


def _kind() -> ActKind:
    kind = act_kind(request.form.get("act", ""))
    if kind is None:
        raise Refused(_("Choose what is to be done with them."))
    if not viewer().may(kind.permission):
        raise NotAllowed()
    return kind


def _chosen() -> Chosen:
    chosen = chosen_people()
    if chosen.is_empty:
        raise Refused(_("Tick at least one person first."))
    return Chosen(chosen.ids, chosen.query)


def _given(kind: ActKind, page: MailPage | None) -> tuple[Mapping[str, Any] | None, Refused | None]:
    """What the form says, as the act keeps it; None and why it cannot."""
    try:
        said = kind.read(page.typed if page else request.form, viewer())
        return {**said, **(page.file.given if page else {})}, None
    except Refused as refusal:
        return None, refusal


def _page(
    kind: ActKind, chosen: Chosen, given: Mapping[str, Any] | None, problem: Refused | None = None, *,
    page: MailPage | None, status: int = 200,
) -> Response:  # fmt: skip
    """The form with what was typed; beside it what would happen, as soon as it says enough."""
    form = people_act_form(kind.name, page.typed if page else request.form, locales=page.locales if page else ())
    if problem is not None:
        form.refuse(problem)
    with within_limit():
        rehearsal = rehearse(kind, given, chosen, viewer()) if given is not None else None
        number = rehearsal.total if rehearsal else count_people(chosen, viewer())
        shown = page.shown(kind, given if rehearsal and rehearsal.reached else None) if page else {}
    template = "recruiter/candidates/bulk_mail.html" if page else "recruiter/candidates/bulk.html"
    return show(
        template, status, kind=kind, chosen=chosen, form=form,
        fields=form.asked_by(kind.name), rehearsal=rehearsal, number=number, **shown,
    )  # fmt: skip


def _begun(act: PeopleAct, kind: ActKind) -> str:
    if act.is_busy or kind.undo is None or act.reached < act.total:
        return url_for("recruiter.candidates.bulk_acts.show_act", people_act_id=act.id)
    flash_undo(kind.sentence(act.given, act.reached), url_for("recruiter.candidates.bulk_acts.create_undoing", people_act_id=act.id))
    if kind.name == "pool":
        return url_for("recruiter.pools.pool.show_pool", pool_id=act.given["pool"])
    return url_for("recruiter.candidates.candidates.show_candidates", q=act.query or None)
