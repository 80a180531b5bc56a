"""What can happen to a candidate's record, split by noun and re-exported."""

from app.candidates.activities.agreeing import (
    ConsentRecorded,
    MailPaused,
    MailResumed,
    NoticeGivenToPerson,
    PreferencesChanged,
    RenewalAsked,
    TouchpointSeen,
)
from app.candidates.activities.importing import (
    CandidateImported,
    ImportStarted,
    ImportTakenBack,
    ImportUndone,
    ResumesSent,
)
from app.candidates.activities.keeping import (
    DocumentAdded,
    DocumentRead,
    DocumentRemoved,
    DocumentViewed,
    NoteRemoved,
    NoteWritten,
    TodoAdded,
    TodoFinished,
    TodoReassigned,
)
from app.candidates.activities.record import (
    BackgroundChanged,
    CandidateAdded,
    CandidateChanged,
    ContactPointsChanged,
    DetailsConfirmed,
    OwnerChanged,
    RefreshAsked,
    SkillsChanged,
    SuggestionsAccepted,
    TagsChanged,
)
from app.candidates.activities.settings import (
    ConsentValidityChanged,
    CustomFieldArchived,
    CustomFieldSaved,
    InterestWeightsChanged,
    SkillListChanged,
    TopicsOfferedChanged,
)
from app.candidates.activities.signing_in import CandidateSignedOut, MagicLinkAsked, MailboxConfirmed

__all__ = [
    "BackgroundChanged", "CandidateAdded", "CandidateChanged", "CandidateImported", "CandidateSignedOut",
    "ConsentRecorded", "ConsentValidityChanged", "ContactPointsChanged", "CustomFieldArchived", "CustomFieldSaved",
    "DetailsConfirmed", "DocumentAdded", "DocumentRead", "DocumentRemoved", "DocumentViewed", "ImportStarted",
    "ImportTakenBack", "ImportUndone", "InterestWeightsChanged", "MagicLinkAsked", "MailPaused", "MailResumed",
    "MailboxConfirmed", "NoteRemoved", "NoteWritten", "NoticeGivenToPerson", "OwnerChanged", "PreferencesChanged",
    "RefreshAsked", "RenewalAsked", "ResumesSent", "SkillListChanged", "SkillsChanged", "SuggestionsAccepted",
    "TagsChanged", "TodoAdded", "TodoFinished", "TodoReassigned", "TopicsOfferedChanged", "TouchpointSeen",
]  # fmt: skip
