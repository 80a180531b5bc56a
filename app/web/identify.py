"""Who is asking: the staff session, the candidate session, and the installation, read in one short transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request
from sqlalchemy import select

from app.accounts.sessions import SITE, user_and_site
from app.extensions import db, login


@dataclass(frozen=True)
class SignedInCandidate:
    """The candidate of a portal session."""

    id: int
    name: str
    locale: str


@dataclass(frozen=True)
class Site:
    """The employer as pages show it."""

    name: str
    accent: str
    default_locale: str
    demo: bool


IdentifyCandidate = Callable[[str], SignedInCandidate | None]
_candidate_ways: list[IdentifyCandidate] = []


def identify_candidates_with(identify_candidate: IdentifyCandidate) -> None:
    """Called by the portal: how the secret of a candidate's cookie is turned into the candidate."""
    _candidate_ways[:] = [identify_candidate]


def cookie_name(face: str) -> str:
    """`perennial_staff` or `perennial_me`, with the `__Host-` prefix exactly when served over https."""
    return f"__Host-perennial_{face}" if current_app.config["SESSION_COOKIE_SECURE"] else f"perennial_{face}"


STAFF, CANDIDATE = "staff", "me"


def identify() -> None:
    """Set `g.user`, `g.candidate`, `g.site` and the secret that CSRF tokens are bound to."""
    staff_secret = request.cookies.get(cookie_name(STAFF), "")
    candidate_secret = request.cookies.get(cookie_name(CANDIDATE), "")
    staff = user_and_site(staff_secret) if staff_secret else None
    g.user = staff[0] if staff is not None else None
    g.candidate = _candidate_of(candidate_secret) if candidate_secret else None
    g.session_secret = "\0".join(
        [staff_secret if g.user is not None else "", candidate_secret if g.candidate is not None else ""]
    )
    g.site = _site(staff[1]) if staff is not None else site()


def _candidate_of(secret: str) -> SignedInCandidate | None:
    return next((found for way in _candidate_ways if (found := way(secret)) is not None), None)


def forget_identity() -> None:
    """Nobody is asking; for requests that fail before they are identified."""
    for name in ("user", "candidate", "site"):
        if name not in g:
            setattr(g, name, None)
    if "session_secret" not in g:
        g.session_secret = ""


def site() -> Site | None:
    row = db.session.execute(_SITE).first()
    return _site(row) if row else None


def _site(columns: Sequence[Any]) -> Site | None:
    """None before set-up: there is no employer yet."""
    return Site(*columns) if columns[0] is not None else None


_SITE = select(*SITE).limit(1)


login.request_loader(lambda request: g.get("user"))
