"""Somebody to look for, and who was found: certain or likely, with the reason."""

from dataclasses import dataclass
from enum import Enum

from flask_babel import lazy_gettext as _

from app.candidates.models import Candidate


class Certainty(Enum):
    CERTAIN = "certain"
    LIKELY = "likely"

    @property
    def label(self) -> object:
        return {Certainty.CERTAIN: _("Same person"), Certainty.LIKELY: _("Possibly the same person")}[self]


class MatchReason(Enum):
    """Why two records may be one person, strongest first."""

    VERIFIED_EMAIL = "verified_email"
    SAME_EMAIL = "same_email"
    SAME_LINK = "same_link"
    SHARED_PHONE = "shared_phone"
    TAG_TWIN = "tag_twin"
    EMAIL_OTHER_NAME = "email_other_name"
    NAME_AND_EMPLOYER = "name_and_employer"
    NAME_AND_SCHOOL = "name_and_school"
    NAME_AND_CITY = "name_and_city"

    @property
    def is_same_person(self) -> bool:
        """Same address and a compatible name: what an import takes for somebody already known."""
        return self in (MatchReason.VERIFIED_EMAIL, MatchReason.SAME_EMAIL)

    @property
    def label(self) -> object:
        return {
            MatchReason.VERIFIED_EMAIL: _("same verified e-mail"),
            MatchReason.SAME_EMAIL: _("same e-mail"),
            MatchReason.SAME_LINK: _("same web address"),
            MatchReason.SHARED_PHONE: _("shared phone number"),
            MatchReason.TAG_TWIN: _("same e-mail apart from a plus tag"),
            MatchReason.EMAIL_OTHER_NAME: _("same e-mail, another name"),
            MatchReason.NAME_AND_EMPLOYER: _("similar name, same employer"),
            MatchReason.NAME_AND_SCHOOL: _("similar name, same school"),
            MatchReason.NAME_AND_CITY: _("similar name, same city"),
        }[self]


_STRENGTH = {reason: rank for rank, reason in enumerate(MatchReason)}


def strength(reason: MatchReason) -> int:
    """0 for the surest reason, more for weaker ones."""
    return _STRENGTH[reason]


@dataclass(frozen=True)
class Probe:
    """Somebody to look for, in normalised values."""

    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    employer: str = ""
    city: str = ""
    schools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """Somebody found, and why."""

    candidate_id: int
    reason: MatchReason


@dataclass(frozen=True)
class Match:
    """A hit with its record, for people to look at."""

    candidate: Candidate
    certainty: Certainty
    reason: MatchReason
