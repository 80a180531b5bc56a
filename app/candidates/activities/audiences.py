"""Who reads what happened."""

from app.core.activity import Audience

BOTH = frozenset({Audience.STAFF, Audience.CANDIDATE})
AUDIT = frozenset({Audience.AUDIT})
