"""Migrations make exactly the tables of the models, on either engine, and lose nothing on the way."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select

from app.core.transaction import transaction
from app.extensions import db, init_migrations
from app.search.index import belongs_to_index
from tests.world import make_world

ROOT = Path(__file__).resolve().parents[2]


def scripts() -> ScriptDirectory:
    return ScriptDirectory(str(ROOT / "migrations"))


def not_the_index(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    return not (kind in ("table", "index") and belongs_to_index(name))


def test_there_is_one_line_of_migrations() -> None:
    assert len(scripts().get_heads()) == 1
    assert len(scripts().get_bases()) == 1


def test_a_migrated_database_is_what_the_models_say(app: Any) -> None:
    options = {"include_object": not_the_index, "compare_type": False}
    context = MigrationContext.configure(db.session.connection(), opts=options)
    assert compare_metadata(context, db.metadata) == []
    assert context.get_current_revision() == scripts().get_current_head()


def test_columns_have_the_width_and_nullability_of_the_models(app: Any) -> None:
    made = inspect(db.session.connection())
    different = []
    for table in db.metadata.sorted_tables:
        columns = {column["name"]: column for column in made.get_columns(table.name)}
        for column in table.columns:
            present = columns[column.name]
            if not column.primary_key and present["nullable"] != column.nullable:
                different.append(f"{table.name}.{column.name}: nullable {present['nullable']}")
            wanted, width = getattr(column.type, "length", None), getattr(present["type"], "length", None)
            if wanted is not None and width is not None and wanted != width:
                different.append(f"{table.name}.{column.name}: {width} instead of {wanted}")
    assert different == []


@pytest.mark.real_commits
def test_a_filled_database_survives_the_upgrade(app: Any, make: Any, cast: Any) -> None:
    from flask_migrate import upgrade

    with transaction():
        make_world(make, cast)
    before = counts()
    init_migrations(app)
    upgrade(directory=str(ROOT / "migrations"))
    assert counts() == before
    assert sum(before.values()) > 80
    assert before["applications"] == 2


def counts() -> dict[str, int]:
    with transaction():
        tables = db.metadata.sorted_tables
        return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
