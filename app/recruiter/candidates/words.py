"""Words the pages about people share."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from app.candidates.custom_fields import custom_fields
from app.candidates.models import PREFIX, Purpose


def field_label(field: str) -> str:
    """The name of a field or of a kind of suggestion, as people read it."""
    return {
        "name": _("Name"), "full_name": _("Full name"), "given_name": _("First name"), "family_name": _("Last name"),
        "preferred_name": _("Preferred name"), "headline": _("Headline"), "current_title": _("Current title"),
        "current_employer": _("Current employer"), "position": _("Current position"), "place": _("Place"),
        "city": _("City"), "region": _("Region"), "country": _("Country"), "locale": _("Language for mail"),
        "remote": _("Works remotely"), "seniority": _("Seniority"), "available_from": _("Available from"),
        "notice_period_days": _("Notice period"), "salary_minor": _("Pay expected"), "salary_currency": _("Currency"),
        "work_authorisation": _("Work authorisation"), "languages": _("Languages"), "source": _("Source"),
        "email": _("E-mail"), "phone": _("Phone"), "link": _("Web address"), "skill": _("Skill"),
        "language": _("Language"), "experience": _("Experience"), "education": _("Education"), "stage": _("Stage"),
        "skills": _("Skills"),
    }.get(field) or _own_label(field)  # fmt: skip


def _own_label(field: str) -> str:
    """The name of a field of the employer's own, archived ones included; else as it stands."""
    if not field.startswith(PREFIX):
        return field
    return next((own.name for own in custom_fields(archived=True) if own.full_key == field), field)


def told_words(who: str, when: str) -> str:
    """By whom something was last confirmed, and how long ago."""
    return {
        "candidate": _("Confirmed by the candidate %(when)s", when=when),
        "parser": _("Read from a document %(when)s", when=when),
        "import": _("Imported %(when)s", when=when),
    }.get(who) or _("Noted by recruiting %(when)s", when=when)


def choices_of(members: Iterable[Any]) -> list[tuple[str, object]]:
    """Value and label of enum members, for a select."""
    return [(member.value, member.label) for member in members]


def consent_purposes() -> list[tuple[str, object]]:
    """What a consent can be recorded for; an application rests on no consent."""
    return choices_of(purpose for purpose in Purpose if purpose is not Purpose.APPLICATION)


def consent_method(method: str) -> str:
    """How a consent came, in words."""
    return {
        "form": _("by form"), "preferences": _("in their choices"), "one-click": _("by one click in a mail"),
        "unsubscribe": _("unsubscribed from everything"), "import": _("by import"), "event": _("at an event"),
        "recruiter": _("noted by a recruiter"), "merge": _("said no under a record merged into this one"),
        "mail": _("asked by mail"), "expiry": _("not renewed in time"),
    }.get(method, method)  # fmt: skip
