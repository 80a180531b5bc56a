"""The fields one can ask about. Parser, auto-complete, plain words, columns and documentation are made from this list.

Packages below `search` are described in `search.fields`; packages above register their own with `register_field`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

from flask_babel import lazy_gettext as _
from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Select

from app.accounts.models import User
from app.search.scope import Scope
from app.search.syntax import Condition
from app.search.tokens import spelled

Label: TypeAlias = Any
"""A lazily translated string."""


class Kind(Enum):
    """What values of a field are: decides how a value is read and what may be asked."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    FLAG = "flag"

    @property
    def compares(self) -> bool:
        return self in {Kind.NUMBER, Kind.MONEY, Kind.DATE}

    @property
    def example(self) -> Label:
        return {
            Kind.TEXT: _("a word, or several in quotation marks"),
            Kind.CHOICE: _("one of the listed values"),
            Kind.NUMBER: _("40, >40 or 2..5"),
            Kind.MONEY: _("60000, >60k or 60k..80k"),
            Kind.DATE: _("2026-01-31, <30d or >6m"),
            Kind.FLAG: _("yes or no"),
        }[self]

    @property
    def bare_example(self) -> Label:
        """For a value behind a comparison that is chosen, not written."""
        return {
            Kind.NUMBER: _("a number, such as 40"),
            Kind.MONEY: _("an amount, such as 60000 or 60k"),
            Kind.DATE: _("30d, 6m, 2y or 2026-01-31"),
        }.get(self, self.example)


class Subject(Enum):
    """What a condition is about: conditions on applications that stand side by side speak of the same application."""

    PERSON = "person"
    APPLICATION = "application"


@dataclass(frozen=True)
class Value:
    """A value offered while typing: what is written into the query, what is shown, and how many have it."""

    text: str
    label: str
    count: int | None = None


Compile = Callable[[Condition, Scope], ColumnElement[bool]]
Values = Callable[[Scope, str], list[Value]]


def everybody(_viewer: User) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Column:
    """How a field is shown in a list of people.

    Either `value`, one expression over `Candidate`, read in the statement of the rows; or `rows`, which selects exactly
    (candidate id, text, rank) of what somebody has several of: all such columns are united into one statement.
    """

    value: Callable[[Scope], Any] | None = None
    rows: Callable[[Scope], Select[*tuple[Any, ...]]] | None = None
    shown: Callable[[Any], str] | None = None
    """The value as people read it; without it by its type."""
    tone: Callable[[Any], str | None] | None = None
    """The tone of the pill a value stands in; None for plain words."""
    numeric: bool = False
    order: str | None = None
    """The name in `sorting.ORDERS` when one can sort by it."""
    seen_by: Callable[[User], bool] = everybody


@dataclass(frozen=True, kw_only=True)
class QueryField:
    """One field of the query language.

    `compile` turns a condition into SQL over `Candidate` (or over the application, for `Subject.APPLICATION`).
    `words_in` names the column of the index that answers words; `compile` then only answers `none` and `any`.
    `reading` is the condition in plain words with a place for the value: "with skill %(value)s".
    """

    name: str
    label: Label
    kind: Kind
    compile: Compile
    reading: Label
    any_reading: Label | None = None
    """`any` in plain words, where "with any" and the label do not say it: "who ever applied"."""
    none_reading: Label | None = None
    help: Label | None = None
    subject: Subject = Subject.PERSON
    choices: Callable[[], Mapping[str, Any]] | None = None
    offered_to: Callable[[User], Mapping[str, Any]] | None = None
    """Those of the choices that a viewer is told of, when not everybody is told of all."""
    values: Values | None = None
    words_in: str | None = None
    narrows: bool = False
    """An index leads from a value straight to the few who have it: a good place to begin looking."""
    aliases: tuple[str, ...] = ()
    looks_ahead: bool = False
    column: Column | None = None
    sort_rank: int = field(default=100)

    def choices_for(self, viewer: User) -> Mapping[str, Any]:
        """The choices to offer to `viewer`."""
        if self.offered_to is not None:
            return self.offered_to(viewer)
        return self.choices() if self.choices else {}

    def choice(self, words: str) -> str | None:
        """The choice meant by what was typed: its key or its label, in any spelling of case and accents."""
        wanted = spelled(words)
        for key, label in (self.choices() if self.choices else {}).items():
            if wanted in (spelled(key), spelled(str(label))):
                return key
        return None


_fields: dict[str, QueryField] = {}
_by_alias: dict[str, QueryField] = {}
_columns: dict[str, Column] = {}
_providers: list[Callable[[], Iterable[QueryField]]] = []


def register_field(declared: QueryField) -> QueryField:
    """Make a field known. Names are unique over all packages."""
    for name in (declared.name, *declared.aliases):
        if name in _by_alias:
            raise ValueError(f"the query field {name!r} is declared twice")
        _by_alias[name] = declared
    _fields[declared.name] = declared
    return declared


def register_column(name: str, column: Column) -> None:
    """Say how a field that is declared elsewhere is shown."""
    if name in _columns:
        raise ValueError(f"the column {name!r} is declared twice")
    _columns[name] = column


def column_of(declared: QueryField) -> Column | None:
    """How the field is shown; None when it cannot be."""
    return declared.column or _columns.get(declared.name)


def register_fields_from(provider: Callable[[], Iterable[QueryField]]) -> None:
    """Fields that the employer defines: asked at every look-up, so the provider remembers them. Ours come first."""
    _providers.append(provider)


def find_field(name: str) -> QueryField | None:
    known = _by_alias.get(name.casefold())
    return known or next((own for own in _own_fields() if own.name == name.casefold()), None)


def all_fields() -> list[QueryField]:
    """Every field in the order it is shown."""
    own = [declared for declared in _own_fields() if declared.name not in _by_alias]
    return sorted([*_fields.values(), *own], key=lambda known: (known.sort_rank, known.name))


def _own_fields() -> Iterable[QueryField]:
    return (declared for provider in _providers for declared in provider())


def near_fields(name: str, most: int = 3) -> list[QueryField]:
    """Fields whose name somebody who typed `name` may have meant, best first."""
    typed = name.casefold()
    names = _by_alias | {own.name: own for own in _own_fields()}
    found = process.extract(typed, list(names), scorer=fuzz.ratio, limit=most * 2, score_cutoff=55)
    near = {names[alias].name: names[alias] for alias, _score, _index in found}
    starting = {known.name: known for known in all_fields() if typed and known.name.startswith(typed)}
    return list((starting | near).values())[:most]


def near_choices(declared: QueryField, words: str, most: int = 5) -> list[str]:
    """Choices near to what was typed; all of them when there are few."""
    keys = list(declared.choices()) if declared.choices else []
    if len(keys) <= 8:
        return keys
    return [key for key, _score, _index in process.extract(words.casefold(), keys, scorer=fuzz.WRatio, limit=most)]
