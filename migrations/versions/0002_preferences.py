"""What people prefer to get

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import FoldedString, JsonValue, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LEFT = sa.text("handed_over_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("names", JsonValue, nullable=False),
        sa.Column("name_key", FoldedString, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("name_key", name=op.f("uq_topics_name_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "interest_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("frequency", sa.String(length=40), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=True),
        sa.Column("paused_until", UtcDateTime(), nullable=True),
        sa.Column("former", JsonValue, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_interest_profiles_candidate_id_candidates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_profiles")),
        sa.UniqueConstraint("candidate_id", name=op.f("uq_interest_profiles_candidate_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "candidate_topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_candidate_topics_candidate_id_candidates")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_candidate_topics_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_topics")),
        sa.UniqueConstraint("candidate_id", "topic_id", name=op.f("uq_candidate_topics_candidate_id_topic_id")),
    )
    op.create_index("ix_candidate_topics_topic", "candidate_topics", ["topic_id", "candidate_id"])
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("value_key", FoldedString, nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_wishes_candidate_id_candidates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
        sa.UniqueConstraint("candidate_id", "kind", "value_key", name=op.f("uq_wishes_candidate_id_kind_value_key")),
    )
    op.create_index("ix_wishes_value", "wishes", ["kind", "value_key", "candidate_id"])
    op.add_column("installation", sa.Column("contact_budget", sa.Integer(), nullable=False, server_default="3"))
    op.add_column("messages", sa.Column("carries_notice", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_messages_handed_over", "messages", ["candidate_id", "handed_over_at"], sqlite_where=LEFT, postgresql_where=LEFT
    )


def downgrade() -> None:
    op.drop_index("ix_messages_handed_over", table_name="messages")
    with op.batch_alter_table("messages") as batch:
        batch.drop_column("carries_notice")
    with op.batch_alter_table("installation") as batch:
        batch.drop_column("contact_budget")
    for table in ("wishes", "candidate_topics", "interest_profiles", "topics"):
        op.drop_table(table)
