"""Interest and the signals it comes from

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import JsonValue, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interest_signals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("source_kind", sa.String(length=60), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_interest_signals_candidate_id_candidates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_signals")),
        sa.UniqueConstraint(
            "candidate_id", "kind", "source_kind", "source_id",
            name=op.f("uq_interest_signals_candidate_id_kind_source_kind_source_id"),
        ),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_interest_signals_candidate", "interest_signals", ["candidate_id", "at"])
    op.create_index("ix_interest_signals_source", "interest_signals", ["source_kind", "source_id"])
    op.create_table(
        "interest_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weights", JsonValue, nullable=False),
        sa.Column("next_candidate", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_weights")),
    )
    # who applied before signals were kept is counted from their applications, in the background
    op.execute(
        "INSERT INTO interest_signals (candidate_id, kind, at, source_kind, source_id) "
        "SELECT candidate_id, 'applied', applied_at, 'applications', id FROM applications WHERE confirmed_at IS NOT NULL"
    )
    op.execute(
        "INSERT INTO interest_weights (id, weights, next_candidate, due_at, fence, attempts) "
        "SELECT 1, '{}', 0, max(at), 0, 0 FROM interest_signals HAVING count(*) > 0"
    )


def downgrade() -> None:
    op.drop_table("interest_weights")
    op.drop_table("interest_signals")
