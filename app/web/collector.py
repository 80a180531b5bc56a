"""Python's garbage collector, set for a server: it walked everything the process had loaded in the middle of requests."""

import gc

YOUNG, MIDDLE, OLD = 20_000, 20, 50
"""A page makes some tens of thousands of objects and keeps none; the default looks after every 700."""


def spare_the_collector() -> None:
    """Call once the application stands: what was made by then lives as long as the process and is looked at no more.

    Whoever loads the application may disable the collector before; it is enabled here.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.enable()
