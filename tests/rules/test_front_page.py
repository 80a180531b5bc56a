import re
from pathlib import Path

import click
import pytest

from app import cli

pytestmark = pytest.mark.no_app
ROOT = Path(__file__).resolve().parents[2]
FRONT_PAGE = (ROOT / "README.md").read_text()


def test_every_setting_stands_on_the_front_page() -> None:
    settings = re.findall(r'env\.get\("([A-Z_]+)"', (ROOT / "app/config.py").read_text())

    assert settings
    assert [name for name in settings if f"`{name}`" not in FRONT_PAGE] == []


def test_every_command_stands_on_the_front_page() -> None:
    commands = [command for command in vars(cli).values() if isinstance(command, click.Command)]
    top_level = [command for command in commands if command.name != "rebuild"]

    assert top_level
    assert [command.name for command in top_level if f"| `{command.name}" not in FRONT_PAGE] == []


def test_the_procfile_names_web_and_worker() -> None:
    processes = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())

    assert processes.keys() == {"web", "worker"}
    assert processes["web"].endswith("wsgi:app")
    assert processes["worker"] == "flask --app wsgi worker"


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md"])
def test_every_link_between_the_pages_leads_somewhere(page: str) -> None:
    file = ROOT / page
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text())

    assert targets
    assert [target for target in targets if not (file.parent / target).exists()] == []
