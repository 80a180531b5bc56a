"""Who may open a view. Every view declares it; the application refuses to start when one does not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.core.actors import Actor, candidate_actor, user_actor, visitor_actor

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Prepare = Callable[..., Any]


class Door(Enum):
    STAFF = "staff"
    CANDIDATE = "candidate"
    PUBLIC = "public"


@dataclass(frozen=True)
class Access:
    """What a view declared about itself."""

    door: Door | None = None
    permission: Permission | None = None
    reads: bool = False
    prepare: Prepare | None = None
    csrf_exempt: bool = False
    largest_body: int = 0
    """How many bytes signed-in staff may send here, when that is more than elsewhere."""
    bare: bool = False
    """Answers without asking the database anything, not even who is there."""


def needs(permission: Permission) -> Callable[[View], View]:
    """Staff with `permission`. Records are fetched through `find(visible_x, id)` besides."""
    return _declare(door=Door.STAFF, permission=permission)


def candidate_only(view: View) -> View:
    """The signed-in candidate."""
    return _declare(door=Door.CANDIDATE)(view)


def public(view: View) -> View:
    """Everyone."""
    return _declare(door=Door.PUBLIC)(view)


def reads(view: View) -> View:
    """A POST that only looks: previews and counts. It gets a read-only transaction."""
    return _declare(reads=True)(view)


def takes_up_to(megabytes: int) -> Callable[[View], View]:
    """Signed-in staff may send more here than elsewhere: whole files of people, many résumés at once."""
    return _declare(largest_body=megabytes * 1024 * 1024)


def prepares(prepare: Prepare) -> Callable[[View], View]:
    """Run `prepare(**view_args)` before the request's transaction; the view gets its answer as `prepared`."""
    return _declare(prepare=prepare)


def without_csrf(view: View) -> View:
    """A POST that machines make without a page of ours: one-click unsubscribe, webhooks."""
    return _declare(csrf_exempt=True)(view)


def bare(view: View) -> View:
    """A view that must answer while the database does not: it gets no transaction and knows nobody."""
    return _declare(bare=True)(view)


def _declare(**said: Any) -> Callable[[View], View]:
    def declare(view: View) -> View:
        known: Access = getattr(view, "access", Access())
        if "door" in said and known.door is not None:
            raise RuntimeError(f"{view.__name__} declares its access twice")
        view.access = replace(known, **said)  # type: ignore[attr-defined]
        return view

    return declare


def declared_access(view: Callable[..., Any]) -> Access:
    return getattr(view, "access", Access())


def require_declared_access(app: Flask) -> None:
    """Refuse to start when a view does not say who may open it."""
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint.rpartition(".")[2] != "static" and declared_access(view).door is None
    ]
    if silent:
        raise RuntimeError(f"views without declared access: {', '.join(sorted(silent))}")


def session_has_ended(access: Access) -> bool:
    """Nobody is signed in where somebody must be: such a post is led to signing in. Its token is void with its session,
    and a forged one has nobody's rights to use.
    """
    return access.door is not Door.PUBLIC and g.user is None and g.candidate is None


def check_access(access: Access) -> ResponseReturnValue | None:
    """None when the view may run, else the answer: a way to sign in, or 403."""
    if access.door is Door.PUBLIC:
        return None
    if access.door is Door.CANDIDATE:
        return None if g.candidate is not None else _to_candidate_sign_in()
    if g.user is None:
        return _to_staff_sign_in()
    if access.permission is None or not g.user.may(access.permission):
        abort(403)
    return None


def viewer() -> User:
    """The signed-in member of staff (a detached row: read it, never change it)."""
    user: User | None = g.get("user")
    if user is None:
        abort(401)
    return user


def signed_in_candidate_id() -> int:
    """The signed-in candidate of the portal."""
    if g.candidate is None:
        abort(401)
    return int(g.candidate.id)


def actor() -> Actor:
    """Whoever makes this request, with the network address it comes from."""
    address = request.remote_addr
    if g.get("user") is not None:
        return user_actor(g.user.id, address)
    if g.get("candidate") is not None:
        return candidate_actor(g.candidate.id, address)
    return visitor_actor(address)


def _to_staff_sign_in() -> ResponseReturnValue:
    if g.site is None:
        return redirect("/recruiter/set-up", 303)
    return _to_sign_in("/recruiter/sign-in")


def _to_candidate_sign_in() -> ResponseReturnValue:
    return _to_sign_in(url_for("portal.me.sign_in.show_sign_in"))


def _to_sign_in(address: str) -> ResponseReturnValue:
    """Pages are led to the sign-in page and back; a fragment is answered 401 and the whole window goes there."""
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": address})
    from urllib.parse import quote

    came_from = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(f"{address}?next={quote(came_from)}" if came_from else address, 303)
