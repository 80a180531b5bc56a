"""What the person lets us do beyond the application, and the language we write in."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, lazy_gettext
from flask_babel import gettext as _
from wtforms import RadioField

from app.candidates.commands import change_candidate, current_consents, record_consent
from app.candidates.commands.consents import is_open
from app.candidates.models import Candidate, ConsentAction, Purpose
from app.candidates.notices import CONSENT_POOL, current_notice, ensure_notices
from app.extensions import db
from app.portal.asking import applicant
from app.web.access import candidate_only, signed_in_candidate_id
from app.web.context import LOCALES
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("preferences", __name__)


class LanguageForm(PageForm):
    locale = RadioField(lazy_gettext("Language we write to you in"), choices=[("en", "English"), ("de", "Deutsch")])


@blueprint.get("/me/preferences")
@candidate_only
def show_preferences() -> ResponseReturnValue:
    candidate = _me()
    consent = current_consents(candidate.id).get(Purpose.POOL)
    locale = candidate.locale if candidate.locale in LOCALES else "en"
    return show(
        "portal/me/preferences.html",
        consent=consent,
        in_pool=is_open(consent),
        pool=current_notice(CONSENT_POOL, str(get_locale())),
        form=LanguageForm(data={"locale": locale}),
    )


@blueprint.post("/me/preferences/pool")
@candidate_only
def create_pool_consent() -> ResponseReturnValue:
    """Say yes or take it back, as the button said: pressed twice, it is said once."""
    candidate, says_yes = _me(), request.form.get("word") == "yes"
    if is_open(current_consents(candidate.id).get(Purpose.POOL)) is says_yes:
        return redirect_to("portal.me.preferences.show_preferences")
    if not says_yes:
        _record(candidate, ConsentAction.WITHDRAWN)
        flash(_("We no longer keep your details for other jobs. Your applications go on as they are."), "success")
    else:
        ensure_notices()
        _record(candidate, ConsentAction.GIVEN)
        flash(_("Thank you. We will write to you when something fits."), "success")
    return redirect_to("portal.me.preferences.show_preferences")


@blueprint.post("/me/preferences/language")
@candidate_only
def create_language() -> ResponseReturnValue:
    form = LanguageForm()
    if form.validate():
        change_candidate(_me(), values={"locale": form.locale.data}, by=applicant())
        flash(_("We write to you in this language from now on."), "success")
    return redirect_to("portal.me.preferences.show_preferences")


def _record(candidate: Candidate, action: ConsentAction) -> None:
    locale = str(get_locale())
    text = current_notice(CONSENT_POOL, locale) if action is ConsentAction.GIVEN else None
    agent = request.user_agent.string
    record_consent(
        candidate, purpose=Purpose.POOL, action=action, method="preferences", by=applicant(), text=text, locale=locale, agent=agent
    )


def _me() -> Candidate:
    return db.session.get_one(Candidate, signed_in_candidate_id())
