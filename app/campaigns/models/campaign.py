"""A campaign: what is to be said, to whom, and how far that is."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models import Purpose
from app.core.claims import Claimable
from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import Json, Short, state_column


class CampaignState(Enum):
    """Draft → scheduled → planning → sending ⇄ paused → sent or cancelled. A draft may skip its schedule."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PLANNING = "planning"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    CANCELLED = "cancelled"

    @property
    def label(self) -> object:
        return {
            CampaignState.DRAFT: _("Draft"),
            CampaignState.SCHEDULED: _("Scheduled"),
            CampaignState.PLANNING: _("Being prepared"),
            CampaignState.SENDING: _("Being sent"),
            CampaignState.PAUSED: _("Paused"),
            CampaignState.SENT: _("Sent"),
            CampaignState.CANCELLED: _("Cancelled"),
        }[self]

    @property
    def tone(self) -> str:
        return _TONES[self]


_TONES = {
    CampaignState.DRAFT: "neutral", CampaignState.SCHEDULED: "blue", CampaignState.PLANNING: "blue",
    CampaignState.SENDING: "blue", CampaignState.PAUSED: "amber", CampaignState.SENT: "green",
    CampaignState.CANCELLED: "neutral",
}  # fmt: skip

RUNNING = (CampaignState.PLANNING, CampaignState.SENDING)
"""States in which mail leaves or is about to."""


class Campaign(Claimable, Versioned, Moments, Record):
    """One newsletter. `due_at` is set while there is something to plan, release, hold back or finish (core.claims)."""

    __tablename__ = "campaigns"
    __table_args__ = (Index("ix_campaigns_due", "due_at"), Index("ix_campaigns_state", "state", "id"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Short]
    """What the staff calls it; recipients never see it."""
    state: Mapped[CampaignState] = mapped_column(state_column(CampaignState), default=CampaignState.DRAFT)
    purpose: Mapped[Purpose] = mapped_column(state_column(Purpose), default=Purpose.NEWSLETTER)
    locale: Mapped[str] = mapped_column(String(10), default="en")
    """The language of those whose own language has no text."""
    sender_name: Mapped[Short] = mapped_column(default="")
    reply_to: Mapped[str] = mapped_column(String(320), default="")
    audience: Mapped[Json] = mapped_column(default=dict)
    """Who is meant, as `app.campaigns.audience.Audience` writes it."""
    audience_said: Mapped[str] = mapped_column(String(2000), default="")
    """The audience in words, fixed when it was confirmed: why somebody got it."""
    matched: Mapped[int | None]
    """How many people the audience held when it was planned."""
    cursor: Mapped[int] = mapped_column(default=0)
    """Candidates up to this id have been planned."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who sends it: the audience is what this person may see."""
    confirmed_at: Mapped[datetime | None]
    scheduled_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    planned_at: Mapped[datetime | None]
    """When the last message was planned."""
    finished_at: Mapped[datetime | None]

    texts: Mapped[list["CampaignText"]] = related(back_populates="campaign", order_by="CampaignText.id")
    created_by: Mapped[User | None] = related(foreign_keys=[created_by_id])
    confirmed_by: Mapped[User | None] = related(foreign_keys=[confirmed_by_id])

    @property
    def is_draft(self) -> bool:
        """Whether its words and its audience may still change."""
        return self.state is CampaignState.DRAFT

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_over(self) -> bool:
        return self.state in (CampaignState.SENT, CampaignState.CANCELLED)

    @property
    def main_text(self) -> "CampaignText":
        """The words in the campaign's own language; `texts` must be loaded."""
        return next(text for text in self.texts if text.locale == self.locale)

    def text_in(self, locale: str) -> "CampaignText":
        """The words for somebody who reads `locale`."""
        short = locale.partition("-")[0].partition("_")[0]
        by_locale = {text.locale: text for text in self.texts}
        return by_locale.get(locale) or by_locale.get(short) or self.main_text


class CampaignText(Record):
    """The words of a campaign in one language, Markdown with merge fields. `wording_id` is what was sent: it is made
    when the campaign starts and never changes."""

    __tablename__ = "campaign_texts"
    __table_args__ = (UniqueConstraint("campaign_id", "locale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    locale: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(300), default="")
    preheader: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("mail_template_versions.id"))

    campaign: Mapped[Campaign] = related(back_populates="texts")
