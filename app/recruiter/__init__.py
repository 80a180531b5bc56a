"""The back office: recruiters, coordinators, hiring managers, interviewers, compliance, admins."""

import sys
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.transaction import in_transaction
from app.insights.standing import standing
from app.web.faces import build_face


@dataclass(frozen=True)
class Link:
    """An entry of the back office's navigation; `key` is its shortcut after `g`."""

    label: str
    url: str
    icon: str
    key: str
    needs: Permission

    @property
    def active(self) -> bool:
        path = request.path
        return path == self.url if self.url == "/recruiter/" else path.startswith(self.url)


def navigation() -> list[Link]:
    """What the viewer may open, in the order of a recruiter's day."""
    links = [
        Link(_("Home"), "/recruiter/", "house", "h", Permission.BACK_OFFICE),
        Link(_("To-dos"), "/recruiter/todos", "list-checks", "t", Permission.BACK_OFFICE),
        Link(_("Candidates"), "/recruiter/candidates", "users", "c", Permission.CANDIDATES_SEE),
        Link(_("Hygiene"), "/recruiter/hygiene", "sparkles", "y", Permission.CANDIDATES_EDIT),
        Link(_("Pools"), "/recruiter/pools", "layers", "l", Permission.POOLS_SEE),
        Link(_("Segments"), "/recruiter/segments", "list-filter", "n", Permission.POOLS_SEE),
        Link(_("Communities"), "/recruiter/communities", "users-round", "u", Permission.COMMUNITIES_SEE),
        Link(_("Campaigns"), "/recruiter/campaigns", "megaphone", "m", Permission.CAMPAIGNS_SEE),
        Link(_("Jobs"), "/recruiter/jobs", "briefcase", "j", Permission.JOBS_SEE),
        Link(_("Interviews"), "/recruiter/interviews", "calendar-clock", "v", Permission.FEEDBACK_GIVE),
        Link(_("Offers"), "/recruiter/offers", "file-check", "o", Permission.OFFERS_MAKE),
        Link(_("Insights"), "/recruiter/insights", "chart-column", "i", Permission.INSIGHTS_SEE),
        Link(_("Compliance"), "/recruiter/compliance", "shield-check", "p", Permission.COMPLIANCE_SEE),
        Link(_("Settings"), "/recruiter/settings", "settings", "s", Permission.USERS_MANAGE),
    ]
    return [link for link in links if g.user is not None and g.user.may(link.needs)]


def chrome() -> dict[str, Any]:
    """What the layout's frame shows around every page."""
    user = g.user
    return {
        "home_url": "/recruiter/",
        "search_url": "/recruiter/candidates",
        "search_is_here": request.path == "/recruiter/candidates",
        "suggest_url": "/recruiter/candidates/suggest" if user.may(Permission.CANDIDATES_SEE) else None,
        "count_url": "/recruiter/candidates/count" if user.may(Permission.CANDIDATES_SEE) else None,
        "palette_url": "/recruiter/palette",
        "quick_add_url": "/recruiter/candidates/new",
        "may_add": user.may(Permission.CANDIDATES_EDIT),
        "may_search": user.may(Permission.CANDIDATES_SEE),
        "sign_out_url": "/recruiter/sign-out",
        "profile_url": "/recruiter/account",
        "user_name": user.name,
        "user_email": user.email,
        "shortcuts_off": not user.shortcuts,
    }


def init_face(app: Flask) -> None:
    """Mount every page of the back office under /recruiter."""
    face = build_face(sys.modules[__name__], url_prefix="/recruiter")

    def frame() -> dict[str, Any]:
        if g.get("user") is None:
            return {}
        troubles = standing().sentences if in_transaction() else []
        return {"navigation": navigation(), "chrome": chrome(), "troubles": troubles}

    face.app_context_processor(frame)
    app.register_blueprint(face)
