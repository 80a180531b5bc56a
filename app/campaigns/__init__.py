"""Newsletters and sequences to many, their links and what came of them."""
