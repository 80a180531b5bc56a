"""Somebody was referred and is asked in their own mailbox. Looking changes nothing, however often a scanner does it."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.candidates.models import NoticeText
from app.candidates.notices import CONSENT_POOL, PRIVACY_NOTICE, current_notice, ensure_notices
from app.core.clock import now
from app.core.refusals import Refused
from app.core.transaction import aside
from app.portal.asking import applicant
from app.portal.careers.job import rendered
from app.portal.me.links import keep_secret
from app.talent.commands.referring import accept_referral, decline_referral
from app.talent.models import Referral
from app.talent.queries.referrals import referral_of_token
from app.web.access import public
from app.web.pages import redirect_to, show

blueprint = Blueprint("referral", __name__)
blueprint.after_request(keep_secret)
PAGE, GONE = "portal/referrals/referral.html", "portal/keeping/gone.html"


@blueprint.get("/referral/<token>")
@public
def show_referral(token: str) -> ResponseReturnValue:
    """Who thought of them, what was said, what yes means, and two buttons."""
    referral = referral_of_token(token)
    if referral is None or _is_over(referral):
        return show(GONE, status=404 if referral is None else 410)
    text, notice = _texts()
    if text is None:
        aside(ensure_notices)
    return show(PAGE, referral=referral, token=token, text=text, notice_html=rendered(notice.body) if notice else "")


@blueprint.post("/referral/<token>")
@public
def create_answer(token: str) -> ResponseReturnValue:
    referral = referral_of_token(token)
    if referral is None or _is_over(referral):
        return show(GONE, status=404 if referral is None else 410)
    if request.form.get("answer") != "yes":
        decline_referral(referral)
        return redirect_to(".show_forgotten")
    text, notice = _texts()
    try:
        accept_referral(
            referral,
            by=applicant(),
            locale=str(get_locale()),
            text=text,
            notice=notice,
            agent=request.user_agent.string,
        )
    except Refused:
        return show(GONE, status=410)
    return redirect_to(".show_referral", token=token)


@blueprint.get("/referral/forgotten")
@public
def show_forgotten() -> ResponseReturnValue:
    return show("portal/referrals/forgotten.html")


def _texts() -> tuple[NoticeText | None, NoticeText | None]:
    locale = str(get_locale())
    return current_notice(CONSENT_POOL, locale), current_notice(PRIVACY_NOTICE, locale)


def _is_over(referral: Referral) -> bool:
    return referral.closed_at is not None or (referral.candidate_id is None and referral.expires_at <= now())
