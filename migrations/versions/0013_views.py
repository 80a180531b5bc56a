"""Columns and views of the candidate list: how names sound, and indexes to count and sort by

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PRESENT, STATED, FROM = "erased_at IS NULL", "salary_minor IS NOT NULL", "available_from IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "search_sounds",
        sa.Column("sound", sa.String(20).with_variant(sa.String(20, collation="C"), "postgresql"), nullable=False),
        sa.Column("candidate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_search_sounds_candidate_id_candidates"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sound", "candidate_id", name=op.f("pk_search_sounds")),
    )
    op.create_index(op.f("ix_search_sounds_candidate_id"), "search_sounds", ["candidate_id"])
    op.create_index("ix_candidates_country", "candidates", ["country", "id"])
    _partial("ix_candidates_salary", ["salary_minor", "id"], STATED)
    _partial("ix_candidates_available", ["available_from", "id"], FROM)
    _partial("ix_candidates_present", ["id"], PRESENT)
    # The sounds of the people who are here already are made by the sweep that brings the index up to date.
    waiting = sa.text(
        "INSERT INTO search_dirty (candidate_id, since) SELECT id, :since FROM candidates "
        "WHERE erased_at IS NULL AND id NOT IN (SELECT candidate_id FROM search_dirty)"
    )
    op.get_bind().execute(waiting.bindparams(sa.bindparam("since", type_=UtcDateTime())), {"since": _now()})


def _partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "candidates", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _now() -> object:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def downgrade() -> None:
    for name in ("present", "available", "salary", "country"):
        op.drop_index(f"ix_candidates_{name}", table_name="candidates")
    op.drop_table("search_sounds")
