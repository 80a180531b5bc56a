"""Magic links. Looking at one changes nothing, however often a mail scanner does it; pressing its button redeems it."""

from flask import Blueprint, Response, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.candidates.models import MagicLink
from app.candidates.sign_in import is_usable, magic_link_of_token, redeem_magic_link, request_magic_link
from app.portal.asking import applicant
from app.portal.me.asking import prepare_fresh_link
from app.portal.me.identity import keep_signed_in
from app.web.access import prepares, public
from app.web.evenness import answer_evenly
from app.web.pages import own_path, redirect_to, show

blueprint = Blueprint("links", __name__)
blueprint.after_request(answer_evenly)


@blueprint.get("/m/<token>")
@public
def show_link(token: str) -> ResponseReturnValue:
    """One button. On a device that is already signed in, a used link simply leads on."""
    link = magic_link_of_token(token)
    if link is None:
        return show("portal/me/unknown_link.html", status=404)
    usable = is_usable(link)
    if not usable and g.candidate is not None and g.candidate.id == link.candidate_id:
        return redirect(_onward(link), 303)
    return show("portal/me/link.html", token=token, usable=usable, mailbox=masked(link.email))


@blueprint.post("/m/<token>")
@public
def create_session(token: str) -> ResponseReturnValue:
    """Redeem the link, once. Whoever comes second is shown the link as it stands now."""
    link = magic_link_of_token(token)
    secret = redeem_magic_link(link, address=request.remote_addr) if link is not None else None
    if link is None or secret is None:
        return redirect_to("portal.me.links.show_link", token=token)
    response = make_response(redirect(_onward(link), 303))
    keep_signed_in(response, secret)
    return response


@blueprint.post("/m/<token>/fresh")
@public
@prepares(prepare_fresh_link)
def create_fresh_link(token: str, prepared: None) -> ResponseReturnValue:
    """A new link to the same mailbox that leads to the same place."""
    link = magic_link_of_token(token)
    if link is not None:
        request_magic_link(link.email, next_path=_onward(link), by=applicant())
    return redirect_to("portal.me.sign_in.show_sent")


@blueprint.after_request
def keep_secret(response: Response) -> Response:
    """The address of these pages is a secret: no page behind them may learn it, no cache keeps it."""
    response.headers["Referrer-Policy"] = "no-referrer" if _says_where_from() else "same-origin"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _says_where_from() -> bool:
    """Whether browsers send Sec-Fetch-Site here. Elsewhere (plain http in a network of one's own) forms are told apart
    from forged ones by their Origin, which "no-referrer" would empty.
    """
    host = request.host.rpartition(":")[0] or request.host
    return bool(current_app.config["SESSION_COOKIE_SECURE"]) or host in ("localhost", "127.0.0.1", "[::1]")


def masked(email: str) -> str:
    """`carla@example.org` as `c…a@example.org`: enough to recognise one's own."""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…{local[-1:]}@{domain}"


def _onward(link: MagicLink) -> str:
    return own_path(link.next_path) or url_for("portal.me.home.show_home")
