"""Which mail texts a viewer sees."""

from sqlalchemy import Select, false, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.mailing.models import Template


def visible_templates(viewer: User) -> Select[Template]:
    """Whoever may write mail sees every text."""
    return select(Template) if viewer.may(Permission.MAIL_SEND) else select(Template).where(false())
