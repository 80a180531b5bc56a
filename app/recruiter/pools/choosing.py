"""Which people a form of the back office names: ticked ones, or all that a query finds."""

from dataclasses import dataclass

from flask import request

from app.search.parser import LONGEST_QUERY

MOST_TICKED = 2_000


@dataclass(frozen=True)
class Chosen:
    """`query` is set when everybody it finds is meant; `ids` otherwise."""

    ids: list[int]
    query: str | None = None

    @property
    def is_empty(self) -> bool:
        return not self.ids and self.query is None


def chosen_people() -> Chosen:
    """What the posted form names: `ids` several times or joined by commas, or `all` with `q`."""
    if request.form.get("all"):
        return Chosen([], request.form.get("q", "")[:LONGEST_QUERY])
    typed = ",".join(request.form.getlist("ids")).split(",")
    numbers = {int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 10}
    return Chosen(sorted(numbers)[:MOST_TICKED])
