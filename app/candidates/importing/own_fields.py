"""The employer's own fields in an import: written with their row, put back with it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.candidates.custom_fields import Answer, custom_fields, read_answer, typed_answer
from app.candidates.models import CustomField, CustomValue
from app.candidates.values import BadValue
from app.extensions import db


def keep_answer(candidate_id: int, own: CustomField, value: CustomValue | None, answer: Answer | None) -> None:
    """Make the field say this, or nothing."""
    if answer is None:
        if value is not None:
            db.session.delete(value)
    elif value is None:
        db.session.add(CustomValue(candidate_id=candidate_id, field_id=own.id, **answer.columns))
    else:
        for column, wanted in answer.columns.items():
            setattr(value, column, wanted)


def put_back_answers(candidate_id: int, changed: Mapping[str, Sequence[str]]) -> bool:
    """Each field says again what it said, as far as it still says what the import wrote; answers whether all could."""
    fields = {own.full_key: own for own in custom_fields(archived=True) if own.full_key in changed}
    held = {
        value.field_id: value
        for value in db.session.scalars(select(CustomValue).where(CustomValue.candidate_id == candidate_id))
    }
    whole = len(fields) == len(changed)
    for key, own in fields.items():
        old, written = changed[key]
        value = held.get(own.id)
        if typed_answer(own, value) != written:
            whole = False
            continue
        try:
            keep_answer(candidate_id, own, value, read_answer(own, old))
        except BadValue:  # the choice it was is offered no more
            whole = False
    return whole
