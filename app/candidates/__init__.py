"""Every person the employer knows: one record for life, from first contact to alumni.

Nouns: candidate, contact point, skill, experience, education, document, note, tag, to-do, touchpoint, consent,
notice duty, import, candidate session, magic link.
Tells: CandidateAdded, CandidateChanged, NoteWritten, DocumentAdded, ConsentRecorded, TouchpointSeen, CandidateImported…
Listens to: nothing. Packages above register who else may see a candidate (`policy.reach`).
"""
