"""What search fills in: the query fields of the packages below, the exports of what they find, and acts on it."""

from app.search import bulk, exporting, fields

__all__ = ["bulk", "exporting", "fields"]
