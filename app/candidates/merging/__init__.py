"""Two records that turn out to be one person: likely pairs, merging them, and parting them again.

A merge leaves the lost record as an empty shell that leads to the kept one. Everything that named it is found by walking
the tables (`schema`) and written down in a ledger (`ledger`), so that `undo_merge` puts every row back.
"""

from app.candidates.merging.comparing import compare_changed_candidates, waiting_checks
from app.candidates.merging.merging import merge_candidates, why_not_mergeable
from app.candidates.merging.pairs import ask_again, look_again, rule_out
from app.candidates.merging.parting import undo_merge, why_not_undoable
from app.candidates.merging.queries import (
    carried,
    kept_instead,
    lives_of,
    open_pair_counts,
    open_pairs,
    others_ruled_out,
    pair_of,
    standing_merges,
    visible_merges,
    visible_pairs,
)

__all__ = [
    "ask_again", "carried", "compare_changed_candidates", "kept_instead", "lives_of", "look_again", "merge_candidates",
    "open_pair_counts", "open_pairs", "others_ruled_out", "pair_of", "rule_out", "standing_merges", "undo_merge",
    "visible_merges", "visible_pairs", "waiting_checks", "why_not_mergeable", "why_not_undoable",
]  # fmt: skip
