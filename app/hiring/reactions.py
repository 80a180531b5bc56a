"""What hiring does when something happens below it."""

from app.accounts.activities import InstallationSetUp
from app.candidates.activities import MailboxConfirmed
from app.candidates.commands.interest import Signal, add_signals
from app.candidates.models import SignalKind
from app.core.activity import Recorded, on
from app.hiring.activities import ApplicationConfirmed, ApplicationReceived
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


@on(ApplicationReceived, ApplicationConfirmed)
def note_interest(recorded: list[Recorded]) -> None:
    """Applying is the strongest sign; one that waits for its mailbox tells nothing about anybody yet."""
    own = [one.activity for one in recorded if getattr(one.happening, "confirmed", True)]
    add_signals(
        [
            Signal(candidate_id=one.candidate_id, kind=SignalKind.APPLIED, source_kind="applications", source_id=one.application_id)
            for one in own
            if one.candidate_id is not None and one.application_id is not None
        ]
    )
