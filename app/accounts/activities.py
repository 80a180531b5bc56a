"""What can happen to staff accounts. All of it is the audit's; addresses are kept apart from the acts."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from app.accounts.models import Installation, Invitation, PasswordReset, User
from app.accounts.permissions import Role
from app.core.activity import Audience, Happening, kind

AUDIT = frozenset({Audience.AUDIT})


@kind
@dataclass(frozen=True, kw_only=True)
class InstallationSetUp(Happening):
    subject: Installation
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Set up this installation")


@kind
@dataclass(frozen=True, kw_only=True)
class UserInvited(Happening):
    subject: Invitation
    role: Role
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Invited somebody to the back office")


@kind
@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Happening):
    subject: Invitation
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Withdrew an invitation")


@kind
@dataclass(frozen=True, kw_only=True)
class UserJoined(Happening):
    subject: User
    role: Role
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Joined the back office")


@kind
@dataclass(frozen=True, kw_only=True)
class SignedIn(Happening):
    subject: User
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Signed in")


@kind
@dataclass(frozen=True, kw_only=True)
class SignInFailed(Happening):
    """Subject is the user whose address was typed, or None when nobody has it."""

    subject: User | None
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("A sign-in failed")


@kind
@dataclass(frozen=True, kw_only=True)
class SignedOut(Happening):
    subject: User
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Signed out")


@kind
@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Happening):
    subject: User
    number: int
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("%(number)s sessions were ended")


@kind
@dataclass(frozen=True, kw_only=True)
class PasswordResetAsked(Happening):
    subject: PasswordReset
    user_id: int
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Asked to set a new password")


@kind
@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Happening):
    subject: User
    by_link: bool
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Changed the password")


@kind
@dataclass(frozen=True, kw_only=True)
class UserChanged(Happening):
    """Old and new values stand in the changed values beside the activity."""

    subject: User
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Changed a user")


@kind
@dataclass(frozen=True, kw_only=True)
class UserDeactivated(Happening):
    subject: User
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Deactivated a user")


@kind
@dataclass(frozen=True, kw_only=True)
class UserReactivated(Happening):
    subject: User
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Let a user in again")


@kind
@dataclass(frozen=True, kw_only=True)
class TeamCreated(Happening):
    subject: Any
    audience: ClassVar[frozenset[Audience]] = AUDIT
    sentence: ClassVar[object] = _("Created a team")
