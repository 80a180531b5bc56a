"""A mail to a person, to read again as they got it."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.hiring.policy import visible_mails
from app.mailing.commands import message_content
from app.mailing.models import Message
from app.mailing.queries import attachment_of, why_not_left
from app.web.access import needs, viewer
from app.web.downloads import as_download
from app.web.finding import find
from app.web.pages import show

blueprint = Blueprint("mails", __name__)


@blueprint.get("/candidates/<int:candidate_id>/mails/<int:message_id>")
@needs(Permission.CANDIDATES_SEE)
def show_mail(candidate_id: int, message_id: int) -> ResponseReturnValue:
    """What it said and where it went; secret links in it are masked."""
    candidate, message = _mail(candidate_id, message_id)
    return show(
        "recruiter/candidates/mail.html", candidate=candidate, message=message, content=message_content(message),
        attachment=attachment_of(message), not_left=why_not_left(message),
    )  # fmt: skip


@blueprint.get("/candidates/<int:candidate_id>/mails/<int:message_id>/file")
@needs(Permission.CANDIDATES_SEE)
def download_attachment(candidate_id: int, message_id: int) -> Response:
    _candidate, message = _mail(candidate_id, message_id)
    attachment = attachment_of(message)
    if attachment is None:
        abort(404)
    return as_download(attachment.file, attachment.filename)


def _mail(candidate_id: int, message_id: int) -> tuple[Candidate, Message]:
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id)
    message: Message = find(visible_mails(viewer()), message_id)
    if message.candidate_id != candidate.id:
        abort(404)
    return candidate, message
