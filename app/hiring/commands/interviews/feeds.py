"""A colleague's own calendar link."""

from sqlalchemy import select, update

from app.accounts.models import User
from app.core.clock import now
from app.extensions import db
from app.hiring.models import CalendarFeed


def open_calendar_feed(user: User) -> CalendarFeed:
    """The colleague's link; a new one takes the place of the old, which opens nothing any more."""
    revoke_calendar_feed(user)
    feed = CalendarFeed(user_id=user.id)
    db.session.add(feed)
    db.session.flush()
    return feed


def revoke_calendar_feed(user: User) -> bool:
    """Close the link; answers whether there was one."""
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update())
    open_ones = update(CalendarFeed).where(CalendarFeed.user_id == user.id, CalendarFeed.revoked_at.is_(None))
    return bool(db.session.execute(open_ones.values(revoked_at=now())).rowcount)  # type: ignore[attr-defined]
