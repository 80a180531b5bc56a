"""One act on many people: who is meant, what would happen, and beginning it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.compliance.models import ErasureReason
from app.core.refusals import NotAllowed, Refused
from app.recruiter.candidates.bulk_forms import PeopleActForm
from app.recruiter.candidates.choices import colleagues
from app.recruiter.pools.choosing import chosen_people
from app.search.bulk import ActKind, Chosen, PeopleAct, act_kind, begin_people_act
from app.search.bulk.people import count_people, rehearse
from app.search.limits import within_limit
from app.web.access import actor, needs, reads, viewer
from app.web.pages import flash_undo, redirect_back, show

blueprint = Blueprint("bulk", __name__)


@blueprint.post("/candidates/bulk")
@needs(Permission.CANDIDATES_SEE)
@reads
def rehearse_act() -> Response:
    """Whom it would reach and whom not, before anything happens."""
    kind, chosen = _kind(), _chosen()
    given, problem = _given(kind)
    if problem is None or "checked" not in request.form:
        return _page(kind, chosen, given)
    return _page(kind, chosen, None, problem, status=422)


@blueprint.post("/candidates/acts")
@needs(Permission.CANDIDATES_SEE)
def create_act() -> Response:
    """Few are done at once, many in the background; either way it is shown how it went."""
    kind, chosen, form = _kind(), _chosen(), PeopleActForm()
    if (answer := form.repeated_answer) is not None:
        return redirect_back(answer, answer)
    given, problem = _given(kind)
    if given is None:
        return _page(kind, chosen, None, problem, status=422)
    try:
        with within_limit():
            act = begin_people_act(kind, chosen, given=given, viewer=viewer(), by=actor(), typed=form.typed.data or "")
    except Refused as refusal:
        return _page(kind, chosen, given, refusal, status=409)
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


def _given(kind: ActKind) -> tuple[Mapping[str, Any] | None, Refused | None]:
    """What the form says, as the act keeps it; None and why it cannot."""
    try:
        return kind.read(request.form, viewer()), None
    except Refused as refusal:
        return None, refusal


def _page(
    kind: ActKind, chosen: Chosen, given: Mapping[str, Any] | None, problem: Refused | None = None, *, status: int = 200
) -> Response:
    """The form with what was typed; beside it what would happen, as soon as it says enough."""
    form = PeopleActForm()
    form.act.data = kind.name
    form.owner.choices = [("", _("Choose …")), ("0", _("Nobody")), *((str(one), name) for one, name in colleagues())]
    form.erasure_reason.choices = [("", _("Choose …")), *((reason.value, str(reason.label)) for reason in ErasureReason)]
    if "checked" not in request.form:
        form.spare.data = True
    if problem is not None:
        form.refuse(problem)
    with within_limit():
        rehearsal = rehearse(kind, given, chosen, viewer()) if given is not None else None
        number = rehearsal.total if rehearsal else count_people(chosen, viewer())
    return show(
        "recruiter/candidates/bulk.html", status, kind=kind, chosen=chosen, form=form, fields=form.asked_by(kind.name),
        rehearsal=rehearsal, number=number,
    )  # fmt: skip


def _begun(act: PeopleAct, kind: ActKind) -> str:
    if act.is_busy or kind.undo is None or act.reached < act.total:
        return url_for("recruiter.candidates.bulk_acts.show_act", people_act_id=act.id)
    flash_undo(kind.sentence(act.given, act.reached), url_for("recruiter.candidates.bulk_acts.create_undoing", people_act_id=act.id))
    return url_for("recruiter.candidates.candidates.show_candidates", q=act.query or None)
