"""Reads text and suggests: résumés, skills, names, phone numbers.

It takes plain values and gives plain values back; it knows no table, keeps nothing and decides nothing. Untrusted files
are opened only in a limited child process (`resume.read_resume`). Tells and listens to no activities.
"""
