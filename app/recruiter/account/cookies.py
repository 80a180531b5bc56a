"""The cookie of a staff session: host-only, unreadable for scripts, gone when the browser closes; and secret pages."""

from flask import Response, current_app, request

from app.accounts.models import StaffSession
from app.accounts.sessions import session_of_token
from app.web.identify import STAFF, cookie_name


def give_cookie(response: Response, token: str) -> Response:
    response.set_cookie(
        cookie_name(STAFF), token, httponly=True, samesite="Lax", path="/", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
    return response


def take_cookie(response: Response) -> Response:
    """Forget the session in this browser, and what it cached of private pages."""
    response.delete_cookie(
        cookie_name(STAFF), httponly=True, samesite="Lax", path="/", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def present_session() -> StaffSession | None:
    """The staff session this request came with."""
    return session_of_token(request.cookies.get(cookie_name(STAFF), ""))


def browser() -> str:
    return request.headers.get("User-Agent", "")[:300]


def keep_secret(response: Response) -> Response:
    """For pages whose address is a secret: it is neither passed on as referrer nor cached."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
