"""The laws of tables, read from the metadata."""

from sqlalchemy import Enum as SqlEnum
from sqlalchemy import inspect
from sqlalchemy.orm import configure_mappers

from app.extensions import db

REMEMBERED_BY_NAME = {
    "application_id": "applications", "job_id": "jobs", "candidate_id": "candidates", "campaign_id": None,
    "activity_id": "activities", "public_stage_id": "stages",
}  # fmt: skip


def mappers():
    configure_mappers()
    return list(db.Model.registry.mappers)


def test_no_relationship_loads_by_surprise(app):
    surprises = [
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in mappers()
        for relation in mapper.relationships
        if relation.lazy not in ("raise_on_sql", "raise", "noload")
    ]
    assert surprises == []


def test_ids_that_are_remembered_are_never_given_twice(app):
    """SQLite hands a deleted newest id to the next row unless the table says AUTOINCREMENT."""
    remembered = {
        key.column.table.name for table in db.metadata.tables.values() for key in table.foreign_keys if key.column.name == "id"
    } | {name for name in REMEMBERED_BY_NAME.values() if name}
    careless = [
        name for name in sorted(remembered) if not db.metadata.tables[name].dialect_options["sqlite"].get("autoincrement")
    ]
    assert careless == []


def test_states_are_text_without_a_check(app):
    checked = [
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, SqlEnum) and (column.type.native_enum or column.type.create_constraint)
    ]
    assert checked == []


def test_moments_are_stored_in_utc(app):
    from sqlalchemy import DateTime

    naive = [
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, DateTime)
    ]
    assert naive == []


def test_every_foreign_key_can_be_followed_fast(app):
    """Erasing and opening a record follow foreign keys backwards; an unindexed one walks the whole table."""
    slow = []
    for table in db.metadata.tables.values():
        leading = {next(iter(index.columns)).name for index in table.indexes if len(index.columns)}
        leading |= {next(iter(c.columns)).name for c in table.constraints if type(c).__name__ in ("UniqueConstraint", "PrimaryKeyConstraint") and len(c.columns)}
        for key in table.foreign_keys:
            if key.column.table.name == "candidates" and key.parent.name not in leading:
                slow.append(f"{table.name}.{key.parent.name}")
    assert slow == []


def test_the_tables_of_the_database_are_those_of_the_models(app):
    made = set(inspect(db.session.connection()).get_table_names())
    assert set(db.metadata.tables) <= made
