"""Segments: questions kept under a name."""
