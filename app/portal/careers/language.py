"""The reader's language: a choice kept in a cookie only once somebody makes it."""

from typing import Any

from babel import Locale
from flask import Blueprint, Response, abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.core.languages import LOCALES
from app.web.access import public
from app.web.pages import own_path

blueprint = Blueprint("language", __name__)

REMEMBERED_SECONDS = 365 * 24 * 3600


@blueprint.get("/language/<code>")
@public
def choose_language(code: str) -> ResponseReturnValue:
    """Remember the language in this browser and go back to where the reader was."""
    if code not in LOCALES:
        abort(404)
    response = make_response(redirect(own_path(request.args.get("next")) or "/", 303))
    response.set_cookie(
        "locale",
        code,
        max_age=REMEMBERED_SECONDS,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.after_app_request
def say_which_language(response: Response) -> Response:
    """Caches must keep one copy of a public page for each language."""
    if (request.blueprint or "").startswith("portal"):
        response.vary.update(["Accept-Language", "Cookie"])
        response.headers.setdefault("Content-Language", str(get_locale()))
    return response


@blueprint.app_context_processor
def offer_languages() -> dict[str, Any]:
    """The switch in the portal's header. Staff pages follow the account's language instead."""
    if g.get("user") is not None or not (request.blueprint or "").startswith("portal"):
        return {}
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return {
        "languages": [
            {
                "code": code,
                "label": Locale.parse(code).get_display_name(code),
                "url": url_for("portal.careers.language.choose_language", code=code, next=here),
                "active": str(get_locale()) == code,
            }
            for code in LOCALES
        ]
    }
