"""Names of people: how a full name divides. Offered for confirmation; the full name is kept as it was typed."""

import re

from nameparser import HumanName

PARTICLES = frozenset(
    "von van der den de del della di da dos du la le el al bin ibn ben zu zur zum af av ter ten y e st. san vom".split()
)


def split_name(full: str) -> tuple[str, str]:
    """Given and family name, best guess: "Dr. Juan de la Vega III" → ("Juan", "de la Vega")."""
    typed = re.sub(r"\s+", " ", full).strip()
    if not typed:
        return "", ""
    name = HumanName(typed)
    given = " ".join(part for part in (name.first, name.middle) if part)
    family = name.last
    if not given and name.title and len(typed.split()) > 1:  # "Prinz Müller": the first word is a name, not a title
        given, _, family = typed.rpartition(" ")
    return given, family


def looks_like_name(text: str) -> bool:
    """Whether the text could be a person's name: two to six words, all of letters, written large at the front."""
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= 6 or len(text) > 60:
        return False
    if not all(re.fullmatch(r"[^\W\d_][^\W\d_'’.\-]*\.?(?:[-'’][^\W\d_]+)*", word) for word in words):
        return False
    return all(word[0].isupper() or word[0].isalpha() and word.lower() in PARTICLES or _uncased(word) for word in words)


def tidy_name(text: str) -> str:
    """A name without typography: letters set apart are joined, capitals become an ordinary name."""
    tokens = text.split(" ")
    if len(tokens) > 4 and sum(len(token) == 1 for token in tokens) > 0.8 * len(tokens):
        text = " ".join(re.sub(r" ", "", word) for word in re.split(r" {2,}", text))
    text = re.sub(r"\s+", " ", text).strip(" ,|·•–-")
    if text.isupper() and len(text) > 4:
        name = HumanName(text)
        name.capitalize(force=True)
        return str(name)
    return text


def _uncased(word: str) -> bool:
    return word.lower() == word.upper()
