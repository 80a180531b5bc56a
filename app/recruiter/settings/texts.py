"""The texts of the careers site, one language at a time."""

from typing import Any

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from app.accounts.permissions import Permission
from app.core.languages import LOCALES
from app.jobs.commands import set_site_wordings
from app.jobs.models import SiteText
from app.jobs.queries import site_wording, stored_wordings
from app.web.access import actor, needs
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("texts", __name__)

MOST = Length(max=20_000)


class TextsForm(PageForm):
    headline = StringField(SiteText.HEADLINE.label, [Length(max=200)])
    story = TextAreaField(SiteText.STORY.label, [MOST])
    privacy = TextAreaField(SiteText.PRIVACY.label, [MOST])
    imprint = TextAreaField(SiteText.IMPRINT.label, [MOST])
    accessibility = TextAreaField(SiteText.ACCESSIBILITY.label, [MOST])


@blueprint.get("/settings/texts/<locale>")
@needs(Permission.ADMINISTER)
def show_texts(locale: str) -> ResponseReturnValue:
    """What is written, and below each field what visitors read while it is empty."""
    stored = {name.value: text for name, text in stored_wordings(_known(locale)).items()}
    return show("recruiter/settings/texts.html", form=TextsForm(formdata=None, data=stored), **_context(locale))


@blueprint.post("/settings/texts/<locale>")
@needs(Permission.ADMINISTER)
def save_texts(locale: str) -> ResponseReturnValue:
    form = TextsForm()
    if not form.validate_on_submit():
        return show("recruiter/settings/texts.html", status=422, form=form, **_context(_known(locale)))
    set_site_wordings(_known(locale), {name: form[name.value].data or "" for name in SiteText}, by=actor())
    flash(_("Saved."), "success")
    return redirect_to("recruiter.settings.texts.show_texts", locale=locale)


def _known(locale: str) -> str:
    return locale if locale in LOCALES else abort(404)


def _context(locale: str) -> dict[str, Any]:
    return {"locale": locale, "locales": LOCALES, "read_now": site_wording(locale, *SiteText), "names": list(SiteText)}
