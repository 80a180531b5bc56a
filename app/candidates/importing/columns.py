"""Which column means what: the fields a file can fill, and the headers people use for them."""

import hashlib
import re
from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _

from app.candidates.custom_fields import custom_fields
from app.core.text import folded

FIELDS: dict[str, object] = {
    "name": _("Full name"),
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "preferred_name": _("Preferred name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "title": _("Current title"),
    "employer": _("Current employer"),
    "headline": _("Headline"),
    "city": _("City"),
    "region": _("Region"),
    "country": _("Country"),
    "link": _("Web address"),
    "skills": _("Skills"),
    "tags": _("Tags"),
    "source": _("Source"),
    "known_since": _("Known since"),
}
"""Fields in the order a person thinks of them; a field may be filled by several columns."""

_HEADERS = {
    "name": "name|full name|candidate|candidate name|contact|person|vollstandiger name|nachname vorname|nom complet|"
    "nombre completo|nome completo|bewerber|kandidat|applicant",
    "given_name": "first name|firstname|given name|givenname|forename|vorname|prenom|nombre|nome|voornaam|imie|fornamn",
    "family_name": "last name|lastname|surname|family name|familyname|nachname|familienname|zuname|nom|"
    "nom de famille|apellido|apellidos|cognome|achternaam|nazwisko|efternamn",
    "preferred_name": "preferred name|nickname|rufname|nom d'usage",
    "email": "e-mail|email|mail|e-mail address|email address|e-mail-adresse|emailadresse|mailadresse|e-mail adresse|"
    "courriel|adresse e-mail|adresse mail|correo|correo electronico|primary email|email 1|e-mail 1|email 2|e-mail 2|"
    "work email|private email|posta elettronica",
    "phone": "phone|phone number|telephone|mobile|mobile phone|cell|cell phone|telefon|telefonnummer|handy|mobil|"
    "mobilnummer|rufnummer|tel|tel.|telephone portable|portable|telefono|movil|numero de telephone|primary phone",
    "title": "title|job title|current title|position|role|function|funktion|berufsbezeichnung|stellenbezeichnung|"
    "stelle|beruf|jobtitel|poste|intitule du poste|fonction|cargo|puesto|current position|occupation",
    "employer": "company|employer|current employer|current company|organization|organisation|arbeitgeber|firma|"
    "unternehmen|entreprise|employeur|societe|empresa|company name|account",
    "headline": "headline|summary|profile|tagline|kurzprofil",
    "city": "city|town|location|ort|stadt|wohnort|ville|ciudad|citta|plaats|place",
    "region": "region|state|province|bundesland|county|canton|kanton|etat",
    "country": "country|land|pays|pais|paese|nation|country code|landercode",
    "link": "url|link|links|website|web site|webseite|homepage|linkedin|linkedin url|profile url|github|xing|portfolio|"
    "site web|profil",
    "skills": "skills|key skills|skill|kenntnisse|fahigkeiten|kompetenzen|competences|technologies|technologien|"
    "habilidades|expertise|tech stack|keywords",
    "tags": "tags|tag|labels|label|schlagworte|schlagworter|gruppe|groups|group|categories|category",
    "source": "source|quelle|herkunft|origine|origin|fuente|channel|kanal|candidate source|lead source",
    "known_since": "created|created at|created on|date created|date added|added|added on|connected on|angelegt|"
    "angelegt am|erstellt|erstellt am|eingang|eingangsdatum|date de creation|fecha de creacion|entered|date entered",
}
_BY_HEADER = {header: field for field, headers in _HEADERS.items() for header in headers.split("|")}


def guessed_field(header: str) -> str:
    """The field a header stands for, or nothing."""
    key = re.sub(r"[\s_:*?]+", " ", folded(header)).strip()
    return _BY_HEADER.get(key) or _BY_HEADER.get(re.sub(r" ?\(?\d\)?$", "", key), "")


def guessed_mapping(headers: Iterable[str]) -> dict[str, str]:
    """Header → field for those we know. `Nom` beside no first name is a whole name."""
    own = {folded(name): field.full_key for field in custom_fields() for name in (field.name, field.key)}
    mapping = {header: field for header in headers if (field := own.get(folded(header)) or guessed_field(header))}
    fields = set(mapping.values())
    if "given_name" not in fields and "name" not in fields:
        mapping = {header: "name" if field == "family_name" else field for header, field in mapping.items()}
    return mapping


def header_key(headers: Iterable[str]) -> str:
    """The same for every file with the same headers: a mapping is remembered under it."""
    return hashlib.sha256("\0".join(sorted(folded(header) for header in headers)).encode()).hexdigest()


def import_fields() -> dict[str, object]:
    """What a column may mean: the record's own fields, then those the employer added."""
    return FIELDS | {field.full_key: field.name for field in custom_fields()}


def checked_mapping(headers: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """The part of a mapping that names headers of the file and fields we have."""
    fields = import_fields()
    return {header: chosen[header] for header in headers if chosen.get(header) in fields}
