"""What talent fills in: query fields, merge fields, and who is not invited."""

from app.talent import merge_fields, quiet
from app.talent.fields import communities, fit, pools, shown

__all__ = ["communities", "fit", "merge_fields", "pools", "quiet", "shown"]
