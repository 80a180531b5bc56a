"""HTML as it travels, in quoted-printable: what is the same for everybody is encoded once per wording.

Soft line breaks part the pieces. Readers leave them out, so each piece can be encoded by itself and begins a line.
"""

import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.mailing.wording.pieces import Piece, Pieces, Slot, join_html, shown_in_html

_AS_IT_IS = re.compile(r"[!-<>-~]{1,75}")
"""What quoted-printable says in the same words, on one line of its own."""

_PARAGRAPH_BEGINS = re.compile(r"<p[^>]*>\s*\Z")
_LINE_END, _SOFT_BREAK = b"\r\n", b"=\r\n"


@dataclass(frozen=True)
class Quotable:
    """HTML pieces made ready. `parts` are the encoded pieces and the fields between them; None where the values decide
    about more than their own place: sections, and paragraphs that are left out when they would be empty."""

    pieces: Pieces
    parts: tuple[bytes | Piece, ...] | None

    def quoted(self, values: Mapping[str, str]) -> bytes:
        if self.parts is None:
            return quoted(join_html(self.pieces, values))
        said = [part if isinstance(part, bytes) else _said(shown_in_html(part, values)) for part in self.parts]
        return _SOFT_BREAK.join(said)


def quotable(pieces: Pieces) -> Quotable:
    parts: list[str | Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and parts and isinstance(parts[-1], str):
            parts[-1] += piece
        else:
            parts.append(piece)
    if any(isinstance(part, Piece) and part.slot is not Slot.VALUE for part in parts) or _may_leave_a_paragraph_empty(parts):
        return Quotable(pieces, None)
    return Quotable(pieces, tuple(quoted(part) if isinstance(part, str) else part for part in parts))


def quoted(text: str) -> bytes:
    """Quoted-printable: lines stay short, and stay readable to who looks at the source."""
    lines = text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
    return binascii.b2a_qp(_LINE_END + lines, istext=True)[2:]  # the first line end decides how it breaks long lines


def _said(value: str) -> bytes:
    return value.encode() if _AS_IT_IS.fullmatch(value) else quoted(value)


def _may_leave_a_paragraph_empty(parts: Sequence[str | Piece]) -> bool:
    """Whether a field stands at the very beginning of a paragraph. It may be followed by more: then only speed is lost."""
    return any(
        isinstance(before, str) and isinstance(field, Piece) and _PARAGRAPH_BEGINS.search(before)
        for before, field in pairwise(parts)
    )
