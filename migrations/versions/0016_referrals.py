"""Referrals and internal jobs

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("installation", sa.Column("mail_domains", sa.String(length=1000), nullable=False, server_default=""))
    op.create_table(
        "employee_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee_links")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_employee_links_email", "employee_links", ["email_key", "id"])
    op.create_index(op.f("ix_employee_links_expires_at"), "employee_links", ["expires_at"])
    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referrer_name", sa.String(length=200), nullable=False),
        sa.Column("referrer_email", sa.String(length=320), nullable=False),
        sa.Column("referrer_key", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("refused_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_referrals_candidate_id_candidates")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_referrals_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_referrals_referrer", "referrals", ["referrer_key", "id"])
    op.create_index("ix_referrals_waiting", "referrals", ["answered_at", "closed_at", "expires_at"])
    op.create_index("ix_referrals_candidate", "referrals", ["candidate_id", "id"])
    op.create_index("ix_referrals_email", "referrals", ["email_key"])
    op.create_index(op.f("ix_referrals_job_id"), "referrals", ["job_id"])
    op.create_index(op.f("ix_referrals_refused_hash"), "referrals", ["refused_hash"])


def downgrade() -> None:
    op.drop_table("referrals")
    op.drop_table("employee_links")
    op.drop_column("installation", "mail_domains")
