"""The kinds of acts on many people. The packages that own what is changed register them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.core.actors import Actor

Given = Mapping[str, Any]
"""What an act of this kind was told, as it is stored."""

Asked = Select[*tuple[Any, ...]]
"""Rows of (candidate id, why it would not reach them or null)."""


@dataclass(frozen=True)
class Doing:
    """What an act does now: told what, to whom, in whose name."""

    act_id: int
    given: Given
    ids: Sequence[int]
    user: User
    by: Actor
    before: Mapping[int, int | None] = field(default_factory=dict)
    """When taken back: what was remembered of each."""


@dataclass(frozen=True, kw_only=True)
class ActKind:
    """One kind of act.

    `read` makes of what a form said what is kept, and refuses what cannot be; it writes nothing. `prepare` may write, once,
    before the first person. `asked` answers rows of (candidate id, reason or null) for a select of candidate ids. `do`
    answers whom it reached with what taking back needs; `undo` whom it put back. `halt` stops at once what may still be
    stopped when an act is taken back.
    """

    name: str
    permission: Permission
    title: object
    button: Callable[[int], str]
    """What the button says that does it to so many."""
    sentence: Callable[[Given, int], str]
    """What was done to so many, as a sentence."""
    reasons: Mapping[str, object]
    read: Callable[[Mapping[str, str], User], dict[str, Any]]
    asked: Callable[[Given, Select[int]], Asked]
    do: Callable[[Doing], Mapping[int, int | None]]
    prepare: Callable[[dict[str, Any]], dict[str, Any]] = lambda given: given
    undo: Callable[[Doing], set[int]] | None = None
    halt: Callable[[int], None] = lambda act_id: None
    most: int = 100_000
    chunk: int = 200
    asks_number: bool = False
    """Whoever begins it types how many it will reach: there is no way back."""
    fleeting: Sequence[str] = ()
    """What of `given` is emptied once it is done: words that stand with the people from then on."""
    note: object = ""
    """What is good to know before it is begun."""


_kinds: dict[str, ActKind] = {}


def register_act(kind: ActKind) -> None:
    if kind.name in _kinds:
        raise RuntimeError(f"two kinds of acts are called {kind.name}")
    _kinds[kind.name] = kind


def act_kind(name: str) -> ActKind | None:
    return _kinds.get(name)


def act_kinds(viewer: User) -> list[ActKind]:
    """Those the viewer may begin, in the order they were registered."""
    return [kind for kind in _kinds.values() if viewer.may(kind.permission)]
