"""Sweeps: people whose documents wait to be made anew because many changed at once."""

from app.core.transaction import transaction
from app.search.index import index_dirty


def index_changed_candidates() -> int:
    """One short transaction; answers how many people it brought up to date."""
    with transaction():
        return index_dirty()
