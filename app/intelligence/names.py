"""Names of people: how a full name divides. Offered for confirmation; the full name is kept as it was typed."""

import re

from nameparser import HumanName


def split_name(full: str) -> tuple[str, str]:
    """Given and family name, best guess: "Dr. Juan de la Vega III" → ("Juan", "de la Vega")."""
    typed = re.sub(r"\s+", " ", full).strip()[:200]
    if not typed:
        return "", ""
    name = HumanName(typed)
    given = " ".join(part for part in (name.first, name.middle) if part)
    family = name.last
    if not given and name.title and len(typed.split()) > 1:  # "Prinz Müller": the first word is a name, not a title
        given, _, family = typed.rpartition(" ")
    return given, family
