"""Every person the employer knows: one record for life, from first contact to alumni.

Nouns: candidate, contact point, skill, experience, education, document, note, tag, to-do, touchpoint, consent,
notice duty, import, candidate session, magic link.
Tells: CandidateAdded, CandidateImported, CandidateChanged, ContactPointsChanged, SkillsChanged, TagsChanged,
OwnerChanged, NoteWritten, DocumentAdded, DocumentRead, DocumentRemoved, SuggestionsAccepted, TodoAdded, TodoFinished,
ConsentRecorded, NoticeGivenToPerson, TouchpointSeen, MagicLinkAsked, MailboxConfirmed. What is found by words changes
with the first seven, DocumentRead, DocumentRemoved and SuggestionsAccepted: the search index follows those.
Listens to: nothing. Packages above register who else may see a candidate (`policy.reach`) and which addresses must not
come back by import (`importing.blocked_addresses`).
"""
