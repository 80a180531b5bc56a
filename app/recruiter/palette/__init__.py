"""Ctrl K: people, jobs and actions in one list."""
