"""How long people are kept; skills somebody put on the list

Revision ID: 0020
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_rules")),
        sa.UniqueConstraint("after", "country", "valid_from", name=op.f("uq_retention_rules_after_country_valid_from")),
        sqlite_autoincrement=True,
    )
    op.add_column("skills", sa.Column("listed", sa.Boolean(), server_default=sa.false(), nullable=False))
    skills, aliases = sa.table("skills", sa.column("id"), sa.column("listed")), sa.table("skill_aliases", sa.column("skill_id"))
    op.execute(sa.update(skills).where(skills.c.id.in_(sa.select(aliases.c.skill_id))).values(listed=sa.true()))


def downgrade() -> None:
    op.drop_column("skills", "listed")
    op.drop_table("retention_rules")
