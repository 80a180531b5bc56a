"""Acts on everybody a query finds

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import JsonValue, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=True),
        sa.Column("chosen", JsonValue, nullable=False),
        sa.Column("given", JsonValue, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("up_to_id", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("stop_reason", sa.String(length=40), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_people_acts_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_acts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("people_acts", schema=None) as batch_op:
        batch_op.create_index("ix_people_acts_due", ["due_at"], unique=False)
        batch_op.create_index("ix_people_acts_by", ["by_id", "id"], unique=False)

    op.create_table(
        "people_act_items",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["people_acts.id"], name=op.f("fk_people_act_items_act_id_people_acts")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_people_act_items_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("act_id", "candidate_id", name=op.f("pk_people_act_items")),
    )
    with op.batch_alter_table("people_act_items", schema=None) as batch_op:
        batch_op.create_index("ix_people_act_items_outcome", ["act_id", "outcome", "candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_act_items_candidate_id"), ["candidate_id"], unique=False)


def downgrade() -> None:
    op.drop_table("people_act_items")
    op.drop_table("people_acts")
