"""What counts as a word, decided once in Python so that both databases index and match the very same words.

`tokens("Senior C++/.NET Entwickler, Zürich")` is `["senior", "cplusplus", "dotnet", "entwickler", "zurich"]`.
The databases only ever see such words with one space between them, so their own tokenisers have nothing to decide.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST_TOKEN = 64
MOST_TOKENS = 15_000  # PostgreSQL keeps positions up to 16,383; beyond that phrases would differ between databases

_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)
_SPELLINGS = (
    (re.compile(r"(?<=[^\W_])['’ʼ`´](?=[^\W_])"), ""),  # o'brien, women’s
    (re.compile(r"([^\W_])\+\+"), r"\1plusplus "),  # c++, notepad++
    (re.compile(r"(?<![^\W_])([a-z])[#♯]"), r"\1sharp "),  # c#, f#
    (re.compile(r"(?<![^\W_])(asp|vb|ado|ml)\.net(?![^\W_])"), r"\1 dotnet "),
    (re.compile(r"(?<![^\W_])\.net(?![^\W_])"), " dotnet "),
    (re.compile(r"([^\W_])\.js(?![^\W_])"), r"\1js "),  # node.js, vue.js
)
_SPELLED_WITH_SIGNS = re.compile(r"['’ʼ`´+#♯]|\.net|\.js")
# Scripts written without spaces are cut into single characters; a query of several becomes a phrase.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_CHUNK = re.compile(r"[^\s,;|/()\[\]{}<>\"“”„«»]+")


def folded_letters(text: str) -> str:
    """Casefolded, without accents, in compatibility form; punctuation stays."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_UNDECOMPOSED)


def tokens(text: str) -> list[str]:
    """The words of a text as they are indexed and matched."""
    plain = folded_letters(text)
    if _SPELLED_WITH_SIGNS.search(plain):
        for spelling, replacement in _SPELLINGS:
            plain = spelling.sub(replacement, plain)
    return [token[:LONGEST_TOKEN] for token in _TOKEN.findall(plain)]


def may_hold(text: str, sought: Iterable[str]) -> bool:
    """Whether any of these words may be in the text; a quick look that is sure only of its no."""
    plain = folded_letters(text)
    return any(token in plain for token in sought) or _SPELLED_WITH_SIGNS.search(plain) is not None


def document_tokens(text: str, most: int = MOST_TOKENS) -> list[str]:
    """The words of a stored text, followed by the short names of things like Vue.js, which people search as `vue`."""
    words = tokens(text[: most * 12])[:most]
    short = {word[:-2] for word in set(words) if word.endswith("js") and len(word) > 4}
    return words + sorted(short.difference(words))


@lru_cache(maxsize=4096)
def spelled(text: str) -> str:
    """The words joined by one space: the stored key of a value that is compared as a whole."""
    return " ".join(tokens(text))


def chunks(text: str) -> list[tuple[int, int, list[str]]]:
    """Start, end and words of every stretch of the text that can be marked as one piece."""
    found = []
    for match in _CHUNK.finditer(text):
        words = tokens(match.group())
        if words:
            end = match.start() + len(match.group().rstrip(".:!?*_'’"))
            found.append((match.start(), end, words))
    return found
