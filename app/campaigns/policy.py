"""Who sees newsletters, and who may write and send them."""

from sqlalchemy import Select, false, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.campaigns.models import Campaign


def visible_campaigns(viewer: User) -> Select[Campaign]:
    """Newsletters are the employer's voice: whoever may see any sees all."""
    campaigns = select(Campaign)
    return campaigns if viewer.may(Permission.CAMPAIGNS_SEE) else campaigns.where(false())


def may(viewer: User, permission: Permission, campaign: Campaign) -> bool:
    """Whether `viewer` may do `permission` to a campaign that is visible to them."""
    return viewer.may(permission)
