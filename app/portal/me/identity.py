"""Who is signed in on the portal, and the cookie that says so."""

from flask import Response, current_app

from app.candidates.sign_in import SESSION_LIVES, candidate_of_token
from app.web.identify import CANDIDATE, SignedInCandidate, cookie_name, identify_candidates_with


def signed_in(secret: str) -> SignedInCandidate | None:
    candidate = candidate_of_token(secret)
    return SignedInCandidate(candidate.id, candidate.display_name, candidate.locale) if candidate is not None else None


identify_candidates_with(signed_in)


def keep_signed_in(response: Response, secret: str) -> None:
    """This device stays signed in until the session ends."""
    response.set_cookie(
        cookie_name(CANDIDATE),
        secret,
        max_age=int(SESSION_LIVES.total_seconds()),
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


def forget_device(response: Response) -> None:
    """The cookie goes, and with it whatever the browser kept of these pages."""
    response.delete_cookie(
        cookie_name(CANDIDATE), secure=bool(current_app.config["SESSION_COOKIE_SECURE"]), httponly=True, samesite="Lax"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
