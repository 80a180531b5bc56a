"""Newsletters: written, addressed, sent, read back as results."""
