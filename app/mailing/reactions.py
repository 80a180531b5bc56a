"""What mailing does when something happens to accounts, when a candidate asks for a link, or is asked something."""

from flask_babel import force_locale

from app.accounts.activities import InstallationSetUp, InvitationWithdrawn, PasswordResetAsked, UserInvited
from app.accounts.models import User
from app.accounts.queries import INVITATION, PASSWORD_RESET, installation
from app.candidates.activities import MagicLinkAsked, RefreshAsked
from app.candidates.merging.activities import CandidatesMerged
from app.candidates.merging.ledger import Ledger
from app.candidates.sign_in import ASKED_LIVES, make_magic_link
from app.candidates.sign_in import PURPOSE as MAGIC_LINK
from app.core.activity import Recorded, on
from app.extensions import db
from app.mailing.commands import (
    Address,
    Draft,
    SecretLink,
    cancel_messages,
    ensure_templates,
    plan_message,
    plan_messages,
)
from app.mailing.commands.merging import suppress_alike
from app.mailing.models import Message, MessageKind
from app.mailing.recipients import primary_addresses


@on(InstallationSetUp)
def fill_the_library(recorded: list[Recorded]) -> None:
    ensure_templates()


@on(UserInvited)
def send_invitations(recorded: list[Recorded]) -> None:
    """The link is derived from the invitation's row and stands in no table."""
    company = installation()
    locale = company.default_locale if company else "en"
    for one in recorded:
        invitation = one.happening.subject
        inviter = db.session.get(User, invitation.invited_by_id) if invitation.invited_by_id else None
        with force_locale(locale):
            role = str(invitation.role.label)
        plan_message(
            cause=f"invitation:{invitation.id}",
            kind=MessageKind.ACCOUNT,
            to=Address(invitation.email, invitation.name, locale),
            template="invitation",
            values={"inviter": inviter.name if inviter else "", "role": role},
            links={"link": SecretLink(INVITATION, invitation.id, "/recruiter/invitations/")},
            by=one.by,
        )


@on(InvitationWithdrawn)
def stop_invitations(recorded: list[Recorded]) -> None:
    causes = [f"invitation:{one.happening.subject.id}" for one in recorded]
    cancel_messages(Message.cause.in_(causes), reason="invitation-withdrawn", by=recorded[0].by)


@on(PasswordResetAsked)
def send_password_resets(recorded: list[Recorded]) -> None:
    for one in recorded:
        plan_message(
            cause=f"password-reset:{one.happening.subject.id}",
            kind=MessageKind.ACCOUNT,
            to=db.session.get_one(User, one.happening.user_id),
            template="password-reset",
            links={"link": SecretLink(PASSWORD_RESET, one.happening.subject.id, "/recruiter/password-resets/")},
            by=one.by,
        )


@on(MagicLinkAsked)
def send_magic_links(recorded: list[Recorded]) -> None:
    """To the very address that was asked about, which is on the record."""
    for one in recorded:
        link, candidate = one.happening.subject, one.happening.candidate
        plan_message(
            cause=f"sign-in-link:{link.id}",
            kind=MessageKind.ACCOUNT,
            to=Address(link.email, candidate.display_name, candidate.locale, candidate_id=candidate.id),
            template="sign-in-link",
            values={"minutes": str(int(ASKED_LIVES.total_seconds() // 60))},
            links={"link": SecretLink(MAGIC_LINK, link.id, "/m/")},
            by=one.by,
        )


@on(CandidatesMerged)
def keep_who_left_away(recorded: list[Recorded]) -> None:
    """Of two records that became one, the stricter wish about mail counts; parting them takes it back."""
    for one in recorded:
        ledger = Ledger(one.happening.subject.id)
        suppress_alike(ledger, one.activity.candidate_id or 0)
        ledger.keep()


@on(RefreshAsked)
def send_refresh_requests(recorded: list[Recorded]) -> None:
    """To where the person is written to first; the link leads to what we hold, whoever forwards it or not."""
    primary = primary_addresses(one.happening.candidate for one in recorded)
    drafts = [_refresh_draft(one.happening, primary.get(one.happening.candidate.id, "")) for one in recorded]
    plan_messages(drafts, by=recorded[0].by)


def _refresh_draft(asked: RefreshAsked, address: str) -> Draft:
    link = make_magic_link(asked.candidate, email=address, next_path="/me/details")
    return Draft(
        cause=f"refresh:{asked.subject.id}",
        kind=MessageKind.PERSONAL,
        to=asked.candidate,
        template="refresh-details",
        links={"link": SecretLink(MAGIC_LINK, link.id, "/m/")},
    )
