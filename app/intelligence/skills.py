"""Skills by their usual names: the list is `data/skills.csv` (name, category, other names separated by |).

Text is cut into tokens once and walked with a trie of all names, so the length of the list does not matter. Names that
are also ordinary words or single letters ("R", "Go", "excel") count only where skills are listed.

An employer's own names come on top, for as long as a block `with knowing(names):` lasts.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data" / "skills.csv"
ORDINARY_WORDS: Final = DATA.with_name("ordinary-words.txt")
TOKEN: Final = re.compile(r"\.?[^\W_]+(?:[+#]+|(?:[.'’&][^\W_]+)+)?[+#]*")
LIST_SEPARATOR: Final = re.compile(r"\s*[,;|•·●▪◦⋅■]\s*|\s{3,}|\t+|\s+/\s+|\s+[–—-]\s+")
LABEL: Final = re.compile(r"^[^:,;]{2,40}:\s*(?=\S)")
LEVEL: Final = re.compile(
    r"(?i)\s*[(\[–-]?\s*\b(?:basic|basics|beginner|intermediate|advanced|expert|proficient|fluent|grundkenntnisse|gute kenntnisse|"
    r"sehr gut|gut|fortgeschritten|experte|sehr gute kenntnisse|\d{1,2}\+?\s*(?:years?|yrs?|jahre))\b\s*[)\]]?\s*$"
)


@dataclass(slots=True)
class _Node:
    name: str | None = None
    below: dict[str, "_Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skill:
    """One entry of the list."""

    name: str
    category: str
    aliases: tuple[str, ...]


@cache
def all_skills() -> tuple[Skill, ...]:
    """The whole list, in the order of the file."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Skill(row["name"], row["category"], tuple(alias for alias in row["aliases"].split("|") if alias))
            for row in csv.DictReader(file)
        )


@cache
def _ordinary_words() -> frozenset[str]:
    """Single words that in running text mostly mean something else."""
    return frozenset(ORDINARY_WORDS.read_text(encoding="utf-8").split())


@cache
def _trie() -> _Node:
    return _grown((name, skill.name) for skill in all_skills() for name in (skill.name, *skill.aliases))


def _grown(names: Iterable[tuple[str, str]]) -> _Node:
    """A trie of names, each leading to the usual one; the first that claims a name has it."""
    root = _Node()
    for name, usual in names:
        node = root
        for token in _tokens(name):
            node = node.below.setdefault(token, _Node())
        if node is not root:
            node.name = node.name or usual
    return root


_own: ContextVar[_Node | None] = ContextVar("own skill names", default=None)


@contextmanager
def knowing(names: Mapping[str, str]) -> Iterator[None]:
    """Within the block these names count as well: name → usual name. They win over those that come with Perennial,
    and a usual name among them is called as they say: who renamed a skill reads the new name."""
    before = _own.set(_grown(names.items()) if names else None)
    try:
        yield
    finally:
        _own.reset(before)


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    for match in TOKEN.finditer(text):
        yield match[0].casefold().replace("’", "'"), match.start(), match.end()


def _tokens(text: str) -> list[str]:
    return [token for token, _, _ in _spans(text)]


def normalise_skill(text: str) -> str | None:
    """The usual name of the skill these words stand for ("k8s" → "Kubernetes"), or None when it is not in the list."""
    tokens = _tokens(text)
    return _own_name(tokens) or _renamed(_name_in(_trie(), tokens))


def _name_in(node: _Node | None, tokens: list[str]) -> str | None:
    for token in tokens:
        node = node.below.get(token) if node else None
    return node.name if node else None


def _own_name(tokens: list[str]) -> str | None:
    own = _own.get()
    return _name_in(own, tokens) if own else None


def _renamed(name: str | None) -> str | None:
    """What the employer calls a skill of the shipped list."""
    return (_own_name(_tokens(name)) or name) if name else None


def find_skills(text: str, *, in_list: bool = False) -> list[tuple[str, str]]:
    """Skills named in the text, each once, with the line that shows it. `in_list`: the text is a list of skills."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        for name in _in_line(line, in_list):
            found.setdefault(name, line.strip())
    return list(found.items())


def _in_line(line: str, in_list: bool) -> Iterator[str]:
    spans = list(_spans(line))
    position = 0
    while position < len(spans):
        length, name = _longest(spans, position, line)
        if name is None or not (in_list or _is_clear(spans, position, length)):
            position += 1
            continue
        yield name
        position += length


def _longest(spans: list[tuple[str, int, int]], position: int, line: str) -> tuple[int, str | None]:
    length, name = _walked(_trie(), spans, position, line)
    own = _own.get()
    own_length, own_name = _walked(own, spans, position, line) if own else (0, None)
    return (own_length, own_name) if own_name and own_length >= length else (length, _renamed(name))


def _walked(node: _Node, spans: list[tuple[str, int, int]], position: int, line: str) -> tuple[int, str | None]:
    length, name = 0, None
    for step, (token, start, _) in enumerate(spans[position:]):
        between = line[spans[position + step - 1][2] : start] if step else ""
        following = node.below.get(token)
        if following is None or re.search(r"[,;:|•.]", between):
            break
        node = following
        if node.name:
            length, name = step + 1, node.name
    return length, name


def _is_clear(spans: list[tuple[str, int, int]], position: int, length: int) -> bool:
    token = spans[position][0]
    return length > 1 or not (token in _ordinary_words() or (len(token) <= 2 and token.isalpha()))


def listed_skills(line: str) -> list[str]:
    """The skills of one line of a skill list: known ones by their usual name, others as typed."""
    text = re.sub(r"^\s*[•◦▪●○■‣⁃∙·➢*–-]\s*", "", line)
    if label := LABEL.match(text):
        text = text[label.end() :]
    found: list[str] = []
    for piece in _pieces(text):
        item = LEVEL.sub("", piece).strip(" .:–—-")
        for skill in _listed(item):
            if skill not in found:
                found.append(skill)
    return found


def _pieces(text: str) -> list[str]:
    """Cuts at commas, but not inside brackets: "AWS (EC2, S3)" gives AWS, EC2 and S3."""
    flat = re.sub(r"[()\[\]]", ",", text)
    return [piece for piece in LIST_SEPARATOR.split(flat) if piece.strip()]


def _listed(item: str) -> list[str]:
    if not item or len(item) > 200:
        return []
    if known := normalise_skill(item):
        return [known]
    halves = re.split(r"/|\s+(?:and|und|&)\s+", item)
    if len(halves) > 1 and all(normalise_skill(half) for half in halves):
        return [normalise_skill(half) or half for half in halves]
    if len(item) <= 45 and len(item.split()) <= 5 and re.search(r"[^\W\d_]", item):
        return [item]
    return [name for name, _ in find_skills(item, in_list=False)]
