"""What search fills in: the query fields of the packages below."""

from app.search import fields

__all__ = ["fields"]
