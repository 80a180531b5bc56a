"""Which mails to candidates a viewer reads."""

from sqlalchemy import ColumnElement, Select, or_, select

from app.accounts.models import User
from app.accounts.policy import TALENT_ROLES
from app.accounts.viewing import once_per_viewer
from app.hiring.policy import sees_application
from app.mailing.models import Message, MessageState


@once_per_viewer
def visible_mails(viewer: User) -> Select[Message]:
    """Mails about applications the viewer sees; for those who run recruiting, also what is about no application. To be
    narrowed to people the viewer sees. Mail that was called back is nobody's.
    """
    seen: ColumnElement[bool] = sees_application(viewer, Message.application_id)
    if viewer.role in TALENT_ROLES:
        seen = or_(Message.application_id.is_(None), seen)
    return select(Message).where(Message.candidate_id.is_not(None), Message.state != MessageState.CANCELLED, seen)
