"""What packages above know about making two records one."""

from collections.abc import Callable

from app.core.refusals import Refused

Block = Callable[[int, int], Refused | None]
"""Asked with the ids of the kept and the lost record."""

merge_blocks: list[Block] = []
"""Reasons why these two cannot become one now: two open applications for the same job…"""
