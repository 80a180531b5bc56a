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

IN_PROCESS = "state = 'active' AND suspicious = ''"


def upgrade() -> None:
    _index("ix_applications_arrived", ["applied_at", "job_id", "state", "suspicious"], IN_PROCESS)
    _index("ix_applications_unconfirmed", ["confirmed_at", "state", "suspicious", "job_id"], "confirmed_at IS NULL")


def _index(name: str, columns: list[str], rows: str) -> None:
    op.create_index(name, "applications", columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))


def downgrade() -> None:
    op.drop_index("ix_applications_unconfirmed", "applications")
    op.drop_index("ix_applications_arrived", "applications")
