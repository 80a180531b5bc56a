"""The back office's first page: what waits for this person today, and what is new in their jobs."""

from flask import Blueprint, Response

from app.accounts.permissions import Permission
from app.insights.home import day_of, first_steps
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@needs(Permission.BACK_OFFICE)
def show_home() -> Response:
    return show("recruiter/home/home.html", day=day_of(viewer()), steps=first_steps())
