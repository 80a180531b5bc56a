"""The links of a campaign, and every request that came for them or for an opening."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.records import REMEMBERED, Record
from app.core.types import Short, state_column


class CampaignLink(Record):
    """Where a link of a campaign leads: the only place a click on it is sent to."""

    __tablename__ = "campaign_links"
    __table_args__ = (Index("ix_campaign_links_campaign", "campaign_id", "position"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    position: Mapped[int]
    href: Mapped[str] = mapped_column(String(2000))
    """As it stands in the text."""
    target: Mapped[str] = mapped_column(String(2000))
    """In full."""
    label: Mapped[Short] = mapped_column(default="")
    """The words that were linked first."""
    job_id: Mapped[int | None]


class HitKind(Enum):
    CLICK = "click"
    OPEN = "open"


class Verdict(Enum):
    """Whom a hit is taken for; `waiting` until the rule has looked (app.campaigns.tracking)."""

    WAITING = "waiting"
    HUMAN = "human"
    MACHINE = "machine"
    UNSURE = "unsure"

    @property
    def label(self) -> object:
        return {
            Verdict.WAITING: _("Not yet looked at"),
            Verdict.HUMAN: _("A person"),
            Verdict.MACHINE: _("A machine"),
            Verdict.UNSURE: _("Unsure"),
        }[self]


class Hit(Record):
    """One request of a link, or of the picture that tells of an opening. Raw: only the verdict is added later.

    `message_id` and `candidate_id` are there only when the person had agreed to tracking at that moment.
    """

    __tablename__ = "campaign_hits"
    __table_args__ = (
        Index("ix_campaign_hits_campaign", "campaign_id", "kind", "verdict"),
        Index("ix_campaign_hits_candidate", "candidate_id", "kind", "verdict"),
        Index("ix_campaign_hits_message", "message_id", "at"),
        Index("ix_campaign_hits_waiting", "id", sqlite_where=text("verdict = 'waiting'"),
              postgresql_where=text("verdict = 'waiting'")),
        REMEMBERED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[HitKind] = mapped_column(state_column(HitKind))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("campaign_links.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    method: Mapped[str] = mapped_column(String(10), default="GET")
    agent: Mapped[str] = mapped_column(String(300), default="")
    network: Mapped[str] = mapped_column(String(64), default="")
    """A keyed hash of the network the request came from (/24, /48), forgotten after three months."""
    delay_seconds: Mapped[float | None]
    """Since the mail server accepted the message; None when no message is named."""
    verdict: Mapped[Verdict] = mapped_column(state_column(Verdict), default=Verdict.WAITING)
    rule: Mapped[int | None]
    """Which version of the rule gave the verdict."""
