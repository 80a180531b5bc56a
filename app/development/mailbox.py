"""The mailbox of an installation without a mail server: every mail as it would have left, with its real links.

Only while developing, and only for this very machine: whoever reads these mails can sign in as anybody.
"""

import email
import email.policy
import ipaddress
import re
from email.message import EmailMessage

from flask import Blueprint, Response, abort, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.mailing.queries import KEPT_PER_PAGE, kept_mail, kept_mails
from app.web.access import public
from app.web.headers import PREVIEW, allow_previews
from app.web.pages import show

blueprint = Blueprint("mailbox", __name__)

_LINK = re.compile(r"https?://[^\s<>\"]+")


@blueprint.before_request
def only_for_this_machine() -> None:
    """Neither to another machine nor through a proxy on this one, which lends its own address to everybody."""
    here = ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104
    if not here or any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")):
        abort(404)


@blueprint.get("/dev/mailbox")
@public
def show_mailbox() -> ResponseReturnValue:
    address = request.args.get("q", "").strip()
    before = request.args.get("before", type=int)
    mails = kept_mails(address=address, before=before)
    older = mails[-1].message_id if len(mails) == KEPT_PER_PAGE else None
    return show("development/mailbox.html", mails=mails, address=address, older=older, before=before)


@blueprint.get("/dev/mailbox/<int:message_id>")
@public
def show_mail(message_id: int) -> ResponseReturnValue:
    raw, mail = _mail(message_id)
    text = _part(mail, "plain")
    allow_previews()
    return show(
        "development/mail.html",
        message_id=message_id,
        subject=mail["Subject"],
        headers=[(name, str(value)) for name, value in mail.items()],
        text=text,
        links=list(dict.fromkeys(_LINK.findall(text))),
        source=raw.decode("utf-8", "replace"),
        view=request.args.get("view", "html"),
    )


@blueprint.get("/dev/mailbox/<int:message_id>/html")
@public
def show_html(message_id: int) -> Response:
    """The HTML part alone, for a frame: it runs nothing and belongs to no origin."""
    response = make_response(_part(_mail(message_id)[1], "html") or _("This mail has no HTML part."))
    response.headers["Content-Security-Policy"] = PREVIEW
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _mail(message_id: int) -> tuple[bytes, EmailMessage]:
    raw = kept_mail(message_id) if message_id < 2**31 else None
    if raw is None:
        abort(404)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return raw, mail


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
