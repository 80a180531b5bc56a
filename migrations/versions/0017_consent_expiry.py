"""Consents that end

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_validities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_validities")),
        sa.UniqueConstraint("country", "valid_from", name=op.f("uq_consent_validities_country_valid_from")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "consent_renewals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("covers_until", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("renewed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_consent_renewals_candidate_id_candidates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_renewals")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consent_renewals_candidate", "consent_renewals", ["candidate_id", "covers_until"])
    op.create_index("ix_consent_renewals_waiting", "consent_renewals", ["answered_at", "reminded_at", "ends_at"])


def downgrade() -> None:
    op.drop_table("consent_renewals")
    op.drop_table("consent_validities")
