"""Pools, segments and invitations to apply

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import JsonValue, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(length=4000), nullable=False),
        sa.Column("target_role", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("sharing", sa.String(length=40), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_pools_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pools")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pools", schema=None) as batch_op:
        batch_op.create_index("ix_pools_name", ["name_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pools_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "segments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("sharing", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_segments_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
        sa.UniqueConstraint("name_key", name=op.f("uq_segments_name_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("segments", schema=None) as batch_op:
        batch_op.create_index("ix_segments_owner", ["owner_id"], unique=False)

    op.create_table(
        "pool_stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_pool_stages_pool_id_pools")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_stages")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pool_stages", schema=None) as batch_op:
        batch_op.create_index("ix_pool_stages_pool", ["pool_id", "position"], unique=False)

    op.create_table(
        "segment_sizes",
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["segment_id"], ["segments.id"], name=op.f("fk_segment_sizes_segment_id_segments")),
        sa.PrimaryKeyConstraint("segment_id", "day", name=op.f("pk_segment_sizes")),
    )
    op.create_table(
        "segment_uses",
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("used_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["segment_id"], ["segments.id"], name=op.f("fk_segment_uses_segment_id_segments")),
        sa.ForeignKeyConstraint(["used_id"], ["segments.id"], name=op.f("fk_segment_uses_used_id_segments")),
        sa.PrimaryKeyConstraint("segment_id", "used_id", name=op.f("pk_segment_uses")),
    )
    with op.batch_alter_table("segment_uses", schema=None) as batch_op:
        batch_op.create_index("ix_segment_uses_used", ["used_id"], unique=False)

    op.create_table(
        "pool_addings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=True),
        sa.Column("chosen", JsonValue, nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_pool_addings_by_id_users")),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_pool_addings_pool_id_pools")),
        sa.ForeignKeyConstraint(["stage_id"], ["pool_stages.id"], name=op.f("fk_pool_addings_stage_id_pool_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_addings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pool_addings", schema=None) as batch_op:
        batch_op.create_index("ix_pool_addings_due", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_pool_addings_pool_id"), ["pool_id"], unique=False)

    op.create_table(
        "job_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_job_invitations_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_job_invitations_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["invited_by_id"], ["users.id"], name=op.f("fk_job_invitations_invited_by_id_users")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_invitations_job_id_jobs")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_job_invitations_message_id_messages")),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_job_invitations_pool_id_pools")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_invitations")),
        sa.UniqueConstraint("job_id", "candidate_id", name=op.f("uq_job_invitations_job_id_candidate_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_invitations_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_job_invitations_at", ["invited_at"], unique=False)
        batch_op.create_index("ix_job_invitations_candidate", ["candidate_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_invitations_message_id"), ["message_id"], unique=False)
        batch_op.create_index("ix_job_invitations_pool", ["pool_id", "id"], unique=False)

    op.create_table(
        "keep_in_touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_keep_in_touch_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_keep_in_touch_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["offered_by_id"], ["users.id"], name=op.f("fk_keep_in_touch_offered_by_id_users")),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_keep_in_touch_pool_id_pools")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keep_in_touch")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("keep_in_touch", schema=None) as batch_op:
        batch_op.create_index("ix_keep_in_touch_candidate", ["candidate_id", "id"], unique=False)
        batch_op.create_index("ix_keep_in_touch_pool", ["pool_id", "accepted_at"], unique=False)
        batch_op.create_index(
            "uq_keep_in_touch_standing",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "pool_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("stage_since", UtcDateTime(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("adding_id", sa.Integer(), nullable=True),
        sa.Column("come_back_on", sa.Date(), nullable=True),
        sa.Column("come_back_by_id", sa.Integer(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("left_why", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_pool_members_added_by_id_users")),
        sa.ForeignKeyConstraint(
            ["adding_id"], ["pool_addings.id"], name=op.f("fk_pool_members_adding_id_pool_addings")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_pool_members_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["come_back_by_id"], ["users.id"], name=op.f("fk_pool_members_come_back_by_id_users")),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_pool_members_pool_id_pools")),
        sa.ForeignKeyConstraint(["stage_id"], ["pool_stages.id"], name=op.f("fk_pool_members_stage_id_pool_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_members")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pool_members", schema=None) as batch_op:
        batch_op.create_index("ix_pool_members_adding", ["adding_id"], unique=False)
        batch_op.create_index("ix_pool_members_candidate", ["candidate_id", "id"], unique=False)
        batch_op.create_index(
            "ix_pool_members_come_back",
            ["come_back_on"],
            unique=False,
            sqlite_where=sa.text("come_back_on IS NOT NULL"),
            postgresql_where=sa.text("come_back_on IS NOT NULL"),
        )
        batch_op.create_index("ix_pool_members_stage", ["pool_id", "left_at", "stage_id", "id"], unique=False)
        batch_op.create_index(
            "uq_pool_members_living",
            ["pool_id", "candidate_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("pool_members", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pool_members_living",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index("ix_pool_members_stage")
        batch_op.drop_index(
            "ix_pool_members_come_back",
            sqlite_where=sa.text("come_back_on IS NOT NULL"),
            postgresql_where=sa.text("come_back_on IS NOT NULL"),
        )
        batch_op.drop_index("ix_pool_members_candidate")
        batch_op.drop_index("ix_pool_members_adding")

    op.drop_table("pool_members")
    with op.batch_alter_table("keep_in_touch", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_keep_in_touch_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_keep_in_touch_pool")
        batch_op.drop_index("ix_keep_in_touch_candidate")

    op.drop_table("keep_in_touch")
    with op.batch_alter_table("job_invitations", schema=None) as batch_op:
        batch_op.drop_index("ix_job_invitations_pool")
        batch_op.drop_index(batch_op.f("ix_job_invitations_message_id"))
        batch_op.drop_index("ix_job_invitations_candidate")
        batch_op.drop_index("ix_job_invitations_at")
        batch_op.drop_index(batch_op.f("ix_job_invitations_application_id"))

    op.drop_table("job_invitations")
    with op.batch_alter_table("pool_addings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pool_addings_pool_id"))
        batch_op.drop_index("ix_pool_addings_due")

    op.drop_table("pool_addings")
    with op.batch_alter_table("segment_uses", schema=None) as batch_op:
        batch_op.drop_index("ix_segment_uses_used")

    op.drop_table("segment_uses")
    op.drop_table("segment_sizes")
    with op.batch_alter_table("pool_stages", schema=None) as batch_op:
        batch_op.drop_index("ix_pool_stages_pool")

    op.drop_table("pool_stages")
    with op.batch_alter_table("segments", schema=None) as batch_op:
        batch_op.drop_index("ix_segments_owner")

    op.drop_table("segments")
    with op.batch_alter_table("pools", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pools_owner_id"))
        batch_op.drop_index("ix_pools_name")

    op.drop_table("pools")
