"""Referring somebody, and being asked whether one wants that."""
