"""Reads of newsletters: the list, who gets one, how it looks, how far it is, what came of it."""

from app.campaigns.queries.ledger import Progress, Undelivered, is_settled, progress, progress_of, undelivered
from app.campaigns.queries.listing import CampaignRow, campaign_page
from app.campaigns.queries.previews import person_values, preview_campaign, sample_people
from app.campaigns.queries.reach import Explanation, Group, WhoGetsIt, explain, people_of, who_gets_it
from app.campaigns.queries.readiness import Problem, estimated_seconds, problems
from app.campaigns.queries.results import (
    Funnel,
    LinkResult,
    Results,
    applied_people,
    clicked_people,
    opened_people,
    results,
    unsubscribed_people,
)
from app.campaigns.wording import LinkCheck, check_links, newsletter_fields

__all__ = [
    "CampaignRow", "Explanation", "Funnel", "Group", "LinkCheck", "LinkResult", "Problem", "Progress", "Results",
    "Undelivered", "WhoGetsIt", "applied_people", "campaign_page", "check_links", "clicked_people", "estimated_seconds",
    "explain", "is_settled", "newsletter_fields", "opened_people", "people_of", "person_values", "preview_campaign",
    "problems", "progress", "progress_of", "results", "sample_people", "undelivered", "unsubscribed_people",
    "who_gets_it",
]  # fmt: skip
