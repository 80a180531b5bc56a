"""Text as people type it: the folded key it is sorted and matched by, and the cleaning of a line."""

import unicodedata

_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)


def folded(text: str | None, *, limit: int = 300) -> str:
    """The key `text` is sorted and matched by on both databases: casefolded, without accents, single spaces."""
    if not text:
        return ""
    if text.isascii():
        return one_line(text).lower()[:limit]
    decomposed = unicodedata.normalize("NFKD", one_line(text).casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return plain.translate(_LETTERS_WITHOUT_DECOMPOSITION)[:limit]


def one_line(text: str | None) -> str:
    """`text` with control characters, lone surrogates and bidi overrides dropped and white space collapsed."""
    if text and text.isascii() and text.isprintable() and "  " not in text and text[0] != " " != text[-1]:
        return text
    return " ".join(clean_text(text).split())


def clean_text(text: str | None) -> str:
    """`text` that any database and any page can hold: line breaks and tabs stay, other control characters go."""
    text = text or ""
    if text.isprintable():
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    kept = (c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or _printable(c))
    return unicodedata.normalize("NFC", "".join(kept))


def row_number(typed: str | None) -> int | None:
    """The id that was typed or stands in an address; None when it is no number, or one that no row has."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def language_of(locale: str) -> str:
    """`de` of `de`, `de_AT` and `de-AT`."""
    return locale.partition("-")[0].partition("_")[0]


def _printable(character: str) -> bool:
    if character in "\u200c\u200d":  # joiners carry meaning in Persian, Hindi and emoji
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} or character == "\u00ad"
