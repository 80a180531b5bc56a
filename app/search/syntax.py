"""What a query is once it has been read: an immutable tree of conditions, each knowing where it was typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["h", "d", "w", "m", "y"]


@dataclass(frozen=True, slots=True)
class Span:
    """From the first typed character to the one after the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Distance:
    """A stretch of time counted from now: `30d`, `6m`. Which way it points is the field's matter."""

    amount: int
    unit: Unit


Edge: TypeAlias = Decimal | date | Distance


@dataclass(frozen=True, slots=True)
class Bound:
    value: Edge
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Words standing next to each other; the last may be only the beginning of a word."""

    text: str
    tokens: tuple[str, ...]
    prefix: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers or times between two bounds, of which one may be open."""

    text: str
    low: Bound | None
    high: Bound | None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """`none`: nothing is known."""

    text: str = "none"


@dataclass(frozen=True, slots=True)
class Present:
    """`any`: something is known, whatever it is."""

    text: str = "any"


Condition: TypeAlias = Words | Interval | Missing | Present


@dataclass(frozen=True, slots=True)
class Plain:
    """Words without a field: they may stand anywhere in what is known about a person."""

    words: Words
    span: Span


@dataclass(frozen=True, slots=True)
class Test:
    """One condition on one field."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    field: str
    condition: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple["Node", ...]


Node: TypeAlias = Plain | Test | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A query as typed and as read; without a root it asks for everybody."""

    text: str
    root: Node | None

    @property
    def asks_everybody(self) -> bool:
        return self.root is None

    @property
    def has_words(self) -> bool:
        return any(isinstance(leaf, Plain) for leaf, _ in leaves(self.root))


def leaves(node: Node | None, wanted: bool = True) -> Iterator[tuple[Plain | Test, bool]]:
    """Every single condition, each with whether it is wanted or excluded."""
    match node:
        case Plain() | Test():
            yield node, wanted
        case Not(node=inner):
            yield from leaves(inner, not wanted)
        case And(nodes=nodes) | Or(nodes=nodes):
            for inner in nodes:
                yield from leaves(inner, wanted)


def negated(node: Node) -> Node:
    return node.node if isinstance(node, Not) else Not(node)


def all_of(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def any_of(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))
