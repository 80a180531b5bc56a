"""The fields of the packages below search. Importing this package makes them known to the catalogue."""

from app.search.fields import custom, hiring, interest, keeping, mailing, people, shown, standing

__all__ = ["custom", "hiring", "interest", "keeping", "mailing", "people", "shown", "standing"]
