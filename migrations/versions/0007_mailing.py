"""The ledger at full speed

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail_templates", sa.Column("campaign_id", sa.Integer(), nullable=True))
    op.add_column("mail_template_versions", sa.Column("preheader", sa.String(length=300), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("calendar", sa.Text(), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("tracks", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("messages", "tracks")
    op.drop_column("messages", "calendar")
    op.drop_column("mail_template_versions", "preheader")
    op.drop_column("mail_templates", "campaign_id")
