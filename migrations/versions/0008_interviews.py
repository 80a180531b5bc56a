"""Interviews and their panels

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("instructions", sa.String(length=4000), nullable=False),
        sa.Column("panel_note", sa.String(length=4000), nullable=False),
        sa.Column("uid", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("coordinator_id", sa.Integer(), nullable=True),
        sa.Column("cards_due_on", sa.Date(), nullable=False),
        sa.Column("day_reminded_at", UtcDateTime(), nullable=True),
        sa.Column("hour_reminded_at", UtcDateTime(), nullable=True),
        sa.Column("outcome_at", UtcDateTime(), nullable=True),
        sa.Column("outcome_note", sa.String(length=1000), nullable=False),
        sa.Column("cancelled_because", sa.String(length=40), nullable=False),
        sa.Column("cannot_at", UtcDateTime(), nullable=True),
        sa.Column("cannot_words", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_interviews_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["coordinator_id"], ["users.id"], name=op.f("fk_interviews_coordinator_id_users")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_interviews_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
        sa.UniqueConstraint("uid", name=op.f("uq_interviews_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interviews_application", "interviews", ["application_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_interviews_stage_id"), "interviews", ["stage_id"], unique=False)
    op.create_index("ix_interviews_state", "interviews", ["state", "starts_at", "id"], unique=False)
    op.create_table(
        "interview_seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("response", sa.String(length=40), nullable=False),
        sa.Column("responded_at", UtcDateTime(), nullable=True),
        sa.Column("card_reminded_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_interview_seats_interview_id_interviews")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_interview_seats_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_seats")),
        sa.UniqueConstraint("interview_id", "user_id", name=op.f("uq_interview_seats_interview_id_user_id")),
    )
    op.create_index("ix_interview_seats_user", "interview_seats", ["user_id", "interview_id"], unique=False)
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_calendar_feeds_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_calendar_feeds_user", "calendar_feeds", ["user_id", "revoked_at"], unique=False)


def downgrade() -> None:
    op.drop_table("calendar_feeds")
    op.drop_table("interview_seats")
    op.drop_table("interviews")
