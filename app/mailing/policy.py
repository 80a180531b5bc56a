"""Which mail texts a viewer sees."""

from sqlalchemy import Select, false, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.mailing.models import Template


def visible_templates(viewer: User) -> Select[Template]:
    """Whoever may write mail sees every text of the library; the words of campaigns are no part of it."""
    library = select(Template).where(Template.campaign_id.is_(None))
    return library if viewer.may(Permission.MAIL_SEND) else library.where(false())
