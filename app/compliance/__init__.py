"""The register of personal data, erasure with its certificate, tombstones.

Nouns: personal table, erasure, tombstone.
Tells: CandidateErased. Listens to: nothing. Every table that reaches a person is named in `registrations` or a test
fails; `candidates.importing` asks here which addresses must not come back.
"""
