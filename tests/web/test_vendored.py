"""What others wrote and we ship is named, licensed and unchanged."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.no_app

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "app" / "static" / "vendor", ROOT / "tests" / "browser" / "vendor"]


def entries(folder: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text())
    return listed


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_vendored_file_has_the_hash_of_its_manifest(folder: Path) -> None:
    for entry in entries(folder):
        content = (folder / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["file"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_file_beside_a_manifest_is_listed_in_it(folder: Path) -> None:
    listed = {(folder / entry["file"]).resolve() for entry in entries(folder)}
    present = {path.resolve() for path in folder.iterdir() if path.name != "manifest.json"}
    assert present <= listed


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_a_manifest_names_version_and_licence_but_no_address(folder: Path) -> None:
    for entry in entries(folder):
        assert entry["name"] and entry["version"] and entry["licence"]
    assert "://" not in (folder / "manifest.json").read_text()
