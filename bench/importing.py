"""Importing as many people as there are: every tenth row is somebody who stands in the file already."""

import csv
import random
import shutil
import tempfile
import time
from pathlib import Path

from app.demo import vocabulary as words
from bench.measures import Measured
from bench.server import Installation, flask

BAR_SECONDS_PER_ROW = 60 / 100_000


def import_rows(installation: Installation, number: int) -> Measured:
    """`flask import-candidates` on a copy of the seeded installation, the command's start-up included."""
    if not installation.database_url.startswith("sqlite"):
        raise SystemExit("The import is measured on SQLite: it works on a copy of the database.")
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / "installation"
        shutil.copytree(installation.directory, copy)
        file = write_rows(Path(directory) / "people.csv", number)
        began = time.perf_counter()
        flask(Installation(copy, f"sqlite:///{copy / 'bench.db'}", None), "import-candidates", file)
        seconds = time.perf_counter() - began
    return Measured(f"import of {number:,} rows", [seconds * 1000], bar=number * BAR_SECONDS_PER_ROW * 1000)


def write_rows(file: Path, number: int) -> Path:
    rng = random.Random(3)
    with file.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("Name", "E-mail", "Title", "Company", "City", "Country"))
        for row in range(number):
            same = row if row % 10 else row - 1
            city, country = rng.choice(words.CITIES)
            name = f"{words.GIVEN[same % len(words.GIVEN)]} {words.FAMILY[same // 7 % len(words.FAMILY)]}"
            rows.writerow((name, f"row.{same}@example.com", rng.choice(words.TITLES), rng.choice(words.EMPLOYERS), city, country))
    return file
