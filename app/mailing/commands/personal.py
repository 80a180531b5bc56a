"""Mail a member of staff writes by hand."""

from datetime import datetime, timedelta
from uuid import uuid4

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.mailing.activities import MessageWritten, about
from app.mailing.commands.planning import Draft, plan_messages
from app.mailing.models import Message, MessageKind
from app.mailing.signature import SIGNATURE, signature_of, signed

UNDO = timedelta(seconds=30)


def write_personal_message(
    *,
    to: Candidate,
    sender: User,
    subject: str,
    body: str,
    by: Actor,
    key: str = "",
    application_id: int | None = None,
    job_id: int | None = None,
    due_at: datetime | None = None,
    in_reply_to: str = "",
) -> Message:
    """Plan a mail from `sender`, thirty seconds ahead so that it can be taken back. `key` (of the form) makes it single."""
    draft = Draft(
        cause=f"personal:{key or uuid4().hex}",
        kind=MessageKind.PERSONAL,
        to=to,
        subject=subject,
        body=signed(body, sender),
        values={SIGNATURE: signature_of(sender)},
        due_at=due_at or now() + UNDO,
        application_id=application_id,
        job_id=job_id,
        sender=sender.name,
        reply_to=sender.email,
        in_reply_to=in_reply_to,
    )
    message = plan_messages([draft], by=by)[0]
    record(MessageWritten(**about(message)), by=by)
    return message
