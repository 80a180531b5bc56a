"""The way back from a change to one's own details is kept whole

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import JsonValue, UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("former", JsonValue, nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_own_changes_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_own_changes_candidate_id"), "own_changes", ["candidate_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_own_changes_candidate_id"), "own_changes")
    op.drop_table("own_changes")
