"""Words the pages about people share."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.candidates.custom_fields import custom_fields
from app.candidates.models import PREFIX, Purpose

_FIELDS = {
    "name": _l("Name"), "full_name": _l("Full name"), "given_name": _l("First name"),
    "family_name": _l("Last name"), "preferred_name": _l("Preferred name"), "headline": _l("Headline"),
    "current_title": _l("Current title"), "current_employer": _l("Current employer"),
    "position": _l("Current position"), "place": _l("Place"), "city": _l("City"), "region": _l("Region"),
    "country": _l("Country"), "locale": _l("Language for mail"), "remote": _l("Works remotely"),
    "seniority": _l("Seniority"), "available_from": _l("Available from"),
    "notice_period_days": _l("Notice period"), "salary_minor": _l("Pay expected"),
    "salary_currency": _l("Currency"), "work_authorisation": _l("Work authorisation"),
    "languages": _l("Languages"), "source": _l("Source"), "email": _l("E-mail"), "phone": _l("Phone"),
    "link": _l("Web address"), "skill": _l("Skill"), "language": _l("Language"),
    "experience": _l("Experience"), "education": _l("Education"), "stage": _l("Stage"), "skills": _l("Skills"),
}  # fmt: skip
_METHODS = {
    "form": _l("by form"), "preferences": _l("in their choices"), "one-click": _l("by one click in a mail"),
    "unsubscribe": _l("unsubscribed from everything"), "import": _l("by import"), "event": _l("at an event"),
    "recruiter": _l("noted by a recruiter"), "merge": _l("said no under a record merged into this one"),
    "mail": _l("asked by mail"), "expiry": _l("not renewed in time"),
}  # fmt: skip


def field_label(field: str) -> str:
    """The name of a field or of a kind of suggestion, as people read it."""
    return str(_FIELDS[field]) if field in _FIELDS else _own_label(field)


def _own_label(field: str) -> str:
    """The name of a field of the employer's own, archived ones included; else as it stands."""
    if not field.startswith(PREFIX):
        return field
    return next((own.name for own in custom_fields(archived=True) if own.full_key == field), field)


def told_words(who: str, when: str) -> str:
    """By whom something was last confirmed, and how long ago."""
    match who:
        case "candidate":
            return _("Confirmed by the candidate %(when)s", when=when)
        case "parser":
            return _("Read from a document %(when)s", when=when)
        case "import":
            return _("Imported %(when)s", when=when)
        case _other:
            return _("Noted by recruiting %(when)s", when=when)


def choices_of(members: Iterable[Any]) -> list[tuple[str, object]]:
    """Value and label of enum members, for a select."""
    return [(member.value, member.label) for member in members]


def consent_purposes() -> list[tuple[str, object]]:
    """What a consent can be recorded for; an application rests on no consent."""
    return choices_of(purpose for purpose in Purpose if purpose is not Purpose.APPLICATION)


def consent_method(method: str) -> str:
    """How a consent came, in words."""
    return str(_METHODS.get(method, method))
