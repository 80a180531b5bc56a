"""Addresses know what suppressions call them; employees leave

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from app.core.tokens import keyed_hash_of_each

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

CHUNK = 10_000
HASHED = sa.text("address_hash IS NOT NULL")
LEFT = sa.text("left_on IS NOT NULL")


def upgrade() -> None:
    op.add_column("contact_points", sa.Column("address_hash", sa.String(length=64), nullable=True))
    _hash_addresses(op.get_bind())
    op.create_index(
        "ix_contact_points_address", "contact_points", ["address_hash"], sqlite_where=HASHED, postgresql_where=HASHED
    )
    op.add_column("applications", sa.Column("left_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_applications_left", "applications", ["left_on", "candidate_id"], sqlite_where=LEFT, postgresql_where=LEFT
    )


def _hash_addresses(connection: sa.Connection) -> None:
    """What every e-mail address on record is called in `suppressions`, under the present secret key."""
    points = sa.table("contact_points", *map(sa.column, ("id", "kind", "value_key", "address_hash")))
    addresses = sa.select(points.c.id, points.c.value_key).where(points.c.kind == "email").order_by(points.c.id).limit(CHUNK)
    change = sa.update(points).where(points.c.id == sa.bindparam("number")).values(address_hash=sa.bindparam("hashed"))
    last = 0
    while rows := connection.execute(addresses.where(points.c.id > last)).all():
        hashes = keyed_hash_of_each("address", [row.value_key for row in rows])
        connection.execute(change, [{"number": row.id, "hashed": hashed} for row, hashed in zip(rows, hashes, strict=True)])
        last = rows[-1].id


def downgrade() -> None:
    op.drop_index("ix_applications_left", table_name="applications")
    op.drop_column("applications", "left_on")
    op.drop_index("ix_contact_points_address", table_name="contact_points")
    op.drop_column("contact_points", "address_hash")
