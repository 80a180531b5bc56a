"""Rows as plain JSON and back, exactly: what a ledger needs to put them back as they were."""

import base64
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Column, Date, DateTime, LargeBinary, Numeric, Table
from sqlalchemy import Enum as SqlEnum

from app.core.types import UtcDateTime


def plain(values: Mapping[Any, Any]) -> dict[str, Any]:
    """Column values as JSON holds them."""
    return {name: _plain(value) for name, value in values.items()}


def real(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `plain`, as the columns of `table` take them."""
    return {name: _real(table.columns[name], value) for name, value in values.items() if name in table.columns}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, Decimal) else value


def _real(column: Column[Any], value: Any) -> Any:
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, SqlEnum) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, UtcDateTime | DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return Decimal(value) if isinstance(kind, Numeric) and kind.asdecimal else value
