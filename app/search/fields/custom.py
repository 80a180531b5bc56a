"""Fields of the employer's own, made anew from their rows: the catalogue asks for them at every look-up."""

from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

from flask import has_app_context
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, false, func, or_, select

from app.accounts.models import User
from app.accounts.policy import TALENT_ROLES
from app.candidates.custom_fields import Answer, custom_fields, shown_answer
from app.candidates.models import Candidate, CustomField, CustomKind, CustomValue
from app.core.text import folded
from app.extensions import db
from app.search.catalogue import Column, Kind, QueryField, Value, register_fields_from
from app.search.conditions import LAST, Compiled, among, bool_of, in_days, in_numbers, lacking
from app.search.fields.offered import MOST_VALUES
from app.search.scope import Scope
from app.search.syntax import Condition, Missing, Present, Words

KINDS = {
    CustomKind.TEXT: Kind.TEXT, CustomKind.NUMBER: Kind.NUMBER, CustomKind.DATE: Kind.DATE,
    CustomKind.CHOICE: Kind.CHOICE, CustomKind.YES_NO: Kind.FLAG,
}  # fmt: skip
_YES_NO = {"yes": _("yes"), "no": _("no")}
_made: WeakKeyDictionary[CustomField, tuple[int, QueryField]] = WeakKeyDictionary()


def own_fields() -> Iterable[QueryField]:
    """One for every field in use; none outside a transaction, where nobody can be asked."""
    if not has_app_context() or not db.session().in_transaction():
        return []
    return [_declared(field) for field in custom_fields()]


def _declared(field: CustomField) -> QueryField:
    """Made once for each version of the row."""
    version, made = _made.get(field, (0, None))
    if made is None or version != field.version:
        made = _query_field(field)
        _made[field] = (field.version, made)
    return made


def _query_field(field: CustomField) -> QueryField:
    said = field.name.replace("%", "%%")
    return QueryField(
        name=field.full_key,
        label=field.name,
        kind=KINDS[field.kind],
        compile=_compiled(field.id, field.kind),
        reading=_("whose “%(field)s” is %(value)s", field=said, value="%(value)s"),
        help=field.help or None,
        choices=_choices(field),
        values=_values(field.id) if field.kind is CustomKind.TEXT else None,
        column=_column(field),
        sort_rank=80,
    )


def _choices(field: CustomField) -> Callable[[], dict[str, Any]] | None:
    if field.kind is CustomKind.YES_NO:
        return lambda: _YES_NO
    names = {folded(name): name for name in field.names}
    return (lambda: names) if field.kind is CustomKind.CHOICE else None


def _compiled(field_id: int, kind: CustomKind) -> Compiled:
    """Whoever is not in recruiting does not see these fields, so the question finds nobody."""
    owners = select(CustomValue.candidate_id).where(CustomValue.field_id == field_id)

    def compiled(condition: Condition, scope: Scope) -> ColumnElement[bool]:
        if not _sees(scope.viewer):
            return false()
        match condition:
            case Missing():
                return lacking(owners)
            case Present():
                return among(owners, scope)
        return among(owners.where(_says(kind, condition, scope)), scope)

    return compiled


def _says(kind: CustomKind, condition: Condition, scope: Scope) -> ColumnElement[bool]:
    match kind:
        case CustomKind.NUMBER:
            return in_numbers(CustomValue.number, condition)
        case CustomKind.DATE:
            return in_days(CustomValue.day, condition, scope)
    if not isinstance(condition, Words):
        return false()
    if kind is CustomKind.YES_NO:
        return bool_of(CustomValue.number == (1 if condition.text == "yes" else 0))
    key = folded(condition.text)
    if kind is CustomKind.CHOICE:
        return bool_of(CustomValue.text_key == key)
    end = "" if condition.prefix else " "
    whole = CustomValue.text_key == key
    inside = (CustomValue.text_key.startswith(f"{key}{end}", autoescape=True),
              CustomValue.text_key.contains(f" {key}{end}", autoescape=True))  # fmt: skip
    return or_(whole, *inside, CustomValue.text_key.endswith(f" {key}", autoescape=True))


def _values(field_id: int) -> Callable[[Scope, str], list[Value]]:
    """What visible people's values begin with, most frequent first."""

    def values(scope: Scope, typed: str) -> list[Value]:
        if not _sees(scope.viewer):
            return []
        key, shown = folded(typed), func.min(CustomValue.text)
        rows = db.session.execute(
            select(shown, func.count())
            .where(CustomValue.field_id == field_id, CustomValue.text_key >= key, CustomValue.text_key < key + LAST)
            .where(CustomValue.candidate_id.in_(scope.candidates.with_only_columns(Candidate.id)))
            .group_by(CustomValue.text_key)
            .order_by(func.count().desc(), CustomValue.text_key)
            .limit(MOST_VALUES)
        )
        return [Value(text, text, count) for text, count in rows]

    return values


def _column(field: CustomField) -> Column:
    column: Any = {CustomKind.NUMBER: CustomValue.number, CustomKind.YES_NO: CustomValue.number,
                   CustomKind.DATE: CustomValue.day}.get(field.kind, CustomValue.text)  # fmt: skip
    said = select(column).where(CustomValue.candidate_id == Candidate.id, CustomValue.field_id == field.id)
    return Column(
        value=lambda _scope: said.correlate(Candidate).scalar_subquery(),
        shown=lambda value: shown_answer(field, _answer(field.kind, value)),
        numeric=field.kind is CustomKind.NUMBER,
        seen_by=_sees,
    )


def _answer(kind: CustomKind, value: Any) -> Answer | None:
    if value is None:
        return None
    match kind:
        case CustomKind.DATE:
            return Answer(day=value)
        case CustomKind.NUMBER | CustomKind.YES_NO:
            return Answer(number=value)
    return Answer(text=value)


def _sees(viewer: User) -> bool:
    return viewer.role in TALENT_ROLES


register_fields_from(own_fields)
