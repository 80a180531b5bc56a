"""The front door of the careers site."""

from flask import Blueprint, g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.jobs.models import SiteText
from app.jobs.queries import public_jobs, site_wording
from app.portal.addresses import source
from app.web.access import public
from app.web.pages import show

blueprint = Blueprint("home", __name__)

FEATURED = 6


@blueprint.get("/")
@public
def show_home() -> ResponseReturnValue:
    """The employer's story, the newest jobs, and how hiring goes here. A new installation leads to its set-up."""
    if g.site is None:
        return redirect("/recruiter/set-up", 303)
    texts = site_wording(str(get_locale()), SiteText.HEADLINE, SiteText.STORY)
    return show(
        "portal/careers/home.html",
        headline=texts[SiteText.HEADLINE],
        story=texts[SiteText.STORY],
        jobs=public_jobs(limit=FEATURED),
        src=source(),
    )
