"""The fields of the packages below search. Importing this package makes them known to the catalogue."""

from app.search.fields import hiring, keeping, mailing, people, standing

__all__ = ["hiring", "keeping", "mailing", "people", "standing"]
