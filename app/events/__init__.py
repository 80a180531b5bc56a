"""Meetups, webinars and campus days: registration, waiting list, check-in."""
