"""The record, with fields of your own

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import FoldedString, JsonValue, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "custom_fields",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("help", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("choices", JsonValue, nullable=False),
        sa.Column("on_quick_add", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_fields")),
        sa.UniqueConstraint("key", name=op.f("uq_custom_fields_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "custom_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("text_key", FoldedString, nullable=False),
        sa.Column("number", sa.Double(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_custom_values_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["field_id"], ["custom_fields.id"], name=op.f("fk_custom_values_field_id_custom_fields")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_values")),
        sa.UniqueConstraint("candidate_id", "field_id", name=op.f("uq_custom_values_candidate_id_field_id")),
        sqlite_autoincrement=True,
    )
    for column in ("text_key", "number", "day"):
        name = "ix_custom_values_" + column.removesuffix("_key")
        op.create_index(name, "custom_values", ["field_id", column, "candidate_id"], unique=False)
    op.create_table(
        "skill_aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", FoldedString, nullable=False),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.id"], name=op.f("fk_skill_aliases_skill_id_skills")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_aliases")),
        sa.UniqueConstraint("name_key", name=op.f("uq_skill_aliases_name_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_skill_aliases_skill_id"), "skill_aliases", ["skill_id"], unique=False)
    op.create_table(
        "refresh_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_refresh_requests_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_refresh_requests_asked_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_requests")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_refresh_requests_candidate", "refresh_requests", ["candidate_id", "id"], unique=False)
    op.add_column("skills", sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("documents", sa.Column("warned_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("documents", "warned_at")
    op.drop_column("skills", "hidden")
    for table in ("refresh_requests", "skill_aliases", "custom_values", "custom_fields"):
        op.drop_table(table)
