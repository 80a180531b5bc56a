"""How large things are: the guides of the architecture, printed, and its "never", enforced."""

import ast
from statistics import median, quantiles

import pytest

from tests.rules.house import modules, templates

pytestmark = pytest.mark.no_app

NEVER = {"module": 500, "function": 60, "template": 150}
EXCEPTIONS: dict[str, str] = {}
"""Place → reason. There is none without one."""


def module_lines() -> dict[str, int]:
    return {module.place: module.text.count("\n") for module in modules()}


def function_lines() -> dict[str, int]:
    sizes = {}
    for module in modules():
        for node in module.nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                sizes[f"{module.place}:{node.name}"] = (node.end_lineno or node.lineno) - node.lineno + 1
    return sizes


def template_lines() -> dict[str, int]:
    return {name: text.count("\n") for name, text in templates()}


@pytest.mark.parametrize(
    ("kind", "sizes"),
    [("module", module_lines), ("function", function_lines), ("template", template_lines)],
)
def test_nothing_has_outgrown_its_room(kind, sizes, capsys):
    measured = sizes()
    p95 = quantiles(measured.values(), n=20)[-1]
    with capsys.disabled():
        print(f"\n{kind} lines: median {median(measured.values()):g}, p95 {p95:g}, most {max(measured.values())}")
    too_large = {place: lines for place, lines in measured.items() if lines > NEVER[kind] and place not in EXCEPTIONS}
    assert too_large == {}
