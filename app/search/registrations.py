"""What search fills in: the query fields of the packages below, and the exports of what they find."""

from app.search import bulk, exporting, fields

__all__ = ["bulk", "exporting", "fields"]
