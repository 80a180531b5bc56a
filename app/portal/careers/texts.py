"""Privacy, imprint and accessibility: texts the employer may write itself."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.jobs.models import SiteText
from app.jobs.queries import site_wording
from app.web.access import public
from app.web.pages import show

blueprint = Blueprint("texts", __name__)


@blueprint.get("/privacy")
@public
def show_privacy() -> ResponseReturnValue:
    return _show(SiteText.PRIVACY, _("Privacy"))


@blueprint.get("/imprint")
@public
def show_imprint() -> ResponseReturnValue:
    return _show(SiteText.IMPRINT, _("Imprint"))


@blueprint.get("/accessibility")
@public
def show_accessibility() -> ResponseReturnValue:
    return _show(SiteText.ACCESSIBILITY, _("Accessibility"))


def _show(name: SiteText, title: str) -> ResponseReturnValue:
    return show("portal/careers/text.html", heading=title, text=site_wording(str(get_locale()), name)[name])
