"""A query that cannot be read: what is wrong, where, and what was probably meant. And views that cannot be kept."""

from flask_babel import lazy_gettext as _

from app.core.refusals import Refused


class QueryError(Refused):
    """Points at the characters in question. `suggestion` is the whole query as it was probably meant, or None."""

    status = 422

    def __init__(self, message: object, position: int, length: int = 1, suggestion: str | None = None) -> None:
        super().__init__(message, field="q")
        self.position = position
        self.length = max(length, 1)
        self.suggestion = suggestion

    @property
    def message(self) -> str:
        return str(self.sentence)


class ViewNameTaken(Refused):
    sentence = _("You already have a view with this name.")


class ViewNeedsName(Refused):
    sentence = _("Give the view a name.")


class QueryTooSlow(Refused):
    """Looking was stopped before it could keep others waiting."""

    sentence = _("This question takes too long to answer. Add a condition that fewer people meet, such as a city, a skill or a tag.")
