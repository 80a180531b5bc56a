"""What this machine has for the tests that need more than Python: Chromium, and PostgreSQL's own programs."""

import os
import shutil
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ON_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
POSTGRES_FOLDERS = (
    (Path("/usr/lib/postgresql"), "*/bin"),  # Debian, Ubuntu
    (Path("/usr"), "pgsql-*/bin"),  # the project's own packages for Red Hat
    (Path("/opt/homebrew/opt"), "postgresql*/bin"),
    (Path("/usr/local/opt"), "postgresql*/bin"),
)


def chromium_path() -> str | None:
    """The Chromium for browser tests: the one CHROMIUM names, else the system's, else None."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None and CHROMIUM_ON_MACOS.exists():
        return str(CHROMIUM_ON_MACOS)
    return found


def postgres_binaries() -> Path | None:
    """The folder that holds `initdb` and `postgres`, the newest version of several, or None."""
    folders = [folder for root, pattern in POSTGRES_FOLDERS for folder in root.glob(pattern)]
    folders.sort(key=_version, reverse=True)
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).parent)
    return next((folder for folder in folders if _has_a_server(folder)), None)


def _version(folder: Path) -> int:
    digits = "".join(character for character in folder.parent.name if character.isdigit())
    return int(digits or 0)


def _has_a_server(folder: Path) -> bool:
    return all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres"))
