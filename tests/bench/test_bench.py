"""The benchmark itself, on very little data: that every row it promises is measured and printed."""

import subprocess
import sys

import pytest

from bench.measures import Measured
from bench.server import Size, number_of_people, prepare

pytestmark = pytest.mark.no_app


def test_the_95th_percentile_is_the_nearest_rank():
    assert Measured("x", [float(n) for n in range(1, 101)]).p95 == 95
    assert Measured("x", [7.0]).p95 == 7


@pytest.mark.faults
def test_every_row_is_measured(tmp_path):
    """The import of as many rows, beside everybody and into an empty installation, in the same go."""
    command = [sys.executable, "-m", "bench", "--candidates", "200", "--directory", str(tmp_path), "--rounds", "1", "--importing"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    for row in ("candidate list, last page", "query of 5 conditions", "profile", "board of a job", "a move", "public job page",
                "apply with a PDF", "bulk move of everybody", "bulk rejection of everybody", "weight of a job page",
                "plan a newsletter", "import of 200 rows |", "import of 200 rows, nobody there before"):  # fmt: skip
        assert row in done.stdout
    assert "seeding, start-up included" in done.stdout
    kept = prepare(Size.of(200), tmp_path, None, fresh=False)
    assert kept.seed_seconds is None
    assert number_of_people(kept.database_url) > 200  # and whoever applied


def test_a_weight_is_held_against_its_own_bar():
    assert Measured("page", [], kilobytes=80, most_kilobytes=80).within
    assert not Measured("page", [], kilobytes=81, most_kilobytes=80).within
    assert Measured("page", [30.1], bar=30).within is False
    assert Measured("page", [30.1]).within is None
