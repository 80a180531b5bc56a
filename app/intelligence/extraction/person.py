"""What a person's name looks like on a page."""

import re

PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "zu",
        "zur",
        "zum",
        "af",
        "av",
        "ter",
        "ten",
        "y",
        "e",
        "st.",
        "san",
        "vom",
    ]
)


def looks_like_name(text: str) -> bool:
    """Whether the text could be a person's name: two to six words, all of letters, written large at the front."""
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= 6 or len(text) > 60:
        return False
    if not all(re.fullmatch(r"[^\W\d_][^\W\d_'’.\-]*\.?(?:[-'’][^\W\d_]+)*", word) for word in words):
        return False
    return all(
        word[0].isupper() or (word[0].isalpha() and word.lower() in PARTICLES) or _uncased(word) for word in words
    )


def tidy_name(text: str) -> str:
    """A name without typography: letters set apart are joined, capitals become an ordinary name."""
    tokens = text.split(" ")
    if len(tokens) > 4 and sum(len(token) == 1 for token in tokens) > 0.8 * len(tokens):
        text = " ".join(re.sub(r" ", "", word) for word in re.split(r" {2,}", text))
    text = re.sub(r"\s+", " ", text).strip(" ,|·•–-")
    if text.isupper() and len(text) > 4:
        return re.sub(r"[^\W\d_]+", _capitalised, text)
    return text


def _uncased(word: str) -> bool:
    return word.lower() == word.upper()


def _capitalised(word: re.Match[str]) -> str:
    lowered = word[0].lower()
    return lowered if lowered in PARTICLES else lowered.capitalize()
