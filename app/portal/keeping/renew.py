"""The question whether a consent goes on. Looking changes nothing, however often a mail scanner does it."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.candidates.models import ConsentRenewal, Purpose
from app.candidates.notices import consent_text
from app.compliance.renewing import PURPOSE, RenewalGone, answer_renewal, consents_of, is_past
from app.core.actors import candidate_actor
from app.core.tokens import row_of_token
from app.extensions import db
from app.portal.me.links import keep_secret
from app.web.access import public
from app.web.pages import redirect_to, show

blueprint = Blueprint("renew", __name__)
blueprint.after_request(keep_secret)
GONE = "portal/keeping/gone.html"


@blueprint.get("/renew/<token>")
@public
def show_renewal(token: str) -> ResponseReturnValue:
    """What ends and when, in the words that were agreed to; two buttons."""
    renewal = _renewal(token)
    if renewal is None:
        return show(GONE, status=404)
    if renewal.answered_at is None and is_past(renewal):
        return show(GONE, status=410)
    locale = str(get_locale())
    asked = [] if renewal.answered_at else [
        (consent, consent_text(consent.purpose, locale))
        for consent in consents_of(renewal)
        if consent.purpose is not Purpose.APPLICATION
    ]  # fmt: skip
    return show("portal/keeping/renew.html", renewal=renewal, token=token, asked=asked)


@blueprint.post("/renew/<token>")
@public
def create_answer(token: str) -> ResponseReturnValue:
    renewal = _renewal(token)
    if renewal is None:
        return show(GONE, status=404)
    try:
        answer_renewal(
            renewal, keep=request.form.get("answer") == "yes", locale=str(get_locale()),
            by=candidate_actor(renewal.candidate_id, request.remote_addr), agent=request.user_agent.string,
        )  # fmt: skip
    except RenewalGone:
        return show(GONE, status=410)
    return redirect_to(".show_renewal", token=token)


def _renewal(token: str) -> ConsentRenewal | None:
    renewal_id = row_of_token(PURPOSE, token)
    return db.session.get(ConsentRenewal, renewal_id) if renewal_id is not None else None
