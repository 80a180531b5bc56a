"""Tables of campaigns."""

from app.campaigns.models.campaign import Campaign, CampaignState, CampaignText
from app.campaigns.models.hits import CampaignLink, Hit, HitKind, Verdict

__all__ = ["Campaign", "CampaignLink", "CampaignState", "CampaignText", "Hit", "HitKind", "Verdict"]
