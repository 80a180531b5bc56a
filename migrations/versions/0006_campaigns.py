"""Newsletters, their links and hits

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import JsonValue, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("sender_name", sa.String(length=200), nullable=False),
        sa.Column("reply_to", sa.String(length=320), nullable=False),
        sa.Column("audience", JsonValue, nullable=False),
        sa.Column("audience_said", sa.String(length=2000), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=True),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("scheduled_at", UtcDateTime(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("planned_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_campaigns_created_by_id_users")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["users.id"], name=op.f("fk_campaigns_confirmed_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_campaigns_due", "campaigns", ["due_at"])
    op.create_index("ix_campaigns_state", "campaigns", ["state", "id"])
    op.create_table(
        "campaign_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("preheader", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_texts_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["mail_template_versions.id"], name=op.f("fk_campaign_texts_wording_id_mail_template_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_texts")),
        sa.UniqueConstraint("campaign_id", "locale", name=op.f("uq_campaign_texts_campaign_id_locale")),
    )
    op.create_table(
        "campaign_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("href", sa.String(length=2000), nullable=False),
        sa.Column("target", sa.String(length=2000), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_links_campaign_id_campaigns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_links")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_campaign_links_campaign", "campaign_links", ["campaign_id", "position"])
    op.create_table(
        "campaign_hits",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("agent", sa.String(length=300), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("delay_seconds", sa.Float(), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_hits_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["link_id"], ["campaign_links.id"], name=op.f("fk_campaign_hits_link_id_campaign_links")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_campaign_hits_message_id_messages")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_campaign_hits_candidate_id_candidates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_hits")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_campaign_hits_campaign", "campaign_hits", ["campaign_id", "kind", "verdict"])
    op.create_index("ix_campaign_hits_candidate", "campaign_hits", ["candidate_id", "kind", "verdict"])
    op.create_index("ix_campaign_hits_message", "campaign_hits", ["message_id", "at"])
    op.create_index(
        "ix_campaign_hits_waiting", "campaign_hits", ["id"],
        sqlite_where=sa.text("verdict = 'waiting'"), postgresql_where=sa.text("verdict = 'waiting'"),
    )  # fmt: skip
    op.add_column("applications", sa.Column("campaign_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("applications", "campaign_id")
    op.drop_table("campaign_hits")
    op.drop_table("campaign_links")
    op.drop_table("campaign_texts")
    op.drop_table("campaigns")
