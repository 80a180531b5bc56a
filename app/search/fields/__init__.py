"""The fields of the packages below search. Importing this package makes them known to the catalogue."""

from app.search.fields import hiring, interest, keeping, mailing, people, shown, standing

__all__ = ["hiring", "interest", "keeping", "mailing", "people", "shown", "standing"]
