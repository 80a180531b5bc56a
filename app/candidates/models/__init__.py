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
)
from app.candidates.models.consent import (
    CandidateSession,
    Consent,
    ConsentAction,
    MagicLink,
    NoticeDuty,
    NoticeGiven,
    NoticeText,
    Purpose,
    Touchpoint,
)
from app.candidates.models.importing import (
    DuplicateChoice,
    ImportBatch,
    ImportRow,
    ImportState,
    RowOutcome,
)
from app.candidates.models.keeping import (
    CandidateTag,
    Document,
    DocumentKind,
    Note,
    NoteKind,
    NoteVisibility,
    ReadingState,
    Tag,
    Todo,
)

__all__ = [
    "Candidate", "CandidateLink", "CandidateSession", "CandidateSkill", "CandidateTag", "Consent", "ConsentAction",
    "ContactKind", "ContactPoint", "Document", "DocumentKind", "DuplicateChoice", "Education", "Experience",
    "ImportBatch", "ImportRow", "ImportState", "MagicLink", "Note", "NoteKind", "NoteVisibility", "NoticeDuty",
    "NoticeGiven", "NoticeText", "Purpose", "ReadingState", "RowOutcome", "Seniority", "Skill", "Tag", "Todo",
    "Touchpoint",
]  # fmt: skip
