"""Answers that take the same time whether an address is known or not, so that their length tells nobody."""

from time import monotonic, sleep

from flask import Response, g

EVEN_SECONDS = 0.3
"""Writing a link and its mail takes longer than finding nobody; every answer takes this long."""


def time_evenly() -> None:
    """This request asks about an address: from now on its answer is timed."""
    g.asked_at = monotonic()


def answer_evenly(response: Response) -> Response:
    """After the transaction: wait until the even moment, when this request asked about an address."""
    asked_at = g.get("asked_at")
    if asked_at is not None:
        sleep(max(0.0, EVEN_SECONDS - (monotonic() - asked_at)))
    return response
