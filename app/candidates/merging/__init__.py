"""Two records that turn out to be one person: likely pairs, merging them, and parting them again.

A merge leaves the lost record as an empty shell that leads to the kept one. Everything that named it is found by walking
the tables (`schema`) and written down in a ledger (`ledger`), so that `undo_merge` puts every row back.
"""

from app.candidates.merging.comparing import compare_changed_candidates, waiting_checks
from app.candidates.merging.merging import merge_candidates, why_not_mergeable
from app.candidates.merging.pairs import ask_again, look_again, rule_out
from app.candidates.merging.parting import undo_merge, why_not_undoable
from app.candidates.merging.queries import kept_instead, lives_of, open_pairs, standing_merges

__all__ = [
    "ask_again", "compare_changed_candidates", "kept_instead", "lives_of", "look_again", "merge_candidates", "open_pairs",
    "rule_out", "standing_merges", "undo_merge", "waiting_checks", "why_not_mergeable", "why_not_undoable",
]  # fmt: skip
