"""Sweeps over the ground: strays among the files, past throttle windows, old form keys."""

from app.core.files import sweep_strays
from app.core.form_keys import forget_old_keys
from app.core.throttle import forget_past_windows
from app.core.transaction import transaction


def forget_what_is_past() -> int:
    """Answers how many rows and files went."""
    done = 0
    for sweep in (forget_past_windows, forget_old_keys, sweep_strays):
        with transaction():
            done += sweep()
    return done
