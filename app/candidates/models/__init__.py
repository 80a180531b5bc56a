"""Tables of candidates, split by noun and re-exported."""

from app.candidates.models.candidate import (
    Candidate,
    CandidateLink,
    CandidateSkill,
    ContactKind,
    ContactPoint,
    Education,
    Experience,
    Seniority,
    Skill,
    SkillAlias,
)
from app.candidates.models.consent import (
    CandidateSession,
    Consent,
    ConsentAction,
    ConsentRenewal,
    ConsentValidity,
    MagicLink,
    NoticeDuty,
    NoticeGiven,
    NoticeText,
    Purpose,
    Touchpoint,
)
from app.candidates.models.custom import PREFIX, CustomField, CustomKind, CustomValue
from app.candidates.models.importing import (
    DuplicateChoice,
    ImportBatch,
    ImportRow,
    ImportState,
    ResumeBatch,
    ResumeFile,
    ResumeState,
    RowOutcome,
)
from app.candidates.models.interest import InterestSignal, InterestWeights, SignalKind
from app.candidates.models.keeping import (
    CandidateTag,
    Document,
    DocumentKind,
    Note,
    NoteKind,
    NoteVisibility,
    ReadingState,
    RefreshRequest,
    Tag,
    Todo,
)
from app.candidates.models.merging import ChangeKind, DuplicateCheck, DuplicatePair, Merge, MergeChange, PairState
from app.candidates.models.preferences import (
    CandidateTopic,
    Frequency,
    InterestProfile,
    OwnChange,
    Topic,
    Wish,
    WishKind,
    profile_values,
)

__all__ = [
    "PREFIX", "Candidate", "CandidateLink", "CandidateSession", "CandidateSkill", "CandidateTag", "CandidateTopic",
    "ChangeKind", "Consent", "ConsentAction", "ConsentRenewal", "ConsentValidity", "ContactKind", "ContactPoint", "CustomField", "CustomKind",
    "CustomValue", "Document", "DocumentKind", "DuplicateCheck", "DuplicateChoice", "DuplicatePair", "Education",
    "Experience", "Frequency", "ImportBatch", "ImportRow", "ImportState", "InterestProfile", "InterestSignal",
    "InterestWeights", "MagicLink", "Merge", "MergeChange", "Note", "NoteKind", "NoteVisibility", "NoticeDuty",
    "NoticeGiven", "NoticeText", "OwnChange", "PairState", "Purpose", "ReadingState", "RefreshRequest", "ResumeBatch",
    "ResumeFile", "ResumeState", "RowOutcome", "Seniority", "SignalKind", "Skill", "SkillAlias", "Tag", "Todo",
    "Topic", "Touchpoint", "Wish", "WishKind", "profile_values",
]  # fmt: skip
