"""Keeping what is known in order: who may be one person, and what is missing or out of date."""
