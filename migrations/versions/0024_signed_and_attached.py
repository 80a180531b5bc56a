"""A signature under mails one writes, and a file that travels with them

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_mail_attachments_file_id_stored_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_attachments")),
        sqlite_autoincrement=True,
    )
    op.add_column("messages", sa.Column("attachment_id", sa.Integer(), nullable=True))
    carried = sa.text("attachment_id IS NOT NULL")
    op.create_index(
        "ix_messages_attachment", "messages", ["attachment_id"], sqlite_where=carried, postgresql_where=carried
    )
    op.add_column("users", sa.Column("signature", sa.String(length=500), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("users", "signature")
    op.drop_index("ix_messages_attachment", "messages")
    op.drop_column("messages", "attachment_id")
    op.drop_table("mail_attachments")
