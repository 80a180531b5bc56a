"""`python -m bench`: prints one table of what was measured beside what is promised."""

import argparse
import platform
from pathlib import Path

from bench.importing import import_rows
from bench.measures import MEASURES, Measured, Visit
from bench.sending import MEASURES as NEWSLETTERS
from bench.sending import Rate, plan
from bench.server import Installation, Size, prepare, serving

FEWEST_READERS = 1_000
CACHE = Path(__file__).resolve().parent.parent / "instance" / "bench"


def main() -> None:
    options = parse()
    size = Size.of(options.candidates)
    directory = options.directory or CACHE / str(options.candidates)
    installation = prepare(size, directory, options.database_url, fresh=options.fresh)
    print_head(size, installation)
    if options.only == "import" or options.importing:
        for imported in import_rows(installation, options.candidates):
            print(line(imported), flush=True)
    if options.only == "import":
        return
    with serving(installation) as port:
        visit = Visit(port, installation, size, rounds=options.rounds)
        visit.sign_in()
        for measure in MEASURES:
            if options.only in measure.__name__:
                for row in measure(visit):
                    print(line(row), flush=True)
    for newsletter in NEWSLETTERS:
        if newsletter is not plan and options.candidates < FEWEST_READERS:
            continue  # so few mails have left before a rate can be told
        if options.only in newsletter.__name__ and installation.database_url.startswith("sqlite"):
            for figure in newsletter(installation, options.candidates):
                print(rate_line(figure) if isinstance(figure, Rate) else line(figure), flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--candidates", type=int, default=100_000, help="people; the rest in proportion")
    parser.add_argument("--rounds", type=int, default=40, help="requests per row")
    parser.add_argument("--only", default="", help="measures whose name contains this; `import` alone imports as many rows again")
    parser.add_argument("--importing", action="store_true", help="import as many rows again as well as everything else")
    parser.add_argument("--database-url", help="a database to measure, seeded when it is empty; default a SQLite file")
    parser.add_argument("--directory", type=Path, help="where the seeded installation is kept")
    parser.add_argument("--fresh", action="store_true", help="seed anew even when an earlier run left data")
    return parser.parse_args()


def print_head(size: Size, installation: Installation) -> None:
    engine = installation.database_url.partition(":")[0]
    print(f"{size.candidates:,} candidates, {size.jobs:,} jobs, {size.applications:,} applications, {size.notes:,} notes")
    print(f"{engine}, Python {platform.python_version()}, gunicorn gthread 2 × 4, one client on loopback; wall time at the client\n")
    print("| what | n | p50 ms | p95 ms | bar p95 | within | queries | page kB |\n|---|---:|---:|---:|---:|---|---:|---:|")
    if installation.seed_seconds is not None:
        print(line(Measured("seeding, start-up included", [installation.seed_seconds * 1000], bar=90_000)), flush=True)


def rate_line(row: Rate) -> str:
    """A row whose figure is how many a second, and whose bar is how many at least."""
    within = "" if not row.bar else ("yes" if row.per_second >= row.bar else "NO")
    bar = f"≥ {row.bar:g}/s" if row.bar else ""
    return f"| {row.what} | {row.number} | {row.per_second:.0f}/s | | {bar} | {within} | | |"


def line(row: Measured) -> str:
    within = "" if row.within is None else ("yes" if row.within else "NO")
    times = ["1", "", ""] if not row.times else [str(len(row.times)), f"{row.p50:.1f}", f"{row.p95:.1f}"]
    bar = f"{row.most_kilobytes:g} kB" if row.most_kilobytes is not None else ("" if row.bar is None else f"{row.bar:g}")
    queries = "" if row.queries is None else str(row.queries)
    size = "" if row.kilobytes is None else f"{row.kilobytes:.0f}"
    return f"| {' | '.join([row.what, *times, bar, within, queries, size])} |"


if __name__ == "__main__":
    main()
