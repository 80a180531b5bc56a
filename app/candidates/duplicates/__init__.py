"""Who may be known already: certain or likely, each with its reason. Nothing merges by itself.

Set-wise: `find_all_duplicates` asks a handful of queries for any number of people, so that an import can use it too.
"""

from app.candidates.duplicates.finding import (
    find_all_duplicates,
    find_duplicates,
    find_hits,
    find_known_addresses,
    find_namesakes,
)
from app.candidates.duplicates.matches import Certainty, Hit, Match, MatchReason, Probe, strength
from app.candidates.duplicates.names import compatible_names, name_words, similar_names

__all__ = [
    "Certainty", "Hit", "Match", "MatchReason", "Probe", "compatible_names", "find_all_duplicates", "find_duplicates",
    "find_hits", "find_known_addresses", "find_namesakes", "name_words", "similar_names", "strength",
]  # fmt: skip
