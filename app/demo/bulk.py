"""Writing very many rows fast: executemany by the driver on SQLite, COPY on PostgreSQL."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, text

CHUNK = 20_000


class BulkWriter:
    """Fills tables of an empty database on one connection, with constraints and durability relaxed meanwhile."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.driver: Any = connection.connection.driver_connection

    def write(self, table: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert `rows`, whose values stand in the order of `columns`; columns left out get their plain default."""
        defaults = _plain_defaults(table, columns)
        columns, constants = (*columns, *defaults), tuple(defaults.values())
        full_rows = ((*row, *constants) for row in rows) if constants else rows
        if self.is_sqlite:
            self._execute_many(table, columns, full_rows)
        else:
            self._copy(table, columns, full_rows)

    def settle(self, tables: Iterable[Table]) -> None:
        """PostgreSQL: sequences go on behind the highest id written; both: statistics for the planner."""
        if not self.is_sqlite:
            for table in tables:
                if "id" in table.columns:
                    self.connection.execute(
                        text("SELECT setval(pg_get_serial_sequence(:name, 'id'), (SELECT max(id) FROM " + table.name + "))"),  # noqa: S608 - names of our tables
                        {"name": table.name},
                    )
        self.connection.exec_driver_sql("ANALYZE")

    def _execute_many(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        places = ", ".join("?" for _ in columns)
        into = f"{table.name} ({', '.join(columns)})"  # names out of our own metadata; values are bound
        statement = f"INSERT INTO {into} VALUES ({places})"  # noqa: S608
        cursor = self.driver.cursor()
        for chunk in _chunks(rows):
            cursor.executemany(statement, [[_for_sqlite(value) for value in row] for row in chunk])
        cursor.close()

    def _copy(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        statement = f'COPY {table.name} ({", ".join(columns)}) FROM STDIN'
        with self.driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([_for_postgresql(value) for value in row])


def _plain_defaults(table: Table, columns: Sequence[str]) -> dict[str, Any]:
    """Values of required columns that are not written. Raises ValueError when one has no constant default."""
    missing = [c for c in table.columns if not c.nullable and c.name not in columns and not c.primary_key]
    constants: dict[str, Any] = {}
    for column in missing:
        if column.default is None or not column.default.is_scalar:
            raise ValueError(f"{table.name} needs {column.name}")
        constants[column.name] = column.default.arg  # type: ignore[attr-defined]
    return constants


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _for_sqlite(value: Any) -> Any:
    """As the column types store it: moments as naive UTC text, states by value, documents as JSON."""
    kind = type(value)
    if kind in (int, str, float, type(None)):
        return value
    if kind is datetime:
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if kind is date:
        return value.isoformat()
    if kind is dict:
        return json.dumps(value)
    return value.value if isinstance(value, Enum) else value


def _for_postgresql(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return json.dumps(value) if isinstance(value, dict) else value
