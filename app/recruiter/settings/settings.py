"""The way into settings: the first of its pages the viewer may open."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.web.access import needs, viewer
from app.web.pages import redirect_to

blueprint = Blueprint("settings", __name__)


@blueprint.get("/settings")
@needs(Permission.USERS_MANAGE)
def show_settings() -> ResponseReturnValue:
    if viewer().may(Permission.ADMINISTER):
        return redirect_to("recruiter.settings.company.show_company")
    return redirect_to("recruiter.settings.users.show_users")
