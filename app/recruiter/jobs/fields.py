"""Form fields jobs need besides WTForms' own."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.widgets import TextInput

CURRENCIES = (
    "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "CAD", "AUD", "NZD",
    "SGD", "INR", "BRL", "MXN", "ZAR", "GHS", "NGN", "KES", "AED",
)  # fmt: skip


class MoneyField(Field):
    """An amount as people type it ("55 000", "55.000", "55,000.50"), kept in minor units."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return f"{self.data / 100:.2f}" if self.data % 100 else str(self.data // 100)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = minor_units(typed) if typed else None


def minor_units(typed: str) -> int:
    """The amount in minor units. Raises ValueError, with a sentence, when it is none."""
    plain = re.sub(r"[\s\u00a0\u202f'’€$£]", "", typed)
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+|\d{1,9})(?:[.,](\d{1,2}))?", plain)
    if match is None:
        raise ValueError(_("Give an amount, such as 55000."))
    return int(re.sub(r"[.,]", "", match[1])) * 100 + int((match[2] or "0").ljust(2, "0"))


def choices(states: type[Enum]) -> list[tuple[str, Any]]:
    """Choices of a select that stands for an enum with labels."""
    return [(state.value, state.label) for state in states]  # type: ignore[attr-defined]


def number_or_none(value: Any) -> int | None:
    """Coerce of a select whose empty choice means nobody."""
    return int(value) if value not in (None, "", "None") else None


def arranged(rows: Sequence[dict[str, Any]], action: str) -> list[dict[str, Any]] | None:
    """Rows after a button of the row editor: `add`, `up-2`, `down-2`, `remove-2`. None when it is not one of them."""
    rows = list(rows)
    name, _dash, place = action.partition("-")
    if action == "add":
        return [*rows, {}]
    if name not in ("up", "down", "remove") or not place.isascii() or not place.isdigit() or int(place) >= len(rows):
        return None
    row = rows.pop(int(place))
    if name == "remove":
        return rows
    rows.insert(max(0, int(place) + (1 if name == "down" else -1)), row)
    return rows
