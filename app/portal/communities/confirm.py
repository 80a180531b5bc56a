"""The link from the mail. Looking changes nothing, however often a scanner does it; pressing its button joins."""

from flask import Blueprint, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from app.candidates.models import Purpose
from app.core.clock import now
from app.portal.asking import applicant
from app.portal.communities.community import find_public
from app.portal.communities.counting import prepare_answer
from app.portal.me.identity import keep_signed_in
from app.portal.me.links import keep_secret, masked
from app.talent.commands import JoinTooOld, confirm_join, decline_join
from app.talent.models import JoinRequest
from app.talent.queries.communities import join_request_of_token, topics_of
from app.web.access import prepares, public
from app.web.evenness import answer_evenly
from app.web.pages import redirect_to, show

blueprint = Blueprint("confirm", __name__)
blueprint.after_request(answer_evenly)
blueprint.after_request(keep_secret)


@blueprint.get("/communities/<slug>/confirm/<token>")
@public
def show_request(slug: str, token: str) -> ResponseReturnValue:
    """What was ticked, one button to join, one for whoever did not send the form."""
    community = find_public(slug)
    found = _request(slug, token)
    if found is None or (found.confirmed_at is None and found.expires_at <= now()):
        return show("portal/communities/too_old.html", status=404 if found is None else 410, community=community)
    return show(
        "portal/communities/confirm.html",
        community=community,
        token=token,
        found=found,
        mailbox=masked(found.email) if found.email else "",
        purposes=[purpose for purpose in Purpose if purpose.value in found.consents],
        topics=topics_of(found),
    )


@blueprint.post("/communities/<slug>/confirm/<token>")
@public
@prepares(prepare_answer)
def create_membership(slug: str, token: str, prepared: None) -> ResponseReturnValue:
    """Join, once, and keep this device signed in as any link from our mails does."""
    found = _request(slug, token)
    if found is None:
        return redirect_to("portal.communities.confirm.show_request", slug=slug, token=token)
    try:
        joined = confirm_join(found, by=applicant())
    except JoinTooOld:
        return redirect_to("portal.communities.confirm.show_request", slug=slug, token=token)
    if joined.device is None:
        return redirect_to("portal.communities.confirm.show_request", slug=slug, token=token)
    response = make_response(redirect(url_for("portal.communities.community.show_community", slug=slug), 303))
    keep_signed_in(response, joined.device)
    return response


@blueprint.post("/communities/<slug>/confirm/<token>/deletion")
@public
@prepares(prepare_answer)
def delete_request(slug: str, token: str, prepared: None) -> ResponseReturnValue:
    """"This was not me": what the form said is gone, and the link leads nowhere."""
    found = _request(slug, token)
    if found is not None and found.confirmed_at is None:
        decline_join(found)
    return redirect_to("portal.communities.confirm.show_request", slug=slug, token=token)


def _request(slug: str, token: str) -> JoinRequest | None:
    found = join_request_of_token(token)
    return found if found is not None and found.community.slug == slug else None
