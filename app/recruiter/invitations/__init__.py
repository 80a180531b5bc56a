"""Inviting people to apply."""
