"""Schools, matching and the health of pools

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from app.core.types import FoldedString, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _short(name: str, length: int = 200) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _points_at(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.add_column("todos", sa.Column("path", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("jobs", sa.Column("seniority", sa.String(length=40), nullable=True))
    op.add_column("jobs", sa.Column("spoken", sa.String(length=100), nullable=False, server_default=""))
    op.add_column("pools", sa.Column("rhythm_days", sa.Integer(), nullable=False, server_default="90"))
    op.add_column("job_invitations", sa.Column("reason", sa.String(length=500), nullable=False, server_default=""))
    op.add_column("segment_sizes", _number("entered", nullable=True))
    op.add_column("segment_sizes", _number("left", nullable=True))
    _skills_of_jobs()
    _health_of_pools()
    _comings_and_goings()
    _schools()
    _relationships()


def _skills_of_jobs() -> None:
    op.create_table(
        "job_skills",
        _id(),
        _number("job_id"),
        _number("skill_id"),
        _short("need", 40),
        _number("position"),
        _points_at("job_skills", "job_id", "jobs"),
        _points_at("job_skills", "skill_id", "skills"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_skills")),
        sa.UniqueConstraint("job_id", "skill_id", name=op.f("uq_job_skills_job_id_skill_id")),
    )
    op.create_index("ix_job_skills_skill", "job_skills", ["skill_id", "job_id"])


def _health_of_pools() -> None:
    op.create_table(
        "pool_health",
        _number("pool_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _number("members"),
        _number("contacted"),
        _number("engaged"),
        _number("stale"),
        _points_at("pool_health", "pool_id", "pools"),
        sa.PrimaryKeyConstraint("pool_id", "day", name=op.f("pk_pool_health")),
    )


def _comings_and_goings() -> None:
    op.create_table(
        "segment_snapshots",
        _number("segment_id"),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        _points_at("segment_snapshots", "segment_id", "segments"),
        sa.PrimaryKeyConstraint("segment_id", name=op.f("pk_segment_snapshots")),
    )
    op.create_table(
        "segment_changes",
        _id(),
        _number("segment_id"),
        _number("candidate_id"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entered", sa.Boolean(), nullable=False),
        _points_at("segment_changes", "segment_id", "segments"),
        _points_at("segment_changes", "candidate_id", "candidates"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_segment_changes_day", "segment_changes", ["segment_id", "day", "id"])
    op.create_index("ix_segment_changes_candidate", "segment_changes", ["candidate_id"])


def _schools() -> None:
    op.create_table(
        "schools",
        _id(),
        _short("name"),
        sa.Column("name_key", FoldedString, nullable=False),
        _short("city"),
        _short("country", 2),
        _short("website", 500),
        _short("about", 4000),
        _number("owner_id", nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        _number("version"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        _points_at("schools", "owner_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schools")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_schools_name", "schools", ["name_key", "id"])
    op.create_index(op.f("ix_schools_owner_id"), "schools", ["owner_id"])
    op.create_table(
        "school_names",
        _id(),
        _number("school_id"),
        _short("name"),
        sa.Column("name_key", FoldedString, nullable=False),
        _points_at("school_names", "school_id", "schools"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_names")),
        sa.UniqueConstraint("name_key", name=op.f("uq_school_names_name_key")),
    )
    op.create_table(
        "school_contacts",
        _id(),
        _number("school_id"),
        _short("name"),
        _short("role"),
        _short("email", 320),
        _short("phone", 40),
        _points_at("school_contacts", "school_id", "schools"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_contacts")),
    )
    op.create_table(
        "school_programmes",
        _id(),
        _number("school_id"),
        _short("name"),
        _short("degree"),
        _points_at("school_programmes", "school_id", "schools"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_programmes")),
    )
    op.create_table(
        "school_dates",
        _id(),
        _number("school_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _short("what"),
        _number("days_before"),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        _points_at("school_dates", "school_id", "schools"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_dates")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_school_dates_due", "school_dates", ["remind_on", "reminded_at"])
    for table in ("school_names", "school_contacts", "school_programmes", "school_dates"):
        op.create_index(op.f(f"ix_{table}_school_id"), table, ["school_id"])


def _relationships() -> None:
    op.create_table(
        "relationships",
        _id(),
        _number("candidate_id"),
        _short("kind", 40),
        _number("other_id", nullable=True),
        _number("user_id", nullable=True),
        _short("words"),
        sa.Column("since", sa.Date(), nullable=True),
        _number("noted_by_id", nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        _points_at("relationships", "candidate_id", "candidates"),
        _points_at("relationships", "other_id", "candidates"),
        _points_at("relationships", "user_id", "users"),
        _points_at("relationships", "noted_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationships")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_relationships_candidate", "relationships", ["candidate_id", "id"])
    op.create_index("ix_relationships_other", "relationships", ["other_id", "id"])


def downgrade() -> None:
    for table in (
        "relationships", "school_dates", "school_programmes", "school_contacts", "school_names", "schools", "segment_changes",
        "segment_snapshots", "pool_health", "job_skills",
    ):  # fmt: skip
        op.drop_table(table)
    for table, columns in (
        ("segment_sizes", ("left", "entered")), ("job_invitations", ("reason",)), ("pools", ("rhythm_days",)),
        ("jobs", ("spoken", "seniority")), ("todos", ("path",)),
    ):  # fmt: skip
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
