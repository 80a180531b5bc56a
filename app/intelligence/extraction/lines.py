"""Lines of a page with what layout tells about them: cells side by side, size, weight, the space above."""

import re
from dataclasses import dataclass, field

BULLET = re.compile(r"^\s*(?:[•◦▪▫●○■□‣⁃∙·➢➤►▶✓✔→❖◆◇*]|[-–—](?=\s))\s*")
NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=\S)")
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Cell:
    """Words that stand together in a line. `bold_until`: how many of its leading characters are bold."""

    text: str
    x0: float = 0.0
    x1: float = 0.0
    size: float = 10.0
    bold_until: int = 0

    @property
    def bold(self) -> bool:
        return self.bold_until >= 0.8 * len(self.text) > 0


@dataclass(slots=True)
class Line:
    """One line of the document as a person sees it. `number` counts from 1 in reading order."""

    cells: tuple[Cell, ...]
    page: int = 0
    y: float = 0.0
    gap: float = 1.0  # distance from the line above, in heights of this line
    is_heading: bool = False  # the document's own markup says so
    number: int = 0
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "   ".join(cell.text for cell in self.cells)

    @property
    def size(self) -> float:
        return max((cell.size for cell in self.cells), default=0.0)

    @property
    def bold(self) -> bool:
        return bool(self.cells) and all(cell.bold for cell in self.cells)

    @property
    def x0(self) -> float:
        return self.cells[0].x0 if self.cells else 0.0

    @property
    def is_bullet(self) -> bool:
        return is_bullet(self.text)


def is_bullet(text: str) -> bool:
    """Whether the text begins with a bullet sign or a number in a list."""
    return bool(BULLET.match(text) or NUMBERED.match(text))


def without_bullet(text: str) -> str:
    """The text behind its bullet sign."""
    return NUMBERED.sub("", BULLET.sub("", text, count=1), count=1).strip()


def join_wrapped(first: str, second: str) -> str:
    """A line and its continuation as one; a word broken at the end of the line is made whole."""
    if first.endswith(SOFT_HYPHEN):
        return first.rstrip(SOFT_HYPHEN) + second.lstrip()
    if re.search(r"\w-$", first) and second[:1].islower():
        return first + second.lstrip()
    return f"{first.rstrip()} {second.lstrip()}".strip()


def body_size(lines: list[Line]) -> float:
    """The size most of the text is set in."""
    weights: dict[float, int] = {}
    for line in lines:
        for cell in line.cells:
            key = round(cell.size, 1)
            weights[key] = weights.get(key, 0) + len(cell.text)
    return max(weights, key=lambda size: weights[size], default=10.0)


def plain_lines(text: str) -> list[Line]:
    """Lines of text without layout; tabs and wide gaps separate cells."""
    lines: list[Line] = []
    blank = 0
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        parts = [part.strip() for part in re.split(r"\t+|\s{3,}", raw.strip()) if part.strip()]
        if not parts:
            blank += 1
            continue
        if len(parts) > 1 and is_bullet(parts[0] + " ") and len(parts[0]) <= 2:
            parts = [f"{parts[0]} {parts[1]}", *parts[2:]]
        lines.append(Line(tuple(Cell(part) for part in parts), gap=2.2 if blank else 1.2))
        blank = 0
    return lines
