"""Fields of the employer's own: making them, and what they say about a person."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from app.candidates.activities import CandidateChanged, CustomFieldArchived, CustomFieldSaved
from app.candidates.commands.confirming import confirm_fields, confirmer
from app.candidates.custom_fields import Answer, custom_fields, forget_known_fields, read_answer, shown_answer
from app.candidates.models import Candidate, CustomField, CustomKind, CustomValue
from app.candidates.refusals import BadCustomValue, ChoicesMissing, CustomFieldUnfit
from app.candidates.values import BadValue
from app.core.activity import Change, record
from app.core.actors import Actor, ActorKind
from app.core.clock import now
from app.core.text import folded, one_line
from app.extensions import db

MOST_FIELDS = 60
MOST_CHOICES = 200


def add_custom_field(
    *, name: str, kind: CustomKind, by: Actor, key: str = "", help: str = "", choices: Sequence[str] = (),
    on_quick_add: bool = False,
) -> CustomField:  # fmt: skip
    """A new field at the end of the list. Its key is made of the name unless one is given."""
    known = custom_fields(archived=True)
    if len(known) >= MOST_FIELDS:
        raise CustomFieldUnfit(CustomFieldUnfit.too_many, field="name")
    field = CustomField(kind=kind, key=_free_key(key or name, [one.key for one in known], given=bool(key)))
    last = db.session.scalar(select(func.max(CustomField.position)))
    field.position = 0 if last is None else last + 1
    db.session.add(field)
    _fill(field, name=name, help=help, choices=choices, on_quick_add=on_quick_add, by=by)
    return field


def change_custom_field(
    field: CustomField, *, name: str, help: str, choices: Sequence[str], on_quick_add: bool, by: Actor,
    version: int | None = None,
) -> None:  # fmt: skip
    """Its words and choices; kind and key stay, or values and saved queries would lose their meaning."""
    field.check_version(version)
    _fill(field, name=name, help=help, choices=choices, on_quick_add=on_quick_add, by=by)


def move_custom_field(field: CustomField, *, up: bool) -> None:
    """One place earlier or later among those in use."""
    fields = custom_fields()
    place = fields.index(field)
    other = place - 1 if up else place + 1
    if 0 <= other < len(fields):
        fields[place], fields[other] = fields[other], fields[place]
        for position, one in enumerate(fields):
            one.position = position
    forget_known_fields()


def archive_custom_field(field: CustomField, *, by: Actor) -> None:
    """It is no longer shown or asked; what it said is kept."""
    field.archived_at = field.archived_at or now()
    record(CustomFieldArchived(subject=field), by=by)
    forget_known_fields()


def restore_custom_field(field: CustomField, *, by: Actor) -> None:
    field.archived_at = None
    record(CustomFieldSaved(subject=field), by=by)
    forget_known_fields()


def set_custom_values(
    candidate: Candidate, *, typed: Mapping[str, str], by: Actor, source: str = ""
) -> list[str]:
    """Make the fields with these full keys say what was typed; empty takes the value away. Answers which changed."""
    fields = {field.full_key: field for field in custom_fields() if field.full_key in typed}
    wanted = {key: _read(field, typed[key]) for key, field in fields.items()}
    held = {
        value.field_id: value
        for value in db.session.scalars(select(CustomValue).where(CustomValue.candidate_id == candidate.id))
    }
    changes = []
    for key, answer in wanted.items():
        field, value = fields[key], held.get(fields[key].id)
        before = shown_answer(field, value) or None
        if _write(candidate.id, field, value, answer):
            changes.append(Change(key, before, shown_answer(field, answer) or None))
    confirm_fields(candidate, wanted, source or confirmer(by))
    if changes:
        if by.kind is ActorKind.CANDIDATE:
            candidate.human_signal_at = now()
        named = tuple(change.field for change in changes)
        record(CandidateChanged(candidate=candidate, fields=named), by=by, changes=changes)
    return [change.field for change in changes]


def _write(candidate_id: int, field: CustomField, value: CustomValue | None, answer: Answer | None) -> bool:
    """Whether anything changed."""
    if answer is None:
        if value is not None:
            db.session.delete(value)
        return value is not None
    if value is None:
        db.session.add(CustomValue(candidate_id=candidate_id, field_id=field.id, **answer.columns))
        return True
    if Answer(value.text, value.text_key, value.number, value.day) == answer:
        return False
    for column, wanted in answer.columns.items():
        setattr(value, column, wanted)
    return True


def _read(field: CustomField, typed: str) -> Answer | None:
    try:
        return read_answer(field, typed)
    except BadValue as bad:
        raise BadCustomValue(bad.reason, field=field.full_key) from None


def _fill(
    field: CustomField, *, name: str, help: str, choices: Sequence[str], on_quick_add: bool, by: Actor
) -> None:
    field.name = one_line(name)[:200]
    if not field.name:
        raise CustomFieldUnfit(CustomFieldUnfit.nameless, field="name")
    namesakes = [one for one in custom_fields(archived=True) if one is not field and folded(one.name) == folded(field.name)]
    if namesakes:
        raise CustomFieldUnfit(CustomFieldUnfit.name_taken, field="name")
    names = list({folded(one): one_line(one)[:200] for one in choices if folded(one)}.values())[:MOST_CHOICES]
    if field.kind is CustomKind.CHOICE and len(names) < 2:
        raise ChoicesMissing()
    field.choices = {"names": names} if field.kind is CustomKind.CHOICE else {}
    field.help, field.on_quick_add = one_line(help)[:300], on_quick_add
    db.session.flush()
    forget_known_fields()
    record(CustomFieldSaved(subject=field), by=by)


def _free_key(typed: str, taken: Sequence[str], *, given: bool) -> str:
    """`Right to work (EU)` → `right-to-work-eu`; a number is added when the key is in use and was not asked for."""
    key = re.sub(r"[^a-z0-9]+", "-", folded(typed)).strip("-")[:36].strip("-") or "field"
    if not key[0].isalpha():
        key = f"f-{key}"[:36]
    if given and key in taken:
        raise CustomFieldUnfit(CustomFieldUnfit.key_taken, field="key")
    free, number = key, 2
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    return free
