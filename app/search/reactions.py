"""The index follows the people it is about, in the transaction that changed them.

A document just added says nothing yet: it is heard of when it was read.
"""

from sqlalchemy import select

from app.candidates import activities as people
from app.candidates.merging import activities as merging
from app.candidates.models import CandidateSkill
from app.core.activity import Recorded, on
from app.extensions import db
from app.hiring import activities as hiring
from app.search.index import keep_indexed


@on(
    people.BackgroundChanged,
    people.CandidateAdded,
    people.CandidateChanged,
    people.CandidateImported,
    people.ImportTakenBack,
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


@on(people.SkillListChanged)
def reindex_who_has_the_skill(recorded: list[Recorded]) -> None:
    """They are found by its new name; many are left to the sweep."""
    skills = [one.happening.skill_id for one in recorded]
    keep_indexed(db.session.scalars(select(CandidateSkill.candidate_id).where(CandidateSkill.skill_id.in_(skills))))


@on(merging.CandidatesMerged)
def index_the_kept_record(recorded: list[Recorded]) -> None:
    """The lost one is found no more."""
    keep_indexed(number for one in recorded for number in (one.activity.candidate_id or 0, one.happening.lost))


@on(merging.MergeUndone)
def index_both_again(recorded: list[Recorded]) -> None:
    keep_indexed(one.activity.candidate_id or 0 for one in recorded)
