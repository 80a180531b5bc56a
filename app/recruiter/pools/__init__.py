"""Pools: pipelines for roles that are not open yet."""
