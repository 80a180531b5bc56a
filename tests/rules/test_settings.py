"""The environment is read in one place; everything else is told its settings."""

import pytest

from tests.rules.house import dotted, modules

pytestmark = pytest.mark.no_app


def test_only_the_configuration_reads_the_environment() -> None:
    import ast

    readers = {
        module.place
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Attribute) and dotted(node) in ("os.environ", "os.getenv", "os.environb")
    }
    assert readers - {"app/config.py"} <= set(READS_BECAUSE)


READS_BECAUSE: dict[str, str] = {}
"""Module → why it looks into the environment itself."""
