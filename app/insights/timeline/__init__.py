"""One person's timeline: what happened, what was noted and what was mailed, newest first.

A reading of activities, notes and the mail ledger. Packages above say here how their records are called, and which of
their kinds not everybody reads.
"""

from app.insights.timeline.entries import Entry, Group, Timeline
from app.insights.timeline.kinds import guard_kinds
from app.insights.timeline.reading import candidate_timeline
from app.insights.timeline.sentences import name_subjects

__all__ = ["Entry", "Group", "Timeline", "candidate_timeline", "guard_kinds", "name_subjects"]
