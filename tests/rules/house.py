"""The source of the house, parsed once, for the tests that read its laws from the code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its lines and its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def imported(self) -> Iterator[tuple[str, int]]:
        """Dotted names this module imports, with their lines."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@lru_cache
def modules() -> tuple[Module, ...]:
    found = []
    for path in sorted(APP.rglob("*.py")):
        text = path.read_text()
        found.append(Module(path, text, ast.parse(text)))
    assert len(found) > 100, "the house was not found"
    return tuple(found)


@lru_cache
def templates() -> tuple[tuple[str, str], ...]:
    folder = APP / "templates"
    return tuple((str(path.relative_to(folder)), path.read_text()) for path in sorted(folder.rglob("*.html")))


def dotted(node: ast.AST) -> str:
    """`db.session.commit` of the expression, or an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""
