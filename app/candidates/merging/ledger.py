"""The ledger of a merge: every row it touches, before and after, so that all of it can be put back."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.candidates.merging.rows import plain, real
from app.candidates.merging.schema import children_of, key_columns
from app.candidates.models import ChangeKind, MergeChange
from app.extensions import Base, db

Row = Mapping[Any, Any]


class Ledger:
    """Does what a merge does to rows and writes it down. Later changes are put back first."""

    def __init__(self, merge_id: int) -> None:
        self.merge_id = merge_id
        self._written: list[dict[str, Any]] = []

    def move(self, table: Table, column: Column[Any], rows: Sequence[Row], *, to: int) -> None:
        """These rows name the candidate `to` from now on. `rows` hold their primary keys."""
        if not rows:
            return
        execute(update(table).where(one_of(table, rows)).values(untouched(table, {column.name: to})))
        for row in rows:
            key = {name: row[name] for name in key_columns(table)}
            self._note(ChangeKind.CHANGED, table, {**key, **({column.name: to} if column.name in key else {})},
                       before={column.name: row[column.name]}, after={column.name: to})  # fmt: skip

    def change(self, table: Table, row: Row, values: Row) -> None:
        """Give columns of one row new values; `row` holds its primary key and the present values."""
        changed = {name: value for name, value in values.items() if row[name] != value}
        if changed:
            execute(update(table).where(one_of(table, [row])).values(untouched(table, changed)))
            key = {name: row[name] for name in key_columns(table)}
            self._note(ChangeKind.CHANGED, table, key, before={name: row[name] for name in changed}, after=changed)

    def changed(self, table: Table, before: Row, after: Row) -> None:
        """Write down what was done to a row by other hands, except that its version was counted."""
        names = [name for name in before if name != "version" and before[name] != after[name]]
        if names:
            key = {name: before[name] for name in key_columns(table)}
            self._note(ChangeKind.CHANGED, table, key, before={name: before[name] for name in names},
                       after={name: after[name] for name in names})  # fmt: skip

    def set_aside(self, table: Table, key: Row, *, instead: Row | None = None) -> None:
        """Take a row out, with what hangs on it; what may point elsewhere points at the row kept `instead`."""
        for child in children_of(table):
            target = next(fk.column.name for fk in child.column.foreign_keys if fk.column.table is table)
            hanging = db.session.execute(select(child.table).where(child.column == key[target])).mappings().all()
            for row in hanging:
                if child.column.nullable:
                    self.change(child.table, row, {child.column.name: instead[target] if instead else None})
                else:
                    self.set_aside(child.table, row)
        whole = db.session.execute(select(table).where(one_of(table, [key]))).mappings().one()
        execute(delete(table).where(one_of(table, [key])))
        self._note(ChangeKind.SET_ASIDE, table, {name: whole[name] for name in key_columns(table)}, before=dict(whole))

    def made(self, table: Table, row: Row) -> None:
        """A row that exists because of the merge."""
        self._note(ChangeKind.MADE, table, {name: row[name] for name in key_columns(table)}, after=dict(row))

    def keep(self) -> None:
        """Write down what was noted so far."""
        if self._written:
            db.session.connection().execute(insert(MergeChange), self._written)
            self._written = []

    def _note(self, kind: ChangeKind, table: Table, key: Row, *, before: Row | None = None, after: Row | None = None) -> None:
        self._written.append(
            {"merge_id": self.merge_id, "kind": kind, "row_table": table.name, "row_key": plain(key),
             "before": plain(before or {}), "after": plain(after or {})}
        )  # fmt: skip


def put_back(merge_id: int) -> int:
    """Undo everything the ledger of this merge holds, last things first. What changed since stays as it is now.
    Answers how many rows could not be put back."""
    changes = db.session.scalars(
        select(MergeChange).where(MergeChange.merge_id == merge_id).order_by(MergeChange.id.desc())
    ).all()
    lost = 0
    for (kind, name), group in groupby(changes, key=lambda one: (one.kind, one.row_table)):
        table, ones = Base.metadata.tables[name], list(group)
        if kind is ChangeKind.CHANGED:
            _put_values_back(table, ones)
        elif kind is ChangeKind.MADE:
            for one in ones:
                _unmake(table, one)
        else:
            lost += sum(not _put_row_back(table, one) for one in ones)
    return lost


def execute(statement: Any) -> Any:
    return db.session.execute(statement, execution_options={"synchronize_session": False})


def untouched(table: Table, values: Row) -> dict[str, Any]:
    """Moving a row is no change of what it says: its moment of change stays."""
    return {**({"updated_at": table.c.updated_at} if "updated_at" in table.c else {}), **values}


def one_of(table: Table, rows: Iterable[Row]) -> ColumnElement[bool]:
    names, rows = key_columns(table), list(rows)
    if len(names) == 1:
        return table.c[names[0]].in_([row[names[0]] for row in rows])
    return or_(*(and_(*(table.c[name] == row[name] for name in names)) for row in rows))


def _put_values_back(table: Table, changes: Sequence[MergeChange]) -> None:
    """In sets where many rows were moved alike."""

    def alike(change: MergeChange) -> tuple[str, str]:
        return str(change.before), str(change.after)

    for _values, group in groupby(changes, key=alike):
        ones = list(group)
        keys = [real(table, one.row_key) for one in ones]
        before, after = real(table, ones[0].before), real(table, ones[0].after)
        pointer = next(iter(before))
        if len(before) == 1 and table.c[pointer].foreign_keys and before[pointer] is not None:
            moved = and_(one_of(table, keys), table.c[pointer] == after[pointer])
            execute(update(table).where(moved).values(untouched(table, before)))
        else:
            for key in keys:
                _put_columns_back(table, key, before, after)


def _put_columns_back(table: Table, key: Row, before: Row, after: Row) -> None:
    present = db.session.execute(select(table).where(one_of(table, [key]))).mappings().one_or_none()
    same = {name: value for name, value in before.items() if present is not None and present[name] == after[name]}
    if same:
        execute(update(table).where(one_of(table, [key])).values(untouched(table, same)))


def _unmake(table: Table, change: MergeChange) -> None:
    """Only what is still as the merge made it."""
    made, key = real(table, change.after), real(table, change.row_key)
    present = db.session.execute(select(table).where(one_of(table, [key]))).mappings().one_or_none()
    if present is not None and plain(present) == plain(made):
        execute(delete(table).where(one_of(table, [key])))


def _put_row_back(table: Table, change: MergeChange) -> bool:
    """False when what the row pointed at is gone, or its like has come since."""
    try:
        with db.session.begin_nested():
            execute(insert(table).values(real(table, change.before)))
    except IntegrityError:
        return False
    return True
