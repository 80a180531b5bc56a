"""The list of newsletters, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.campaigns.models import Campaign, CampaignState, Hit, HitKind, Verdict
from app.campaigns.policy import visible_campaigns
from app.campaigns.queries.ledger import Progress, progress_of
from app.candidates.models import Touchpoint
from app.extensions import db


@dataclass(frozen=True)
class CampaignRow:
    """A newsletter with how it fared. `clicked` are people who allowed it to be noted."""

    campaign: Campaign
    ledger: Progress
    clicked: int
    applications: int

    @property
    def sent(self) -> int:
        return self.ledger.sent


def campaign_page(
    viewer: User, *, state: CampaignState | None = None, before: int | None = None, limit: int = 50
) -> list[CampaignRow]:
    """`before` is the id of the last one shown. Six statements, however many there are."""
    wanted = visible_campaigns(viewer).options(selectinload(Campaign.texts), joinedload(Campaign.created_by))
    if state is not None:
        wanted = wanted.where(Campaign.state == state)
    if before is not None:
        wanted = wanted.where(Campaign.id < before)
    shown = db.session.scalars(wanted.order_by(Campaign.id.desc()).limit(limit)).all()
    ids = [campaign.id for campaign in shown]
    ledgers, clicked, applied = progress_of(ids), _clicked(ids), _applied(ids)
    return [CampaignRow(one, ledgers[one.id], clicked.get(one.id, 0), applied.get(one.id, 0)) for one in shown]


def _clicked(ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Hit.campaign_id, func.count(distinct(Hit.candidate_id)))
        .where(Hit.campaign_id.in_(ids), Hit.kind == HitKind.CLICK, Hit.verdict == Verdict.HUMAN)
        .group_by(Hit.campaign_id)
    )
    return {row[0] or 0: row[1] for row in rows}


def _applied(ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Touchpoint.campaign_id, func.count(distinct(Touchpoint.application_id)))
        .where(Touchpoint.campaign_id.in_(ids), Touchpoint.application_id.is_not(None))
        .group_by(Touchpoint.campaign_id)
    )
    return {row[0] or 0: row[1] for row in rows}
