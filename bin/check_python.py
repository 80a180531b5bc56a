"""Say in one word whether this Python can run Perennial: ok, slow (as well), old, no-venv or no-fts5.

Any Python may be asked, however old: nothing here is newer than Python 2.7.
"""

import sqlite3
import sys


def verdict():
    if sys.version_info < (3, 11):  # noqa: UP036 - that is the question
        return "old"
    try:
        import ensurepip  # noqa: F401 - Debian ships it apart, as python3-venv
        import venv  # noqa: F401
    except ImportError:
        return "no-venv"
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except sqlite3.OperationalError:
        return "no-fts5"
    return "ok" if optimised() else "slow"


def optimised():
    """False for one compiled by hand or by a version switcher with the plain defaults: it takes half as long again."""
    import sysconfig

    options = sysconfig.get_config_var("CONFIG_ARGS")
    return not options or "--enable-optimizations" in options or sys.base_prefix == "/usr"  # distributions optimise


print(verdict())
