"""Refusals: a rule says no. Each is a named exception carrying the sentence the person reads."""

from flask_babel import lazy_gettext as _


class Refused(Exception):
    """A command was refused by a rule. `sentence` is shown as it is; the face answers 409."""

    sentence = _("This is not possible right now.")
    status = 409

    def __init__(self, sentence: object | None = None, *, field: str | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence  # type: ignore[assignment]
        self.field = field
        super().__init__(str(type(self).__name__))

    def __str__(self) -> str:
        return str(self.sentence)


class Stale(Refused):
    """The record changed since the form was shown."""

    sentence = _("Someone changed this meanwhile. Look at what changed and try again.")

    def __init__(self, sentence: object | None = None, *, changes: tuple[object, ...] = ()) -> None:
        super().__init__(sentence)
        self.changes = changes


class NotAllowed(Refused):
    """The record is visible but the act is not permitted to this person."""

    sentence = _("You are not allowed to do this.")
    status = 403


class TooMany(Refused):
    """A throttle is full. `retry_after` is in seconds."""

    sentence = _("Too many tries. Please wait a moment and try again.")
    status = 429

    def __init__(self, retry_after: int, sentence: object | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
