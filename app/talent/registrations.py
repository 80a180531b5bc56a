"""What talent fills in: query fields, merge fields, and who is not invited."""

from app.talent import merge_fields, quiet
from app.talent.fields import communities, pools, shown

__all__ = ["communities", "merge_fields", "pools", "quiet", "shown"]
