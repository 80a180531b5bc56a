"""Marks the words a query found, in text that is escaped on the way."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from app.search.catalogue import find_field
from app.search.syntax import Plain, Query, Test, Words, leaves
from app.search.tokens import chunks, may_hold

Chunk = tuple[int, int, list[str]]


class Marker:
    """Marks what `query` sought; for lists, where the same is sought in very many short texts. `fields` names fields whose
    own conditions are marked as well.
    """

    def __init__(self, query: Query, fields: Iterable[str] = ()) -> None:
        self._words = _sought(query, set(fields))
        self._tokens = {token for words in self._words for token in words.tokens}

    def highlight(self, text: str | None) -> Markup:
        """The whole text with every match in <mark>."""
        if not text:
            return Markup("")
        return _marked(text, self._matches(text), 0, len(text))

    def snippet(self, text: str | None, width: int = 180) -> Markup:
        """The stretch of the text around the first match, marked; empty when nothing matches."""
        matches = self._matches(text) if text else []
        if not text or not matches:
            return Markup("")
        start = max(0, matches[0][0] - width // 3)
        end = min(len(text), start + width)
        start = text.find(" ", start) + 1 if start and " " in text[start : matches[0][0]] else start
        end = text.rfind(" ", matches[0][1], end) if end < len(text) and " " in text[matches[0][1] : end] else end
        middle = _marked(text, matches, start, end)
        return Markup("{}{}{}").format("… " if start else "", middle, " …" if end < len(text) else "")

    def _matches(self, text: str) -> list[tuple[int, int]]:
        """Nothing is cut into words that cannot hold any of them."""
        return _matches(chunks(text), self._words) if may_hold(text, self._tokens) else []


def highlight(text: str | None, query: Query, *, fields: Iterable[str] = ()) -> Markup:
    """The whole text with every match in <mark>."""
    return Marker(query, fields).highlight(text)


def snippet(text: str | None, query: Query, *, width: int = 180, fields: Iterable[str] = ()) -> Markup:
    """The stretch of the text around the first match, marked; empty when nothing matches."""
    return Marker(query, fields).snippet(text, width)


def _sought(query: Query, fields: set[str]) -> list[Words]:
    sought = []
    for leaf, wanted in leaves(query.root):
        if not wanted:
            continue
        if isinstance(leaf, Plain):
            sought.append(leaf.words)
        elif isinstance(leaf, Test) and leaf.field in fields and isinstance(leaf.condition, Words):
            declared = find_field(leaf.field)
            if declared and not declared.choices:
                sought.append(leaf.condition)
    return sought


def _matches(pieces: list[Chunk], sought: list[Words]) -> list[tuple[int, int]]:
    """Where the words stand, in order and without overlap. A phrase may run over several pieces."""
    stream = [(word, start, end) for start, end, words in pieces for word in words]
    found: set[tuple[int, int]] = set()
    for words in sought:
        length = len(words.tokens)
        for position in range(len(stream) - length + 1):
            if all(
                _same(stream[position + step][0], token, words.prefix and step == length - 1)
                for step, token in enumerate(words.tokens)
            ):
                found.add((stream[position][1], stream[position + length - 1][2]))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _same(word: str, token: str, prefix: bool) -> bool:
    """A word as it was found; `vue` also finds Vue.js, which is indexed under both."""
    return word == token or (prefix and word.startswith(token)) or (word == f"{token}js" and len(word) > 4)


def _marked(text: str, matches: list[tuple[int, int]], start: int, end: int) -> Markup:
    parts, position = [], start
    for first, last in matches:
        if first < start or last > end:
            continue
        parts += [escape(text[position:first]), Markup("<mark>{}</mark>").format(text[first:last])]
        position = last
    return Markup("").join([*parts, escape(text[position:end])])
