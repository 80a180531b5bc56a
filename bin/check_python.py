"""Say in one word whether this Python can run Perennial: ok, old, no-venv or no-fts5.

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
    return "ok"


print(verdict())
