"""Pools, segments and communities: lists of people kept for later."""
