"""The register of personal data, erasure with its certificate, tombstones, legal holds, consents that end.

Nouns: personal table, erasure, tombstone, hold, renewal.
Tells: CandidateErased, LegalHoldPlaced, LegalHoldLifted, ErasureWished. Listens to: nothing. Every table that reaches a person is named in `registrations` or a test
fails; `candidates.importing` asks here which addresses must not come back.
"""
