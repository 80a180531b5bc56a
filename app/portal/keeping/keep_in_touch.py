"""The question whether we may keep in touch. Looking changes nothing, however often a mail scanner does it."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.candidates.notices import CONSENT_POOL, current_notice
from app.candidates.sign_in import verify_mailbox
from app.core.actors import candidate_actor
from app.core.refusals import Refused
from app.core.tokens import row_of_token
from app.extensions import db
from app.hiring.models import Application
from app.portal.me.links import keep_secret
from app.talent.commands.keeping import PURPOSE, accept_keep_in_touch
from app.talent.models import KeepInTouch
from app.web.access import candidate_only, public, signed_in_candidate_id
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("keep_in_touch", __name__)
blueprint.after_request(keep_secret)
PAGE = "portal/keeping/keep_in_touch.html"


@blueprint.get("/keep-in-touch/<token>")
@public
def show_offer(token: str) -> ResponseReturnValue:
    """One sentence, the wording of the consent, one button."""
    offer = _offer(token)
    if offer is None or (offer.withdrawn_at is not None and offer.accepted_at is None):
        return show("portal/keeping/gone.html", status=404 if offer is None else 410)
    return show(PAGE, offer=offer, token=token, text=current_notice(CONSENT_POOL, str(get_locale())))


@blueprint.post("/keep-in-touch/<token>")
@public
def create_acceptance(token: str) -> ResponseReturnValue:
    offer = _offer(token)
    if offer is None:
        return show("portal/keeping/gone.html", status=404)
    try:
        _accept(offer)
    except Refused:
        return show("portal/keeping/gone.html", status=410)
    verify_mailbox(offer.candidate_id, offer.email)
    return redirect_to(".show_offer", token=token)


@blueprint.post("/me/keep-in-touch/<int:keep_in_touch_id>")
@candidate_only
def create_own_acceptance(keep_in_touch_id: int) -> ResponseReturnValue:
    """The same from the page of one's application."""
    own = select(KeepInTouch).where(KeepInTouch.candidate_id == signed_in_candidate_id())
    offer = find(own, keep_in_touch_id)
    _accept(offer)
    return redirect_to("portal.me.application.show_application", application_id=offer.application_id)


def _accept(offer: KeepInTouch) -> None:
    locale = str(get_locale())
    accept_keep_in_touch(
        offer, by=candidate_actor(offer.candidate_id, request.remote_addr), text=current_notice(CONSENT_POOL, locale),
        locale=locale, agent=request.user_agent.string,
    )  # fmt: skip


def _offer(token: str) -> KeepInTouch | None:
    offer_id = row_of_token(PURPOSE, token)
    if offer_id is None:
        return None
    return db.session.scalars(
        select(KeepInTouch)
        .where(KeepInTouch.id == offer_id)
        .options(
            joinedload(KeepInTouch.candidate), joinedload(KeepInTouch.application).joinedload(Application.job)
        )
    ).one_or_none()  # fmt: skip
