"""What can happen to saved views."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.core.activity import Audience, Happening, kind
from app.search.models import SavedView, Sharing


@kind
@dataclass(frozen=True, kw_only=True)
class ViewSaved(Happening):
    subject: SavedView
    sharing: Sharing
    audience = frozenset({Audience.AUDIT})
    sentence = _("saved a view")


@kind
@dataclass(frozen=True, kw_only=True)
class ViewDeleted(Happening):
    subject: SavedView
    audience = frozenset({Audience.AUDIT})
    sentence = _("deleted a view")
