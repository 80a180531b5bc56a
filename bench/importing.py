"""Importing as many people as there are: every tenth row is somebody who stands in the file already."""

import csv
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.demo import vocabulary as words
from bench.measures import Measured
from bench.server import Installation, copied, emptied, flask, number_of_people

BAR_SECONDS_PER_ROW = 60 / 100_000
TWICE_IN = 10
"""One row in so many is the person of the row before it."""


def import_rows(installation: Installation, number: int) -> Iterator[Measured]:
    """`flask import-candidates`, the command's start-up included: beside everybody who is there, and into an empty installation."""
    for where, what in ((copied, f"import of {number:,} rows"), (emptied, f"import of {number:,} rows, nobody there before")):
        with where(installation) as made, tempfile.TemporaryDirectory() as directory:
            file = write_rows(Path(directory) / "people.csv", number)
            before = number_of_people(made.database_url)
            began = time.perf_counter()
            flask(made, "import-candidates", file)
            seconds = time.perf_counter() - began
            added = number_of_people(made.database_url) - before
        if added != number - (number - 1) // TWICE_IN:
            raise AssertionError(f"{added} people came of {number} rows")
        yield Measured(what, [seconds * 1000], bar=number * BAR_SECONDS_PER_ROW * 1000)


def write_rows(file: Path, number: int) -> Path:
    rng = random.Random(3)
    with file.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("Name", "E-mail", "Title", "Company", "City", "Country"))
        for row in range(number):
            same = row if row % TWICE_IN else row - 1
            city, country = rng.choice(words.CITIES)
            name = f"{words.GIVEN[same % len(words.GIVEN)]} {words.FAMILY[same // 7 % len(words.FAMILY)]}"
            rows.writerow((name, f"row.{same}@example.com", rng.choice(words.TITLES), rng.choice(words.EMPLOYERS), city, country))
    return file
