"""Unsubscribing and the preference centre behind the link of a mail."""
