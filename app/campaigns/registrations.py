"""What campaigns tell the packages below that ask for it: when mail has to wait, how links are made, a query field."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, exists

from app.campaigns import fields
from app.campaigns.links import CLICK, OPEN, click_token, open_token
from app.campaigns.models import Campaign, CampaignState
from app.mailing.models import Message
from app.mailing.registries import register_hold, register_link_maker

__all__ = ["fields"]


def stands_still(rows: type[Message]) -> ColumnElement[bool]:
    """Mail of a newsletter that is paused; and of one that was cancelled, until its messages are called off."""
    still = exists().where(
        Campaign.id == rows.campaign_id, Campaign.state.in_((CampaignState.PAUSED, CampaignState.CANCELLED))
    )
    return and_(rows.campaign_id.is_not(None), still.correlate(rows))


register_hold("campaign-paused", _("this newsletter is paused"), stands_still)
register_link_maker(CLICK, path="/c/", token=click_token)
register_link_maker(OPEN, path="/o/", token=open_token)
