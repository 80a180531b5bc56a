"""Keeping in touch after a rejection: the link from the mail."""
