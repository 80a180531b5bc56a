"""Reads everything, changes nothing: home, timelines, status pages, reports.

Nouns: day, timeline entry, public status, funnel, time in stage, source report.
Tells and listens to: nothing.
"""
