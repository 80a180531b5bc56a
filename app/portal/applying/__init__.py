"""Applying: the form with the résumé first, and the page after it."""
