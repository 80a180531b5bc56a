"""Run the whole suite: on SQLite, browser included, then on PostgreSQL without the browser.

`make test` calls it inside .venv. Arguments go to pytest on both engines. What the machine lacks is installed where
that is allowed (root on Debian or Ubuntu) and else named in the last lines; with CI=true lacking it is a failure.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.machine import chromium_path, postgres_binaries  # noqa: E402 - the tree has to be on the path first

IN_CI = os.environ.get("CI", "").casefold() in {"1", "true"}
NOTHING_COLLECTED = 5
MOST_COMPLAINTS = 30
ONE_ENGINE_IS_ENOUGH = (
    "tests/intelligence", "tests/bench", "tests/demo", "tests/test_make_run.py", "tests/rules/test_sizes.py",
    "tests/rules/test_laws.py", "tests/rules/test_templates.py", "tests/rules/test_translations.py",
    "tests/rules/test_front_page.py", "tests/rules/test_pages.py", "tests/access",
    "tests/hostile/test_markup.py", "tests/hostile/test_mail.py", "tests/hostile/test_hosts_and_redirects.py",
    "tests/web/test_words.py", "tests/web/test_language.py",
)  # fmt: skip
"""Asks the database nothing, or nothing that the rest of the suite does not ask PostgreSQL too."""

ONE_ENGINE_SHOWS_THEM = ("tests/hostile/test_parameters.py::test_what_is_asked_never_becomes_markup",)
"""Pages made of markup, scripts and templates: no database reads those. What each engine minds (NUL, numbers, dates) stays."""


@dataclass
class Run:
    """One pass of pytest, and what it said that must not scroll away."""

    title: str
    arguments: list[str]
    closing_line: str = ""
    complaints: list[str] = field(default_factory=list)
    failed: bool = False


def has_postgres() -> bool:
    return bool(os.environ.get("TEST_POSTGRES_URL")) or postgres_binaries() is not None


def lacking() -> list[str]:
    """Debian's names for what the whole suite needs and this machine does not have."""
    return [name for name, present in (("chromium", chromium_path()), ("postgresql", has_postgres())) if not present]


def install(packages: list[str]) -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"Installing what the tests need and this machine lacks: {' '.join(packages)}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=environment, stdin=subprocess.DEVNULL, check=False)


def planned_runs(missing: list[str], arguments: list[str]) -> list[Run]:
    without_browser = ["-m", "not browser"]
    runs = [Run("SQLite", ["--database", "sqlite", *(without_browser if "chromium" in missing else []), *arguments])]
    if "postgresql" not in missing:
        spared = [f"--ignore={path}" for path in ONE_ENGINE_IS_ENOUGH]
        spared += [f"--deselect={test}" for test in ONE_ENGINE_SHOWS_THEM]
        runs.append(Run("PostgreSQL", ["--database", "postgresql", *without_browser, *spared, *arguments]))
    return runs


def workers(arguments: list[str]) -> list[str]:
    """One process per core, up to four; none of that where the caller wants to see or steer a single process."""
    single = {"-s", "--pdb", "--collect-only", "--co"}
    if single.intersection(arguments) or any(argument.startswith(("-n", "--numprocesses")) for argument in arguments):
        return []
    return ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile", "--no-loadscope-reorder"]


def perform(run: Run) -> None:
    print(f"\n-- {run.title}: pytest {' '.join(run.arguments)}", flush=True)
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    command = [sys.executable, "-m", "pytest", *workers(run.arguments), *colour, *run.arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, errors="replace") as process:
        assert process.stdout
        try:
            for line in process.stdout:
                print(line, end="", flush=True)
                remember(run, line.rstrip("\n"))
        except KeyboardInterrupt:
            process.wait()  # pytest has the signal too, and cleans up before it goes
            raise
    run.failed = process.returncode not in ({0, NOTHING_COLLECTED} if len(sys.argv) > 1 else {0})


def remember(run: Run, line: str) -> None:
    if line.strip():
        run.closing_line = line
    if line.startswith(("FAILED ", "ERROR ")):
        run.complaints.append(line)


def report(runs: list[Run], missing: list[str]) -> None:
    print("\n-- Summary")
    for run in runs:
        for complaint in run.complaints[:MOST_COMPLAINTS]:
            print(f"{run.title}: {complaint}")
        if (more := len(run.complaints) - MOST_COMPLAINTS) > 0:
            print(f"{run.title}: and {more} more, named above")
    if "chromium" in missing:
        print("NOT RUN: the browser tests. Chromium is missing: apt-get install chromium, or CHROMIUM=/path/to/it.")
    if "postgresql" in missing:
        print("NOT RUN: everything on PostgreSQL. It is missing: apt-get install postgresql, or TEST_POSTGRES_URL=....")
    for run in runs:
        print(f"{run.title}: {run.closing_line}")


def main() -> int:
    arguments = sys.argv[1:]
    if missing := lacking():
        install(missing)
        missing = lacking()
    runs = planned_runs(missing, arguments)
    for run in runs:
        perform(run)
    report(runs, missing)
    return int(any(run.failed for run in runs) or (IN_CI and bool(missing)))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
