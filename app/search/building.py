"""Queries as rows of field, operator and value: groups of rows, all of which or any of which must hold.

Rows and text say the same: a query becomes rows where it is nested no deeper, and rows are always written as a query.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from flask_babel import lazy_gettext as _

from app.core.clock import today
from app.search import values
from app.search.catalogue import Kind, Label, QueryField, find_field
from app.search.refusals import QueryError
from app.search.syntax import (
    And,
    Condition,
    Interval,
    Missing,
    Node,
    Not,
    Or,
    Plain,
    Present,
    Query,
    Span,
    Test,
    Words,
)

Join = Literal["and", "or"]
WORDS = "words"
"""The row that asks no field: words anywhere."""
MOST_GROUPS, MOST_ROWS = 6, 20

_SIGNS = (">", ">=", "<", "<=", "")
"""The bare value comes last: `contacted:6m` is the same as `contacted:<6m`, and the row says it better."""
_NOWHERE = Span(0, 0)


class Operator(Enum):
    """How a field is compared. `sign` is what the query language writes in front of the value."""

    IS = "is"
    PHRASE = "phrase"
    BEGINS = "begins"
    MORE = "more"
    LEAST = "least"
    LESS = "less"
    MOST = "most"
    WITHIN = "within"
    BEYOND = "beyond"
    BEFORE = "before"
    AFTER = "after"
    ANY = "any"
    NONE = "none"

    @property
    def takes_value(self) -> bool:
        return self not in {Operator.ANY, Operator.NONE}

    @property
    def sign(self) -> str:
        """Of those that mean the same whatever the value is."""
        return {Operator.MORE: ">", Operator.LEAST: ">=", Operator.LESS: "<", Operator.MOST: "<="}.get(self, "")

    @property
    def places(self) -> bool:
        """Whether it says on which side of a day or a distance from today something lies."""
        return self in _PLACES.values()


_PLACES = {("<", True): Operator.WITHIN, (">", True): Operator.BEYOND, ("<", False): Operator.BEFORE, (">", False): Operator.AFTER}
"""What a sign means in front of a distance from today (True), and in front of a day."""


@dataclass(frozen=True)
class Row:
    field: str = WORDS
    operator: Operator = Operator.IS
    value: str = ""
    negated: bool = False


@dataclass(frozen=True)
class Group:
    join: Join = "and"
    rows: tuple[Row, ...] = ()
    negated: bool = False


@dataclass(frozen=True)
class Built:
    """Rows in groups; between the groups stands one word as well."""

    join: Join = "and"
    groups: tuple[Group, ...] = field(default_factory=lambda: (Group(),))


def common_rows() -> dict[str, tuple[Label, Row]]:
    """The conditions asked most, by name: what the button that adds one says, and the row as it then stands."""
    rows = {name: Row(name) for name in ("title", "skill", "employer", "city", "tag")}
    rows |= {"remote": Row("remote", value="yes"), "consent": Row("consent", value="pool")}
    known = {name: (declared.label, row) for name, row in rows.items() if (declared := find_field(name)) is not None}
    # whoever was never contacted belongs to them too, which `contacted:>6m` would not say
    return known | {"not-contacted": (_("Not contacted for"), Row("contacted", Operator.WITHIN, negated=True))}


def operators_of(declared: QueryField | None) -> dict[Operator, Label]:
    """What one may say about a field, in its own words."""
    if declared is None:
        return {
            Operator.IS: _("contain"),
            Operator.PHRASE: _("contain the phrase"),
            Operator.BEGINS: _("have a word that begins with"),
        }
    absence = {} if declared.name in {"is", "has"} else {Operator.ANY: _("is known"), Operator.NONE: _("is not known")}
    match declared.kind:
        case Kind.NUMBER | Kind.MONEY:
            asked = {Operator.IS: _("is"), Operator.LEAST: _("is at least"), Operator.MOST: _("is at most"),
                     Operator.MORE: _("is more than"), Operator.LESS: _("is less than")}  # fmt: skip
        case Kind.DATE if declared.looks_ahead:
            asked = {
                Operator.WITHIN: _("within the next"),
                Operator.BEYOND: _("further away than"),
                Operator.BEFORE: _("before"),
                Operator.AFTER: _("after"),
                Operator.IS: _("on or in"),
            }
        case Kind.DATE:
            asked = {Operator.WITHIN: _("in the last"), Operator.BEYOND: _("longer ago than"), Operator.BEFORE: _("before"),
                     Operator.AFTER: _("after"), Operator.IS: _("on or in"), Operator.LEAST: _("from"), Operator.MOST: _("up to")}  # fmt: skip
        case Kind.TEXT:
            asked = {Operator.IS: _("contains") if declared.words_in else _("is"), Operator.BEGINS: _("begins with")}
        case _:
            asked = {Operator.IS: _("is")}
    return asked | absence


def example_of(declared: QueryField, operator: Operator) -> Label:
    """What may be typed behind this comparison."""
    if operator in {Operator.WITHIN, Operator.BEYOND}:
        return _("30d, 6m or 2y")
    if operator in {Operator.BEFORE, Operator.AFTER}:
        return _("2026-01-31 or 2026-01")
    return declared.kind.bare_example if operator.sign else declared.help or declared.kind.example


def built_from(query: Query) -> Built | None:
    """The query as rows; None when it is nested deeper than rows go, or longer than anybody wants to see as rows."""
    root = query.root
    if root is None:
        return Built()
    join: Join = "or" if isinstance(root, Or) else "and"
    nodes = root.nodes if isinstance(root, And | Or) else (root,)
    rows = [row for node in nodes if (row := _row(node)) is not None]
    groups = [_group(node) for node in nodes if _row(node) is None]
    known = [group for group in groups if group is not None]
    if len(known) < len(groups) or len(known) >= MOST_GROUPS or any(len(group.rows) > MOST_ROWS for group in known):
        return None
    first = [Group(join, tuple(rows))] if rows else []
    return Built(join, tuple(first + known)) if len(rows) <= MOST_ROWS else None


def written(built: Built) -> str:
    """The rows as the query language says them; what is not filled in yet is left out."""
    parts = [(group, [said for row in group.rows if (said := _written_row(row))]) for group in built.groups]
    filled = [(group, said) for group, said in parts if said]
    texts = [_written_group(group, said, built.join, alone=len(filled) == 1) for group, said in filled]
    return (" OR " if built.join == "or" else " ").join(texts)


def _written_group(group: Group, said: list[str], join: Join, *, alone: bool) -> str:
    text = (" OR " if group.join == "or" else " ").join(said)
    if group.negated:
        return f"-({text})"
    return text if len(said) == 1 or alone or group.join == join else f"({text})"


def _written_row(row: Row) -> str:
    declared = None if row.field == WORDS else find_field(row.field)
    if declared is None and row.field != WORDS:
        return ""
    name, minus = f"{declared.name}:" if declared else "", "-" if row.negated else ""
    if not row.operator.takes_value:
        return f"{minus}{name}{row.operator.value}" if declared else ""
    value = " ".join(row.value.replace('"', " ").split())
    if not value:
        return ""
    if declared is not None and declared.kind.compares:
        compared = row.operator is not Operator.IS
        bare = value.lstrip("<>= ") if compared else value  # the row says already which way
        return f"{minus}{name}{_sign(row.operator, bare, declared)}{bare.replace(' ', '')}" if bare else ""
    if declared is None and row.operator is Operator.IS and " " in value:
        words = " ".join(_quoted(word) for word in value.split())
        return f"-({words})" if row.negated else words
    return (
        minus
        + name
        + (f'"{value}"' if row.operator is Operator.PHRASE else _quoted(value))
        + ("*" if row.operator is Operator.BEGINS else "")
    )


def _sign(operator: Operator, value: str, declared: QueryField) -> str:
    """Within is nearer than a distance, and after a day that has been: what is chosen holds whichever of the two is typed."""
    if not operator.places:
        return operator.sign
    if declared.looks_ahead:
        return "<" if operator in {Operator.WITHIN, Operator.BEFORE} else ">"
    nearer = operator in {Operator.WITHIN, Operator.AFTER}
    return "<" if nearer is values.is_distance(value) else ">"


def _quoted(value: str) -> str:
    """In quotation marks where the language would read it as anything but a value."""
    plain = (
        not set(value) & set(' ():<>*"')
        and value[0] not in "-–—−"
        and value.lower() not in {"any", "none", "and", "or", "not"}
    )
    return value if plain else f'"{value}"'


def _group(node: Node) -> Group | None:
    if isinstance(node, Not):
        inner = _group(node.node)
        return None if inner is None or inner.negated else Group(inner.join, inner.rows, True)
    if not isinstance(node, And | Or):
        return None
    rows = [_row(inner) for inner in node.nodes]
    known = tuple(row for row in rows if row is not None)
    return Group("or" if isinstance(node, Or) else "and", known) if len(known) == len(rows) else None


def _row(node: Node) -> Row | None:
    match node:
        case Not(node=inner):
            row = _row(inner)
            return None if row is None or row.negated else Row(row.field, row.operator, row.value, True)
        case Plain(words=words):
            phrase = words.quoted and " " in words.text
            return Row(
                WORDS, Operator.BEGINS if words.prefix else Operator.PHRASE if phrase else Operator.IS, _shown(words)
            )
        case Test(field=name, condition=condition):
            declared = find_field(name)
            return _tested(declared, condition) if declared else None
    return None


def _shown(words: Words) -> str:
    return words.text.removesuffix("*")


def _tested(declared: QueryField, condition: Condition) -> Row | None:
    match condition:
        case Missing():
            return Row(declared.name, Operator.NONE)
        case Present():
            return Row(declared.name, Operator.ANY)
        case Words():
            return Row(declared.name, Operator.BEGINS if condition.prefix else Operator.IS, _shown(condition))
    sign = next((sign for sign in _SIGNS if _reads_as(declared, sign, condition)), None)
    operator = _operator(sign, condition.text, declared) if sign is not None else None
    return Row(declared.name, operator, condition.text) if operator and operator in operators_of(declared) else None


def _operator(sign: str, value: str, declared: QueryField) -> Operator | None:
    if not sign:
        return Operator.IS
    if declared.kind is Kind.DATE and sign in "<>":
        return _PLACES[sign, values.is_distance(value)]
    return next((known for known in Operator if known.sign == sign), None)


def _reads_as(declared: QueryField, sign: str, interval: Interval) -> bool:
    """Whether the value behind this sign means the interval: the tree keeps what was meant, not how it was written."""
    try:
        match declared.kind:
            case Kind.NUMBER:
                return values.read_number_interval(sign, interval.text, _NOWHERE) == interval
            case Kind.MONEY:
                return values.read_money_interval(sign, interval.text, _NOWHERE) == interval
        ahead = declared.looks_ahead
        return values.read_date_interval(sign, interval.text, _NOWHERE, today=today(), ahead=ahead) == interval
    except QueryError:
        return False
