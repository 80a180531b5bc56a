"""What few processes need is not loaded by every start (docs/decisions/starting-quickly.md), read from the code."""

import ast

import pytest

from tests.rules.house import Module, modules

pytestmark = pytest.mark.no_app

LATE = {"alembic", "cryptography", "flask_migrate", "fpdf", "icalendar", "xlsxwriter"}
LOADED_LATE = {"app.hiring.interviewing.components", "app.mailing.dkim", "app.web.paper"}
"""Modules that stand on such a library; whoever needs one imports it inside the function that asks."""


def loaded_at_once(module: Module) -> set[str]:
    """What is imported by importing `module`: not what its functions import, nor what only the type checker reads."""
    found: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_a_start_loads_nothing_that_few_processes_need():
    assert {module.name for module in modules()} >= LOADED_LATE
    offences = [
        f"{module.place} {name}"
        for module in modules()
        for name in loaded_at_once(module)
        if name in LOADED_LATE or (name.partition(".")[0] in LATE and module.name not in LOADED_LATE)
    ]
    assert offences == []
