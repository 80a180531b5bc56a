"""The link every mail one can leave carries. Its secret opens the choices of its recipient and nothing else.

Looking changes nothing, however often a mail scanner does it. A mail program's one click is a POST without cookies
(RFC 8058); everything a person presses on the page are forms of it.
"""

from collections.abc import Callable

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from app.candidates.models import Candidate, ConsentAction
from app.core.actors import Actor, candidate_actor, visitor_actor
from app.core.refusals import Refused
from app.insights.why import why_got
from app.mailing.commands import gets_nothing, unsubscribe, unsubscribe_from_everything
from app.mailing.commands.unsubscribing import recipient_of
from app.mailing.gate import PURPOSES
from app.mailing.queries import message_of_unsubscribe_token
from app.portal.me.choices import leave, page_of, pause_or_resume, save_choices, stop_everything, undo
from app.portal.me.links import keep_secret, masked
from app.web.access import public, without_csrf
from app.web.pages import redirect_to, show

blueprint = Blueprint("unsubscribe", __name__)
blueprint.after_request(keep_secret)

Act = Callable[..., str]


@blueprint.get("/u/<token>")
@public
def show_choices(token: str) -> ResponseReturnValue:
    """The preference centre of whoever the mail went to; of a bare address only whether we write to it."""
    message = message_of_unsubscribe_token(token)
    if message is None or not message.address:
        return _unknown()
    candidate = recipient_of(message)
    if candidate is None:
        stopped = gets_nothing([message.address])
        return show("portal/unsubscribe/address.html", mailbox=masked(message.address), token=token, stopped=stopped)
    return show(
        "portal/unsubscribe/choices.html", message=message, mailbox=masked(message.address), why=why_got(message),
        this_purpose=PURPOSES.get(message.kind),
        **page_of(candidate, lambda act: url_for(f"portal.unsubscribe.unsubscribe.{act}", token=token)),
    )  # fmt: skip


@blueprint.post("/u/<token>")
@public
@without_csrf
def create_one_click(token: str) -> ResponseReturnValue:
    """The mail program's button: no cookie, no form of ours, no redirect; twice is once."""
    message = message_of_unsubscribe_token(token)
    if message is None:
        return _unknown()
    candidate = recipient_of(message)
    if message.address:
        unsubscribe(message, by=_by(candidate), agent=request.user_agent.string)
    return show("portal/unsubscribe/unsubscribed.html", token=token, mailbox=masked(message.address))


@blueprint.post("/u/<token>/choices")
@public
def create_choices(token: str) -> ResponseReturnValue:
    """Whoever holds the mail reads its mailbox: what they agree to here is confirmed."""
    return _done(token, lambda candidate, by: save_choices(candidate, by=by, action=ConsentAction.CONFIRMED))


@blueprint.post("/u/<token>/pauses")
@public
def create_pause(token: str) -> ResponseReturnValue:
    return _done(token, pause_or_resume)


@blueprint.post("/u/<token>/undo")
@public
def create_undo(token: str) -> ResponseReturnValue:
    return _done(token, undo)


@blueprint.post("/u/<token>/departures")
@public
def create_departure(token: str) -> ResponseReturnValue:
    return _done(token, leave)


@blueprint.post("/u/<token>/everything")
@public
def create_end(token: str) -> ResponseReturnValue:
    """No more mail but about one's own applications; a bare address gets none at all."""
    message = message_of_unsubscribe_token(token)
    if message is not None and message.address and recipient_of(message) is None:
        unsubscribe_from_everything(message, by=_by(None))
        return redirect_to(".show_choices", token=token)
    return _done(token, stop_everything)


def _done(token: str, act: Act) -> ResponseReturnValue:
    message = message_of_unsubscribe_token(token)
    candidate = recipient_of(message) if message is not None else None
    if candidate is None:
        return _unknown()
    try:
        done = act(candidate, by=_by(candidate))
    except Refused:
        done = ""
    return redirect_to(".show_choices", token=token, done=done or None)


def _by(candidate: Candidate | None) -> Actor:
    return candidate_actor(candidate.id, request.remote_addr) if candidate is not None else visitor_actor(request.remote_addr)


def _unknown() -> ResponseReturnValue:
    return show("portal/unsubscribe/unknown.html", status=404)
