"""PostgreSQL keeps the long texts of search documents apart

Revision ID: 0027
Revises: 0026

Whoever counts the people a common word leads to needs the number of each and none of their texts. With the texts beside
the number, the million's fifty thousand rows lay on sixteen thousand pages; without, on three thousand.
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_documents SET (toast_tuple_target = 128)")
        op.execute("CLUSTER search_documents USING pk_search_documents")  # writes every row anew


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_documents RESET (toast_tuple_target)")
        op.execute("ALTER TABLE search_documents SET WITHOUT CLUSTER")
