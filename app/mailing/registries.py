"""Questions mailing cannot answer itself; packages above register who does."""

from collections.abc import Callable

from sqlalchemy import ColumnElement

from app.mailing.models import Message

Condition = Callable[[], ColumnElement[bool]]
WhoIsResponsible = Callable[[Message], int | None]

gate_parts: list[tuple[str, Condition]] = []
"""Further reasons for the gate: (reason, SQL condition on `Message`); see app.mailing.gate."""

gate_labels: dict[str, object] = {}

responsible: list[WhoIsResponsible] = []
"""Who on the staff should know that a message failed, by user id; the first answer counts."""


def register_gate_reason(reason: str, label: object, condition: Condition) -> None:
    """Hold back messages for which `condition` (correlated to `Message`) is true. It is built once: for the time of day
    it uses `app.mailing.gate.PRESENT_MOMENT`."""
    gate_parts.append((reason, condition))
    gate_labels[reason] = label


def register_responsible(who: WhoIsResponsible) -> None:
    responsible.append(who)
