"""The index follows the people it is about, in the transaction that changed them.

A document just added says nothing yet: it is heard of when it was read.
"""

from app.candidates import activities as people
from app.core.activity import Recorded, on
from app.hiring import activities as hiring
from app.search.index import keep_indexed


@on(
    people.CandidateAdded,
    people.CandidateChanged,
    people.CandidateImported,
    people.ContactPointsChanged,
    people.DocumentRead,
    people.DocumentRemoved,
    people.SkillsChanged,
    people.SuggestionsAccepted,
    hiring.ApplicationConfirmed,
    hiring.NewerResumeAdded,
)
def keep_people_indexed(recorded: list[Recorded]) -> None:
    keep_indexed(one.activity.candidate_id for one in recorded if one.activity.candidate_id is not None)
