"""The benchmark itself, on very little data: that every row it promises is measured and printed."""

import subprocess
import sys

import pytest

from bench.measures import Measured

pytestmark = pytest.mark.no_app


def test_the_95th_percentile_is_the_nearest_rank():
    assert Measured("x", [float(n) for n in range(1, 101)]).p95 == 95
    assert Measured("x", [7.0]).p95 == 7


@pytest.fixture(scope="module")
def measure(tmp_path_factory):
    """What the benchmark prints; it is filled with people once."""
    directory = tmp_path_factory.mktemp("bench")

    def run(*options):
        command = [sys.executable, "-m", "bench", "--candidates", "400", "--directory", str(directory), *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run


@pytest.mark.faults
def test_every_row_is_measured(measure):
    printed = measure("--rounds", "1")
    for row in ("candidate list, last page", "query of 5 conditions", "profile", "board of a job", "a move", "public job page",
                "apply with a PDF", "bulk move of everybody", "bulk rejection of everybody", "weight of a job page",
                "plan a newsletter"):  # fmt: skip
        assert row in printed


@pytest.mark.faults
def test_the_import_is_measured_on_a_copy(measure):
    assert "import of 400 rows" in measure("--only", "import")


def test_a_weight_is_held_against_its_own_bar():
    assert Measured("page", [], kilobytes=80, most_kilobytes=80).within
    assert not Measured("page", [], kilobytes=81, most_kilobytes=80).within
    assert Measured("page", [30.1], bar=30).within is False
    assert Measured("page", [30.1]).within is None
