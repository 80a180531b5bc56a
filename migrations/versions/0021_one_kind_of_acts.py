"""Adding many to a pool is an act on many people like the others: what began as an adding goes on as one

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import JsonValue, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ADDINGS = sa.table(
    "pool_addings",
    *(sa.column(name, kind) for name, kind in (
        ("id", sa.Integer), ("pool_id", sa.Integer), ("by_id", sa.Integer), ("at", UtcDateTime()), ("stage_id", sa.Integer),
        ("query", sa.String), ("chosen", JsonValue), ("why", sa.String), ("state", sa.String), ("after_id", sa.Integer),
        ("total", sa.Integer), ("passed", sa.Integer), ("added", sa.Integer), ("finished_at", UtcDateTime()), ("due_at", UtcDateTime()),
    )),
)
ACTS = sa.table(
    "people_acts",
    *(sa.column(name, kind) for name, kind in (
        ("id", sa.Integer), ("kind", sa.String), ("by_id", sa.Integer), ("at", UtcDateTime()), ("query", sa.String),
        ("chosen", JsonValue), ("given", JsonValue), ("state", sa.String), ("up_to_id", sa.Integer), ("after_id", sa.Integer),
        ("total", sa.Integer), ("passed", sa.Integer), ("reached", sa.Integer), ("returned", sa.Integer), ("stop_reason", sa.String),
        ("finished_at", UtcDateTime()), ("undone_at", UtcDateTime()), ("due_at", UtcDateTime()), ("fence", sa.Integer),
        ("attempts", sa.Integer),
    )),
)
MEMBERS = sa.table("pool_members", *map(sa.column, ("id", "candidate_id", "adding_id", "left_why")))
ITEMS = sa.table("people_act_items", *map(sa.column, ("act_id", "candidate_id", "outcome", "before")))
POOLS = sa.table("pools", *map(sa.column, ("id", "name")))
CANDIDATES = sa.table("candidates", sa.column("id"))


def upgrade() -> None:
    _go_on_as_acts(op.get_bind())
    with op.batch_alter_table("pool_members", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_index("ix_pool_members_adding")
        batch_op.drop_constraint("fk_pool_members_adding_id_pool_addings", type_="foreignkey")
        batch_op.drop_column("adding_id")
    op.drop_table("pool_addings")


def _go_on_as_acts(connection: sa.Connection) -> None:
    """Each adding with those it brought; what has not been looked at yet is looked at by the next worker."""
    names = {row[0]: row[1] for row in connection.execute(sa.select(POOLS.c.id, POOLS.c.name))}
    newest = connection.scalar(sa.select(sa.func.max(CANDIDATES.c.id))) or 0
    for adding in connection.execute(sa.select(ADDINGS).order_by(ADDINGS.c.id)).mappings().all():
        taken_back = MEMBERS.c.left_why == "undone"
        brought = MEMBERS.c.adding_id == adding["id"]
        returned = connection.scalar(sa.select(sa.func.count()).where(brought, taken_back)) or 0
        given = {"pool": adding["pool_id"], "name": names[adding["pool_id"]], "stage": adding["stage_id"], "why": adding["why"]}
        undoing = adding["state"] in ("undoing", "undone")
        act = connection.execute(
            sa.insert(ACTS)
            .values(
                kind="pool", by_id=adding["by_id"], at=adding["at"], query=adding["query"], chosen=adding["chosen"], given=given,
                state=adding["state"], up_to_id=newest, after_id=adding["after_id"], total=adding["total"],
                passed=adding["passed"], reached=adding["added"], returned=returned if undoing else 0,
                stop_reason="asked" if adding["state"] == "stopped" else None, finished_at=adding["finished_at"],
                undone_at=(adding["finished_at"] or adding["at"]) if undoing else None, due_at=adding["due_at"], fence=1, attempts=0,
            )
            .returning(ACTS.c.id)
        ).scalar_one()
        people = (
            sa.select(
                sa.literal(act), MEMBERS.c.candidate_id, sa.func.min(sa.case((taken_back, "undone"), else_="done")),
                sa.func.min(MEMBERS.c.id),
            )
            .where(brought)
            .group_by(MEMBERS.c.candidate_id)
        )
        connection.execute(sa.insert(ITEMS).from_select(["act_id", "candidate_id", "outcome", "before"], people))


def downgrade() -> None:
    """An empty table again: who was added stays, and what was begun stays an act."""
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
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_pool_addings_by_id_users"),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name="fk_pool_addings_pool_id_pools"),
        sa.ForeignKeyConstraint(["stage_id"], ["pool_stages.id"], name="fk_pool_addings_stage_id_pool_stages"),
        sa.PrimaryKeyConstraint("id", name="pk_pool_addings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pool_addings_due", "pool_addings", ["due_at"])
    op.create_index("ix_pool_addings_pool_id", "pool_addings", ["pool_id"])
    with op.batch_alter_table("pool_members", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("adding_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("fk_pool_members_adding_id_pool_addings", "pool_addings", ["adding_id"], ["id"])
        batch_op.create_index("ix_pool_members_adding", ["adding_id"])
