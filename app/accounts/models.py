"""Staff users, their teams, sessions, invitations and password resets."""

from datetime import datetime
from typing import TYPE_CHECKING

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.permissions import GRANTS, Permission, Role
from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Short, state_column


class Team(Record):
    """A recruiting team. Recruiters and coordinators see the jobs of their own team."""

    __tablename__ = "teams"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Short]


class User(Versioned, Moments, UserMixin, Record):  # type: ignore[misc]
    """A member of staff who may sign in. `email_key` is the folded address, unique."""

    __tablename__ = "users"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Short]
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[FoldedKey] = mapped_column(unique=True)
    role: Mapped[Role] = mapped_column(state_column(Role))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(10), default="en")
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Berlin")
    shortcuts: Mapped[bool] = mapped_column(default=True)
    signature: Mapped[str] = mapped_column(String(500), default="")
    """Plain lines under the mails they write to people."""
    deactivated_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]

    team: Mapped[Team | None] = related()

    if TYPE_CHECKING:
        own_candidate_id: int | None
        """A record of this colleague's own, which they never see (app.candidates.own_record fills it in with each user)."""

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    def may(self, permission: Permission) -> bool:
        """Whether the role grants `permission` at all; records are asked through their policy."""
        return self.is_active and permission in GRANTS[self.role]

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name


class StaffSession(Record):
    """One signed-in browser of a user. Only the hash of its secret is stored; revoking ends it at the next request."""

    __tablename__ = "staff_sessions"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str | None] = mapped_column(String(45))
    agent: Mapped[str | None] = mapped_column(String(300))

    user: Mapped[User] = related()


class Invitation(Record):
    """An invitation to become a user, bound to address and role; used once, within 72 hours."""

    __tablename__ = "invitations"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[FoldedKey] = mapped_column(index=True)
    name: Mapped[Short]
    role: Mapped[Role] = mapped_column(state_column(Role))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    @property
    def is_usable(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and not self.has_expired

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= now()


class PasswordReset(Record):
    """A request to set a new password; the link in the mail is derived from the row, used once, within an hour."""

    __tablename__ = "password_resets"
    __table_args__ = REMEMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @property
    def is_usable(self) -> bool:
        return self.used_at is None and self.expires_at > now()


class Installation(Record):
    """The one row about this employer's installation; it exists once set-up has closed for good."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_name: Mapped[Short]
    postal_address: Mapped[str] = mapped_column(String(500), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    accent: Mapped[str] = mapped_column(String(7), default="#3b5bdb")
    default_locale: Mapped[str] = mapped_column(String(10), default="en")
    default_country: Mapped[str] = mapped_column(String(2), default="DE")
    contact_budget: Mapped[int] = mapped_column(default=3)
    """How many mails one person gets in seven days at most, process mail not counted."""
    mail_domains: Mapped[str] = mapped_column(String(1000), default="")
    """Domains of the company's own mailboxes, a space between two; whoever reads mail there is an employee."""
    set_up_at: Mapped[datetime] = mapped_column(default=now)
    demo: Mapped[bool] = mapped_column(default=False)
