"""Who gets a campaign: lists and a query, minus others; how many that is, and whom a rule keeps from it and why."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.campaigns.audience import Audience, audience_choices, describe_audience
from app.campaigns.commands import change_audience
from app.campaigns.models import Campaign
from app.campaigns.queries import WhoGetsIt, explain, people_of, who_gets_it
from app.candidates.queries import candidate_rows
from app.core.refusals import Refused
from app.extensions import db
from app.mailing.gate import reason_label
from app.recruiter.campaigns.forms import AudienceForm
from app.recruiter.campaigns.frame import campaign_of, tabs_of
from app.recruiter.campaigns.readers import reader_called
from app.web.access import actor, needs, viewer
from app.web.finding import LARGEST_ID
from app.web.pages import redirect_to, show

blueprint = Blueprint("audience", __name__)
PAGE_SIZE = 50
LISTS = ("pools", "segments", "communities")


@blueprint.get("/campaigns/<int:campaign_id>/audience")
@needs(Permission.CAMPAIGNS_SEE)
def show_audience(campaign_id: int) -> ResponseReturnValue:
    """The choice, and what it comes to; `?person=` asks about one."""
    campaign = campaign_of(campaign_id)
    return _page(campaign, _form(campaign, Audience.read(campaign.audience)))


@blueprint.post("/campaigns/<int:campaign_id>/audience")
@needs(Permission.CAMPAIGNS_EDIT)
def save_audience(campaign_id: int) -> ResponseReturnValue:
    """Keep the choice. With `keep` it is the page saving by itself, which stays open."""
    campaign, form = campaign_of(campaign_id, lock=True), AudienceForm()
    form.lists = _chosen()
    if not form.validate_on_submit():
        return _page(campaign, form, status=422)
    try:
        change_audience(campaign, _meant(form), seen=form.version.data, by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(campaign, form, status=409)
    if "keep" in request.form:
        form.show_version(campaign.version)
        return _page(campaign, form)
    if request.form.get("next") == "sending":
        return redirect_to("recruiter.campaigns.sending.show_check", campaign_id=campaign_id)
    return redirect_to(".show_audience", campaign_id=campaign_id)


@blueprint.get("/campaigns/<int:campaign_id>/audience/people")
@needs(Permission.CAMPAIGNS_SEE)
def show_people(campaign_id: int) -> ResponseReturnValue:
    """The people of one group: those a `?reason=` holds back, or those who will get it."""
    campaign = campaign_of(campaign_id)
    reason, after = request.args.get("reason", "")[:60], _number(request.args.get("after"))
    try:
        group = people_of(viewer(), Audience.read(campaign.audience), reason, campaign_id=campaign.id).subquery()
    except Refused:
        abort(404)
    ids = list(db.session.scalars(group.select().where(group.c[0] > after).order_by(group.c[0]).limit(PAGE_SIZE + 1)))
    more, ids = len(ids) > PAGE_SIZE, ids[:PAGE_SIZE]
    return show(
        "recruiter/campaigns/people.html", campaign=campaign, reason=reason, label=reason_label(reason) if reason else "",
        people=candidate_rows(ids), first=url_for(".show_people", campaign_id=campaign_id, reason=reason) if after else None,
        next=url_for(".show_people", campaign_id=campaign_id, reason=reason, after=ids[-1]) if more else None,
    )  # fmt: skip


def _page(campaign: Campaign, form: AudienceForm, status: int = 200) -> ResponseReturnValue:
    audience = _meant(form)
    typed = request.args.get("person", "")[:200]
    return show(
        "recruiter/campaigns/audience.html", status=status, campaign=campaign, tabs=tabs_of(campaign, "audience"), form=form,
        choices=audience_choices(viewer()), lists=LISTS, said=_said(audience), reach=_reach(campaign, audience, form),
        person=typed, answer=_answer(campaign, audience, typed),
    )  # fmt: skip


def _reach(campaign: Campaign, audience: Audience, form: AudienceForm) -> WhoGetsIt | None:
    """None while the choice cannot be read; then the form says why."""
    if form.errors:
        return None
    try:
        return who_gets_it(viewer(), audience, campaign_id=campaign.id)
    except Refused as refusal:
        form.refuse(refusal)
        return None


def _said(audience: Audience) -> str:
    return describe_audience(viewer(), audience)


def _answer(campaign: Campaign, audience: Audience, typed: str) -> dict[str, Any] | None:
    """Why the person somebody asks about gets it, or does not."""
    if not typed.strip():
        return None
    person = reader_called(typed)
    if person is None:
        return {"person": None, "sentence": _("There is nobody of this name or address.")}
    try:
        return {"person": person, "sentence": explain(viewer(), audience, person.id, campaign=campaign).sentence}
    except Refused as refusal:
        return {"person": person, "sentence": str(refusal)}


def _form(campaign: Campaign, audience: Audience) -> AudienceForm:
    form = AudienceForm(formdata=None, query=audience.query, minus_query=audience.minus_query, version=campaign.version)
    form.lists = {f"{sign}{name}": list(getattr(audience, f"{sign}{name}")) for sign in ("", "minus_") for name in LISTS}
    return form


def _meant(form: AudienceForm) -> Audience:
    lists: dict[str, Any] = {name: tuple(ids) for name, ids in form.lists.items()}
    return Audience(query=form.query.data or "", minus_query=form.minus_query.data or "", **lists)


def _chosen() -> dict[str, list[int]]:
    """Ticked lists, and the one chosen to be added: `pools:3`."""
    chosen: dict[str, list[int]] = {f"{sign}{name}": [] for sign in ("", "minus_") for name in LISTS}
    for sign, ticked, added in (("", "include", "add"), ("minus_", "exclude", "add_minus")):
        for value in [*request.form.getlist(ticked), *request.form.getlist(added)][:200]:
            name, _colon, number = value.partition(":")
            place = chosen.get(f"{sign}{name}")
            if name in LISTS and place is not None and (one := _number(number)) and one not in place:
                place.append(one)
    return chosen


def _number(typed: str | None) -> int:
    number = int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 11 else 0
    return number if number <= LARGEST_ID else 0


