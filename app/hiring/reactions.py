"""What hiring does when something happens below it."""

from app.accounts.activities import InstallationSetUp
from app.candidates.activities import MailboxConfirmed
from app.core.activity import Recorded, on
from app.hiring.commands import confirm_applications, ensure_reject_reasons, open_rejections_to_candidates
from app.mailing.activities import MessageAccepted, MessageFailed, MessageSuppressed


@on(InstallationSetUp)
def begin_with_reasons(recorded: list[Recorded]) -> None:
    ensure_reject_reasons()


@on(MailboxConfirmed)
def confirm_waiting_applications(recorded: list[Recorded]) -> None:
    """Whoever opened the link reads that mailbox: applications made from it are theirs."""
    for one in recorded:
        link = one.happening.subject
        confirm_applications(link.candidate_id, link.email, by=one.by)


@on(MessageAccepted, MessageFailed, MessageSuppressed)
def show_decisions(recorded: list[Recorded]) -> None:
    """The mail of a rejection left or never will: the candidate may read the decision from now on."""
    open_rejections_to_candidates([one.activity.subject_id for one in recorded if one.activity.subject_id])
