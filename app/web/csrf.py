"""Forged requests: unsafe ones need a token bound to the session and must not come from another site.

The token is `moment.signature`, signed with the secret of the signed-in session, so it needs no cookie of its own:
a visitor who has not signed in gets no cookie at all (PRODUCT 6.6).
"""

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import abort, current_app, g, request
from flask_babel import gettext as _

from app.core.clock import now
from app.web.access import Access

LIFETIME_SECONDS = 12 * 3600


def csrf_token() -> str:
    """One per request and session: a page of many forms signs once."""
    made: tuple[str, str] | None = g.get("csrf_token")
    if made is None or made[0] != g.session_secret:
        made = g.csrf_token = (g.session_secret, _new_token())
    return made[1]


def _new_token() -> str:
    moment = str(int(now().timestamp()))
    return f"{moment}.{_signature(current_app.config['SECRET_KEY'], moment)}"


def seconds_since(token: str) -> int | None:
    """How long ago a page of ours made this token; None when none did."""
    return int(now().timestamp()) - int(token.partition(".")[0]) if _genuine(token) else None


def check_csrf(access: Access) -> None:
    """Abort with 403 when the request was not made by a page of ours."""
    if access.csrf_exempt:
        return
    if not _from_here():
        abort(403, _("This request came from another site."))
    token = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
    if not _genuine(token):
        abort(403, _("The form was open for too long. Go back, reload the page and send it again."))


def _from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _genuine(token: str) -> bool:
    moment, dot, signature = token.partition(".")
    if not dot or not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return False
    if not 0 <= now().timestamp() - int(moment) + 60 <= LIFETIME_SECONDS:
        return False
    keys = [current_app.config["SECRET_KEY"], *(current_app.config.get("SECRET_KEY_FALLBACKS") or [])]
    return any(hmac.compare_digest(_signature(key, moment), signature) for key in keys if signature.isascii())


def _signature(key: str, moment: str) -> str:
    return hmac.new(key.encode(), f"csrf\0{moment}\0{g.session_secret}".encode(), hashlib.sha256).hexdigest()[:40]
