"""The pieces of a compiled text and how they are joined with one person's values, for HTML, text and headers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from html import escape

from app.core.text import one_line


class Slot(Enum):
    VALUE = "value"
    OPEN = "#"
    CLOSE = "/"


@dataclass(frozen=True)
class Piece:
    """A place in a text that a field fills or decides about. `address` places stand in a link's target."""

    slot: Slot
    field: str
    fallback: str = ""
    address: bool = False


_SPECIAL = re.compile("[&<>\"']")
_EMPTY_PARAGRAPH = re.compile(r"<p[^>]*>\s*</p>\n?")

Pieces = tuple[str | Piece, ...]


def join_html(pieces: Pieces, values: Mapping[str, str]) -> str:
    return _EMPTY_PARAGRAPH.sub("", _join(pieces, values, shown_in_html))


def shown_in_html(piece: Piece, values: Mapping[str, str]) -> str:
    value = values.get(piece.field) or piece.fallback
    if _SPECIAL.search(value):
        value = escape(value, quote=True)
    return value if piece.address else value.replace("\n", "<br>\n")


def join_text(pieces: Pieces, values: Mapping[str, str]) -> str:
    joined = join_as_is(pieces, values)
    if "  " in joined:
        joined = re.sub(r"(?<=\S)  +", " ", joined)
    if " \n" in joined or "\t\n" in joined:
        joined = re.sub(r"[ \t]+\n", "\n", joined)
    return re.sub(r"\n{3,}", "\n\n", joined).strip() + "\n"


def join_line(pieces: Pieces, values: Mapping[str, str]) -> str:
    """For a header: one line, whatever the values hold."""
    return one_line(join_as_is(pieces, values))


def join_as_is(pieces: Pieces, values: Mapping[str, str]) -> str:
    return _join(pieces, values, _shown_as_is)


def _shown_as_is(piece: Piece, values: Mapping[str, str]) -> str:
    return values.get(piece.field) or piece.fallback


def _join(pieces: Pieces, values: Mapping[str, str], shown: Callable[[Piece, Mapping[str, str]], str]) -> str:
    out: list[str] = []
    hidden = 0
    for piece in pieces:
        if isinstance(piece, str):
            if not hidden:
                out.append(piece)
        elif piece.slot is Slot.OPEN:
            hidden += bool(hidden) or not values.get(piece.field)
        elif piece.slot is Slot.CLOSE:
            hidden = max(0, hidden - 1)
        elif not hidden:
            out.append(shown(piece, values))
    return "".join(out)
