"""What this machine has for the tests that need more than Python: Chromium, PostgreSQL's own programs, room in memory."""

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ON_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
POSTGRES_FOLDERS = (
    (Path("/usr/lib/postgresql"), "*/bin"),  # Debian, Ubuntu
    (Path("/usr"), "pgsql-*/bin"),  # the project's own packages for Red Hat
    (Path("/opt/homebrew/opt"), "postgresql*/bin"),
    (Path("/usr/local/opt"), "postgresql*/bin"),
)
IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes that have to be free: two servers with their logs, and the copies of two processes."""


def folder_in_memory() -> Path | None:
    """Where files never reach a disk, on Linux when there is room. Databases of tests are copied and dropped by the hundred."""
    with suppress(OSError):
        if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free >= ROOM:
            return IN_MEMORY
    return None


def folder_of_this_run(parent: Path) -> Path:
    """A new folder that goes with this process; those of runs that were killed go now."""
    for left in parent.glob("perennial-tests-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"perennial-tests-{os.getpid()}-", dir=parent))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


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
