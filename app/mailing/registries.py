"""Questions mailing cannot answer itself; packages above register who does."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from app.mailing.models import Message

Condition = Callable[[type[Message]], ColumnElement[bool]]
"""Asked of messages, or of messages that would be: it speaks only of the rows it is given, and correlates to them."""

WhoIsResponsible = Callable[[Message], int | None]
TokenMaker = Callable[[Message, int], str]

gate_parts: list[tuple[str, Condition]] = []
"""Further reasons for the gate; see app.mailing.gate."""

holds: list[tuple[str, Condition]] = []
"""Reasons to wait: they pass, and the message goes then."""

gate_labels: dict[str, object] = {}

responsible: list[WhoIsResponsible] = []
"""Who on the staff should know that a message failed, by user id; the first answer counts."""


@dataclass(frozen=True)
class LinkMaker:
    """Makes the secret of links such as `{{click.17}}` from a message and a number, whenever one is rendered.

    For a message that does not track it must say the same as for any other that does not.
    """

    path: str
    token: TokenMaker


link_makers: dict[str, LinkMaker] = {}


def register_gate_reason(reason: str, label: object, condition: Condition) -> None:
    """Hold back messages for which `condition` is true. It is built once: for the time of day it uses
    `app.mailing.gate.PRESENT_MOMENT`."""
    gate_parts.append((reason, condition))
    gate_labels[reason] = label


def register_hold(reason: str, label: object, condition: Condition) -> None:
    """Let messages for which `condition` is true wait for as long as it is. Built once, as above."""
    holds.append((reason, condition))
    gate_labels[reason] = label


def register_link_maker(name: str, *, path: str, token: TokenMaker) -> None:
    """Let texts link to `{{name.17}}`: `path` and the token of (message, 17), derived when rendering, stored nowhere."""
    link_makers[name] = LinkMaker(path, token)


def register_responsible(who: WhoIsResponsible) -> None:
    responsible.append(who)
