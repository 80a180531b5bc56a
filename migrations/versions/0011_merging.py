"""Duplicates, merges and how to undo them

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import JsonValue, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MERGED = sa.text("merged_into_id IS NOT NULL")
STANDING = sa.text("undone_at IS NULL")


def upgrade() -> None:
    op.add_column("candidates", sa.Column("merged_into_id", sa.Integer(), nullable=True))
    op.create_index(
        "ix_candidates_merged", "candidates", ["merged_into_id"], sqlite_where=MERGED, postgresql_where=MERGED
    )
    op.create_index("ix_candidates_employer_name", "candidates", ["employer_key", "name_key"])
    op.create_table(
        "duplicate_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["first_id"], ["candidates.id"], name=op.f("fk_duplicate_pairs_first_id_candidates"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["candidates.id"], name=op.f("fk_duplicate_pairs_second_id_candidates"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_duplicate_pairs_decided_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pairs")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_duplicate_pairs_first_id_second_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_duplicate_pairs_inbox", "duplicate_pairs", ["state", "strength", "id"])
    op.create_index("ix_duplicate_pairs_first", "duplicate_pairs", ["state", "first_id"])
    op.create_index("ix_duplicate_pairs_second", "duplicate_pairs", ["second_id", "state"])
    op.create_table(
        "duplicate_checks",
        sa.Column("candidate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_duplicate_checks")),
    )
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("lost_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["kept_id"], ["candidates.id"], name=op.f("fk_merges_kept_id_candidates")),
        sa.ForeignKeyConstraint(["lost_id"], ["candidates.id"], name=op.f("fk_merges_lost_id_candidates")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_merges_by_id_users")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["users.id"], name=op.f("fk_merges_undone_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_merges_standing", "merges", ["lost_id"], unique=True, sqlite_where=STANDING, postgresql_where=STANDING
    )
    op.create_index("ix_merges_kept", "merges", ["kept_id", "id"])
    op.create_table(
        "merge_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("row_table", sa.String(length=60), nullable=False),
        sa.Column("row_key", JsonValue, nullable=False),
        sa.Column("before", JsonValue, nullable=False),
        sa.Column("after", JsonValue, nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name=op.f("fk_merge_changes_merge_id_merges")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_merge_changes_merge", "merge_changes", ["merge_id", "id"])
    op.execute(
        "INSERT INTO duplicate_checks (candidate_id, since) SELECT id, added_at FROM candidates WHERE erased_at IS NULL"
    )


def downgrade() -> None:
    for table in ("merge_changes", "merges", "duplicate_checks", "duplicate_pairs"):
        op.drop_table(table)
    op.drop_index("ix_candidates_employer_name", "candidates")
    op.drop_index("ix_candidates_merged", "candidates")
    op.drop_column("candidates", "merged_into_id")
