"""Interview kits and scorecards

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interview_kits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_interview_kits_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_kits")),
        sa.UniqueConstraint("stage_id", name=op.f("uq_interview_kits_stage_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kit_attributes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("questions", sa.String(length=2000), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["kit_id"], ["interview_kits.id"], name=op.f("fk_kit_attributes_kit_id_interview_kits")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_attributes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_kit_attributes_kit", "kit_attributes", ["kit_id", "position"], unique=False)
    op.create_table(
        "scorecards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("overall", sa.String(length=40), nullable=True),
        sa.Column("takeaway", sa.String(length=4000), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("amended_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_scorecards_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_scorecards_interview_id_interviews")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_scorecards_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecards")),
        sa.UniqueConstraint("interview_id", "user_id", name=op.f("uq_scorecards_interview_id_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scorecards_application", "scorecards", ["application_id", "submitted_at"], unique=False)
    op.create_index("ix_scorecards_user", "scorecards", ["user_id", "submitted_at"], unique=False)
    op.create_table(
        "scorecard_ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("attribute_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"], ["kit_attributes.id"], name=op.f("fk_scorecard_ratings_attribute_id_kit_attributes")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecards.id"], name=op.f("fk_scorecard_ratings_scorecard_id_scorecards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_ratings")),
        sa.UniqueConstraint(
            "scorecard_id", "attribute_id", name=op.f("uq_scorecard_ratings_scorecard_id_attribute_id")
        ),
    )
    op.create_index("ix_scorecard_ratings_attribute", "scorecard_ratings", ["attribute_id"], unique=False)


def downgrade() -> None:
    op.drop_table("scorecard_ratings")
    op.drop_table("scorecards")
    op.drop_table("kit_attributes")
    op.drop_table("interview_kits")
