"""Whether two names can be one person's."""

from functools import lru_cache

from rapidfuzz import fuzz

from app.core.text import folded

SIMILAR = 88
_TITLES = frozenset(["dr", "prof", "herr", "frau", "mr", "mrs", "ms", "mx", "dipl", "ing", "phd", "msc", "bsc", "mba", "jr", "sr", "ii", "iii", "iv", "md", "rn"])



def compatible_names(one: str, other: str) -> bool:
    """Whether both can be names of one person: order, titles, initials and missing middle names do not matter."""
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return True
    short, long = sorted((first, second), key=len)
    if all(any(_same_word(word, other_word) for other_word in long) for word in short):
        return True
    return fuzz.token_sort_ratio(" ".join(first), " ".join(second)) >= SIMILAR


def similar_names(one: str, other: str) -> bool:
    """Close enough to ask about, for people who share something else as well; "Shmidt" and "Schmidt" are."""
    first, second = name_words(one), name_words(other)
    if len(first) < 2 or len(second) < 2:
        return bool(first) and first == second
    return fuzz.token_sort_ratio(" ".join(first), " ".join(second)) >= SIMILAR


@lru_cache(4096)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart."""
    words = "".join(sign if sign.isalnum() or sign in "'’" else " " for sign in folded(name)).split()
    return tuple(word for word in words if word not in _TITLES)


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def spellings_of(name: str) -> set[str]:
    """The ways a name may stand on record."""
    key = folded(name)
    if not name_words(name):
        return set()
    words = key.replace(",", " ").split()
    return {key, " ".join(words), " ".join([*words[1:], words[0]]), " ".join([words[-1], *words[:-1]])}
