"""Questions jobs asks of packages above it, which fill these lists."""

from collections.abc import Callable

from app.core.refusals import Refused
from app.jobs.models import Job, Stage

closing_refusals: list[Callable[[Job], Refused | None]] = []
"""Each answers why a job cannot be closed yet (people still in process), or None."""

stage_refusals: list[Callable[[Stage], Refused | None]] = []
"""Each answers why a stage cannot be retired yet (people still in it), or None."""
