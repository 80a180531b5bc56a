"""Custom fields: which there are, reading what is typed into them, and showing what they hold."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from weakref import WeakKeyDictionary

from flask_babel import format_date, format_decimal, gettext
from sqlalchemy import Integer, bindparam, select

from app.candidates.models import PREFIX, CustomField, CustomKind, CustomValue
from app.candidates.values import BadValue, loose_date
from app.core.text import folded, one_line
from app.extensions import db

LONGEST = 300
LARGEST = Decimal(10) ** 15
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "j", "wahr"})
NO = frozenset({"no", "n", "false", "0", "-", "nein", "falsch"})

_known: WeakKeyDictionary[Any, list[CustomField]] = WeakKeyDictionary()
"""The fields as a transaction saw them first: pages ask for them many times over."""


@dataclass(frozen=True)
class Answer:
    """What a custom field says, in the columns of its row."""

    text: str = ""
    text_key: str = ""
    number: float | None = None
    day: date | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return asdict(self)


def custom_fields(*, archived: bool = False) -> list[CustomField]:
    """The fields in their order; archived ones only when asked for. One statement per transaction."""
    transaction = db.session().get_transaction()
    found = _known.get(transaction) if transaction is not None else None
    if found is None:
        found = list(db.session.scalars(select(CustomField).order_by(CustomField.position, CustomField.id)))
        _known[db.session().get_transaction()] = found
    return [field for field in found if archived or field.archived_at is None]


def forget_known_fields() -> None:
    """After the list of fields changed in this transaction."""
    _known.pop(db.session().get_transaction(), None)


def custom_field(key: str) -> CustomField | None:
    """By its key, with or without the prefix; not an archived one."""
    wanted = key.removeprefix(PREFIX)
    return next((field for field in custom_fields() if field.key == wanted), None)


def read_answer(field: CustomField, typed: str) -> Answer | None:
    """What was typed as the field's kind wants it; None when nothing was. Raises BadValue."""
    text = one_line(typed)
    if not text:
        return None
    match field.kind:
        case CustomKind.TEXT:
            if len(text) > LONGEST:
                raise BadValue("too-long")
            return Answer(text=text, text_key=folded(text))
        case CustomKind.CHOICE:
            name = next((name for name in field.names if folded(name) == folded(text)), None)
            if name is None:
                raise BadValue("choice")
            return Answer(text=name, text_key=folded(name))
        case CustomKind.NUMBER:
            return Answer(number=_number(text))
        case CustomKind.DATE:
            return Answer(day=loose_date(text))
        case CustomKind.YES_NO:
            return Answer(number=_yes_no(text))


def _number(text: str) -> float:
    """`1,234.5`, `1.234,5`, `1234,5`: the sign that stands last parts off the decimals."""
    plain = text.replace(" ", "").replace("'", "")
    if "," in plain and "." in plain:
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(thousands, "")
    try:
        number = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise BadValue("number") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise BadValue("number")
    return float(number)


def _yes_no(text: str) -> float:
    said = folded(text)
    if said in YES or said == folded(gettext("Yes")):
        return 1.0
    if said in NO or said == folded(gettext("No")):
        return 0.0
    raise BadValue("yes-no")


def typed_answer(field: CustomField, value: CustomValue | Answer | None) -> str:
    """The value the way a form field holds it, the same in every language."""
    if value is None:
        return ""
    match field.kind:
        case CustomKind.NUMBER:
            return f"{value.number:.6f}".rstrip("0").rstrip(".") if value.number is not None else ""
        case CustomKind.DATE:
            return value.day.isoformat() if value.day else ""
        case CustomKind.YES_NO:
            return {1.0: "yes", 0.0: "no"}.get(value.number, "") if value.number is not None else ""
    return value.text


def shown_answer(field: CustomField, value: CustomValue | Answer | None) -> str:
    """The value as people read it."""
    if value is None:
        return ""
    match field.kind:
        case CustomKind.NUMBER:
            return str(format_decimal(Decimal(typed_answer(field, value)))) if value.number is not None else ""
        case CustomKind.DATE:
            return str(format_date(value.day)) if value.day else ""
        case CustomKind.YES_NO:
            return {1.0: gettext("Yes"), 0.0: gettext("No")}.get(value.number, "") if value.number is not None else ""
    return value.text


def custom_values_of(candidate_ids: Sequence[int]) -> dict[int, dict[str, CustomValue]]:
    """Candidate → full key of a field → its value; one statement, archived fields left out."""
    keys = {field.id: field.full_key for field in custom_fields()}
    found: dict[int, dict[str, CustomValue]] = defaultdict(dict)
    if not keys or not candidate_ids:
        return found
    for value in db.session.scalars(select(CustomValue).where(CustomValue.candidate_id.in_(candidate_ids))):
        if value.field_id in keys:
            found[value.candidate_id][keys[value.field_id]] = value
    return found


def custom_values_on(candidate_id: int, *, known_to_be_none: bool = False) -> dict[str, CustomValue]:
    """What the fields in use say about one person; one statement that also learns which fields there are, or none when it is
    known that there are no fields.
    """
    rows = [] if known_to_be_none else db.session.execute(_WITH_VALUES, {"person": candidate_id}).all()
    _known[db.session().get_transaction()] = [field for field, _value in rows]
    return {field.full_key: value for field, value in rows if value is not None and field.archived_at is None}


_WITH_VALUES = (
    select(CustomField, CustomValue)
    .outerjoin(
        CustomValue,
        (CustomValue.field_id == CustomField.id) & (CustomValue.candidate_id == bindparam("person", type_=Integer)),
    )
    .order_by(CustomField.position, CustomField.id)
)


def custom_columns(candidate_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Candidate → full key → what people read, for lists and exports."""
    fields = {field.full_key: field for field in custom_fields()}
    return {
        candidate_id: {key: shown_answer(fields[key], value) for key, value in values.items()}
        for candidate_id, values in custom_values_of(candidate_ids).items()
    }
