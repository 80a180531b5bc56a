"""What can happen to acts on many people as a whole. What they do to a person, each person's own history tells."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.core.activity import Audience, Happening, kind
from app.search.bulk.models import PeopleAct


@kind
@dataclass(frozen=True, kw_only=True)
class PeopleActBegun(Happening):
    subject: PeopleAct
    act: str
    number: int
    audience = frozenset({Audience.AUDIT})
    sentence = _("began an act on many people")


@kind
@dataclass(frozen=True, kw_only=True)
class PeopleActTakenBack(Happening):
    subject: PeopleAct
    act: str
    number: int
    audience = frozenset({Audience.AUDIT})
    sentence = _("took an act on many people back")
