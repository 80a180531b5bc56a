"""The demo company and seeded data: how an installation looks after a year, without waiting one.

`making.make_demo` tells a believable year through the commands of the packages; `seed` writes very many rows, fast.
"""
