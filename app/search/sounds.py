"""How a name sounds, so that "Shmidt" finds Schmidt and Schmitt: Cologne phonetics, made in Python for both databases.

It was made for German, where most misheard names here come from, and does for English ones what is needed: Meyer, Maier
and Mayr are one sound, as are Philip and Filipp, Clark and Klark, Stephen and Stefan.
"""

from functools import lru_cache

from app.search.tokens import tokens

LONGEST_SOUND = 20
FEWEST_LETTERS = 3
MOST_SOUNDS = 12

_PLAIN = {
    **dict.fromkeys("aeijouy", "0"), **dict.fromkeys("fvw", "3"), **dict.fromkeys("gkq", "4"), **dict.fromkeys("mn", "6"),
    **dict.fromkeys("sz", "8"), "b": "1", "h": "", "l": "5", "r": "7",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def sound_of(word: str) -> str:
    """The sound of one folded word; empty when it has no letter that sounds."""
    letters = [letter for letter in word if "a" <= letter <= "z"]
    codes: list[str] = []
    for place, letter in enumerate(letters):
        before = letters[place - 1] if place else ""
        after = letters[place + 1] if place + 1 < len(letters) else ""
        codes += _code(letter, before, after)
    once = [code for place, code in enumerate(codes) if not place or codes[place - 1] != code]
    return "".join(code for place, code in enumerate(once) if code != "0" or not place)[:LONGEST_SOUND]


def sounds_of(name: str) -> set[str]:
    """The sounds of the words of a name that are long enough to say something."""
    words = [word for word in tokens(name) if len(word) >= FEWEST_LETTERS]
    return {sound for word in words[:MOST_SOUNDS] if len(sound := sound_of(word)) >= 2}


def _code(letter: str, before: str, after: str) -> str:
    match letter:
        case "p":
            return "3" if after == "h" else "1"
        case "d" | "t":
            return "8" if after in {"c", "s", "z"} else "2"
        case "c":
            hard = (after in set("ahkoqux") and before not in {"s", "z"}) or (not before and after in {"l", "r"})
            return "4" if hard else "8"
        case "x":
            return "8" if before in {"c", "k", "q"} else "48"
    return _PLAIN[letter]
