"""Named locks for what no row stands for yet: two first applications from one address at the same moment."""

from sqlalchemy import func, select

from app.extensions import db


def hold_name(purpose: str, name: str) -> None:
    """Nobody else holds `name` until this transaction ends. SQLite's one writer holds every name already."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{purpose}:{name}", 0))))
