"""Communities and who joined them

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import FoldedString, JsonValue, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "communities",
    "community_topics",
    "community_questions",
    "memberships",
    "membership_answers",
    "join_requests",
)


def upgrade() -> None:
    op.create_table(
        "communities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", FoldedString, nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("headline", sa.String(length=300), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("offers", sa.Text(), nullable=False),
        sa.Column("sample", sa.Text(), nullable=False),
        sa.Column("welcome", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_communities_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
        sa.UniqueConstraint("slug", name=op.f("uq_communities_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_communities_name_key"), "communities", ["name_key"], unique=False)
    op.create_index("ix_communities_state", "communities", ["state", "name_key"], unique=False)
    op.create_table(
        "community_topics",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_community_topics_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_community_topics_topic_id_topics")),
        sa.PrimaryKeyConstraint("community_id", "topic_id", name=op.f("pk_community_topics")),
    )
    op.create_table(
        "community_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("help", sa.String(length=300), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("options", JsonValue, nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_community_questions_community_id_communities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_questions")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_community_questions_community", "community_questions", ["community_id", "position"], unique=False
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_memberships_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_memberships_community_id_communities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_memberships_candidate", "memberships", ["candidate_id", "id"], unique=False)
    op.create_index(
        "ix_memberships_community", "memberships", ["community_id", "left_at", "joined_at", "id"], unique=False
    )
    op.create_index(
        "ix_memberships_present",
        "memberships",
        ["candidate_id", "community_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "membership_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("choices", JsonValue, nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_membership_answers_membership_id_memberships")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["community_questions.id"],
            name=op.f("fk_membership_answers_question_id_community_questions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_answers")),
        sa.UniqueConstraint(
            "membership_id", "question_id", name=op.f("uq_membership_answers_membership_id_question_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_membership_answers_question", "membership_answers", ["question_id", "value"], unique=False)
    op.create_table(
        "join_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("answers", JsonValue, nullable=False),
        sa.Column("topic_ids", JsonValue, nullable=False),
        sa.Column("consents", JsonValue, nullable=False),
        sa.Column("notice_text_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("agent", sa.String(length=300), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("mailed_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_join_requests_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_join_requests_community_id_communities")
        ),
        sa.ForeignKeyConstraint(
            ["notice_text_id"], ["notice_texts.id"], name=op.f("fk_join_requests_notice_text_id_notice_texts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_join_requests_candidate_id"), "join_requests", ["candidate_id"], unique=False)
    op.create_index(
        "ix_join_requests_community", "join_requests", ["community_id", "confirmed_at", "expires_at"], unique=False
    )
    op.create_index("ix_join_requests_email", "join_requests", ["email_key", "community_id"], unique=False)
    op.create_index(op.f("ix_join_requests_expires_at"), "join_requests", ["expires_at"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
