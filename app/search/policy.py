"""Which saved views a viewer sees and may change."""

from sqlalchemy import Select, or_, select

from app.accounts.models import User
from app.search.models import SavedView, Sharing


def visible_saved_views(viewer: User) -> Select[SavedView]:
    """One's own, and those shared with everyone. What a shared one shows still depends on who looks."""
    return select(SavedView).where(or_(SavedView.owner_id == viewer.id, SavedView.sharing == Sharing.SHARED))


def may_change_view(viewer: User, view: SavedView) -> bool:
    return view.owner_id == viewer.id or viewer.is_admin
