"""What is known about a person before there is a record: from a form, an application, a row of a file."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """Values as typed; `add_candidate` normalises them and refuses what cannot be an address or a number."""

    name: str = ""
    given_name: str = ""
    family_name: str = ""
    preferred_name: str = ""
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    links: Sequence[str] = ()
    headline: str = ""
    title: str = ""
    employer: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    """A code or a name."""
    locale: str = ""
    """Language for mail; empty for the one of the country, else the installation's."""
    source: str = ""
    skills: Sequence[str] = ()
    schools: Sequence[str] = ()
    """Only to find duplicates by."""
