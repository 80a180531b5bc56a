"""The register of personal data, erasure with its certificate, tombstones, access export.

Nouns: personal table, erasure, tombstone.
Tells: CandidateErased. Listens to: nothing. Every table that holds personal data is registered here or a test fails.
"""
