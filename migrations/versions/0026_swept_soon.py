"""PostgreSQL sweeps applications and candidates while few rows of them are dead

Revision ID: 0026
Revises: 0025

A bulk act changes two thousand applications, far from the fifth of the table that PostgreSQL waits for by itself; until
they are swept every page that counts along an index looks each of them up in the table.
"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLES = ("applications", "candidates")
SETTINGS = ("autovacuum_vacuum_scale_factor", "autovacuum_analyze_scale_factor")
SHARE = "0.01"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} SET ({', '.join(f'{name} = {SHARE}' for name in SETTINGS)})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} RESET ({', '.join(SETTINGS)})")
