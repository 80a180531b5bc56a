"""How much of it: a little in the suite, and what the promise names when `FAULTS=full` is set (docs/operations.md)."""

import os

FULL = os.environ.get("FAULTS") == "full"


def size(small: int, full: int) -> int:
    return full if FULL else small
