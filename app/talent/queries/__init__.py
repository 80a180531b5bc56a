"""Reads of pools, segments, invitations and communities."""
