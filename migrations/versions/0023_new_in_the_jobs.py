"""Home asks along the dates who is new and who has not confirmed, instead of walking everybody in process

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

UNCONFIRMED = sa.text("confirmed_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_applications_arrived", "applications", ["applied_at", "state", "suspicious", "job_id"])
    op.create_index(
        "ix_applications_unconfirmed", "applications", ["confirmed_at", "state", "suspicious", "job_id"],
        sqlite_where=UNCONFIRMED, postgresql_where=UNCONFIRMED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_applications_unconfirmed", "applications")
    op.drop_index("ix_applications_arrived", "applications")
