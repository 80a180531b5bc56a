"""The demo company and seeded data: how an installation looks after a year, without waiting one.

`make_demo` tells a believable year through the commands of the packages; `seed` writes very many rows, fast.
"""

from app.demo.making import make_demo

__all__ = ["make_demo"]
