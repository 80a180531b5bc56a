"""Imports that remember their mapping; résumés in bulk; exports

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import JsonValue, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LEASE = (
    ("due_at", UtcDateTime(), True),
    ("claimed_until", UtcDateTime(), True),
    ("fence", sa.Integer(), False),
    ("attempts", sa.Integer(), False),
    ("parked_at", UtcDateTime(), True),
    ("last_error", sa.String(), True),
)


def lease() -> list[sa.Column]:
    return [sa.Column(name, kind, nullable=nullable) for name, kind, nullable in LEASE]


def upgrade() -> None:
    op.add_column("import_batches", sa.Column("mapped_like_id", sa.Integer(), nullable=True))
    op.create_table(
        "resume_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("tags", JsonValue, nullable=False),
        sa.Column("lawful_basis", sa.String(length=60), nullable=False),
        sa.Column("evidence", sa.String(length=1000), nullable=False),
        sa.Column("left_out", JsonValue, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_resume_batches_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_batches")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "resume_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("values", JsonValue, nullable=False),
        sa.Column("facts", JsonValue, nullable=False),
        sa.Column("text", sa.String(length=200_000), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("join_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        *lease(),
        sa.ForeignKeyConstraint(["batch_id"], ["resume_batches.id"], name=op.f("fk_resume_files_batch_id_resume_batches")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_resume_files_file_id_stored_files")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_resume_files_candidate_id_candidates")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_resume_files_decided_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_files")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_resume_files_batch", "resume_files", ["batch_id", "id"])
    op.create_index("ix_resume_files_due", "resume_files", ["due_at"])
    op.create_index("ix_resume_files_email", "resume_files", ["email_key"])
    op.create_index("ix_resume_files_candidate_id", "resume_files", ["candidate_id"])
    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_for", JsonValue, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        *lease(),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_exports_file_id_stored_files")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_exports_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_exports_due", "exports", ["due_at"])
    op.create_index("ix_exports_created_by", "exports", ["created_by_id", "id"])


def downgrade() -> None:
    op.drop_table("exports")
    op.drop_table("resume_files")
    op.drop_table("resume_batches")
    op.drop_column("import_batches", "mapped_like_id")
