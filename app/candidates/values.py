"""Reading what people type into one shape: addresses, numbers, countries, links, dates."""

import re
from datetime import date, datetime
from functools import cache, lru_cache

import phonenumbers
from babel import Locale
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _

from app.core.text import folded, one_line

LANGUAGES_OF_COUNTRY_NAMES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "cs", "tr")
SMALLEST_NUMBER = 10_000
"""Fewer than five digits is an extension or an emergency number, not how to reach a person."""
GERMAN_SPEAKING = frozenset({"DE", "AT", "LI"})
_OTHER_COUNTRY_NAMES = {
    "uk": "GB", "u.k.": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "great britain": "GB", "usa": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "brd": "DE",
    "holland": "NL", "czech republic": "CZ", "turkey": "TR",
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero", "feb february februar fevrier febrero", "mar march marz mars marzo mrz",
            "apr april avril abril", "may mai mayo", "jun june juni juin junio", "jul july juli juillet julio",
            "aug august aout agosto", "sep sept september septembre septiembre",
            "oct october oktober octobre octubre okt", "nov november novembre noviembre",
            "dec december dezember decembre diciembre dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


PROBLEMS = {
    "email": _("This is not an e-mail address."),
    "email-length": _("This e-mail address is too long."),
    "phone": _("This is not a phone number."),
    "phone-length": _("This phone number is too long or too short."),
    "country": _("This is not a country we know."),
    "language": _("We do not know one of these languages. Separate several with commas."),
    "link": _("This is not a web address that starts with http or https."),
    "date": _("This is not a date."),
    "number": _("This is not a number."),
    "choice": _("This is not one of the choices."),
    "yes-no": _("This is neither yes nor no."),
    "too-long": _("This is too long."),
}
"""What can be wrong with a value, by the code that is stored."""


class BadValue(ValueError):
    """A value that cannot be what its column says; `str()` is the reason in the reader's language."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    @property
    def reason(self) -> object:
        return PROBLEMS[self.code]

    def __str__(self) -> str:
        return str(self.reason)


@lru_cache(maxsize=2048)
def email_address(text: str) -> str:
    """The address as it is written to. Raises BadValue."""
    line = one_line(text)
    try:
        plain = _PLAIN_ADDRESS.match(line) if len(line) <= 254 else None
        normalized = f"{plain[1]}@{_mail_domain(plain[2])}" if plain else _validated(line)
    except EmailNotValidError:
        raise BadValue("email") from None
    if len(normalized) > 320:
        raise BadValue("email-length")
    return normalized


_PLAIN_ADDRESS = re.compile(r"(?=.{1,64}@)([a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*)@([a-z0-9.-]+)\Z", re.IGNORECASE | re.ASCII)
"""Of such an address only the domain can still be wrong; lists of people share few."""


@lru_cache(maxsize=2048)
def _mail_domain(domain: str) -> str:
    return _validated(f"somebody@{domain}").rpartition("@")[2]


def _validated(address: str) -> str:
    return validate_email(address, check_deliverability=False).normalized


def email_key(address: str) -> str:
    """What two spellings of one address share. Accents stay: jose@ and josé@ are two mailboxes of two people."""
    return one_line(address).casefold()[:320]


def untagged(key: str) -> str:
    """The address key without its plus tag: `ada+jobs@x.org` → `ada@x.org`."""
    local, _at, domain = key.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


@lru_cache(maxsize=2048)
def phone_number(text: str, country: str) -> str:
    """The number in E.164; `country` is where one without a country code is dialled. Raises BadValue."""
    try:
        number = phonenumbers.parse(one_line(text).replace("(0)", ""), country or None)
    except phonenumbers.NumberParseException:
        raise BadValue("phone") from None
    if not phonenumbers.is_possible_number(number) or number.national_number < SMALLEST_NUMBER:  # type: ignore[operator]
        raise BadValue("phone-length")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_valid_phone(text: str, country: str) -> bool:
    """Whether the number is not only possible but in use in `country`."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(one_line(text).replace("(0)", ""), country or None))
    except phonenumbers.NumberParseException:
        return False


def shown_phone(number: str) -> str:
    """An E.164 number with the spaces people expect."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 of a country's code or name in one of a dozen languages; empty stays empty. Raises BadValue."""
    key = folded(text)
    if not key:
        return ""
    code = _country_names().get(key)
    if code is None:
        raise BadValue("country")
    return code


def country_name(code: str, locale: str = "en") -> str:
    return str(Locale.parse(locale, sep="_").territories.get(code, code)) if code else ""


def country_choices(locale: str) -> list[tuple[str, str]]:
    """Code and name of every country, by name, for a select."""
    names = Locale.parse(locale, sep="_").territories
    return sorted(((code, str(names[code])) for code in _codes() if code in names), key=lambda one: folded(one[1]))


def web_link(text: str) -> str:
    """An http or https address, the scheme added when it is missing. Raises BadValue."""
    address = one_line(text)
    if not re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE) or re.match(r"[\w.-]+:\d", address):
        address = f"https://{address.lstrip('/')}"
    if len(address) > 500 or not re.fullmatch(r"(?i)https?://[\w.~-]+\.[\w-]{2,}(:\d{1,5})?([/?#][^\s<>\"'\\]*)?", address):
        raise BadValue("link")
    return address


def link_key(address: str) -> str:
    """What two spellings of one web address share."""
    return re.sub(r"^https?://(www\.)?", "", address.strip(), flags=re.IGNORECASE).rstrip("/").casefold()


def loose_date(text: str, *, month_first: bool = False) -> date:
    """A date written as 2024-05-31, 31.05.2024, 31/05/2024, 05 Jun 2025 or Jun 5, 2025. Raises BadValue.

    With slashes the day comes first unless `month_first` (decided for a whole column) or the month would be above 12.
    """
    typed = one_line(text)
    try:
        return datetime.fromisoformat(typed).date()
    except ValueError:
        pass
    parts = re.findall(r"\d+|[^\W\d_]+", typed)
    try:
        return _date_of(parts, month_first or ("/" in typed and len(parts) == 3 and _above_12(parts[1])))
    except (ValueError, KeyError, IndexError):
        raise BadValue("date") from None


def _date_of(parts: list[str], month_first: bool) -> date:
    if len(parts) != 3:
        raise ValueError
    if len(parts[0]) == 4:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    first, second, year = parts
    if not first.isdigit():
        return date(int(year), _MONTHS[folded(first)], int(second))
    if not second.isdigit():
        return date(int(year), _MONTHS[folded(second)], int(first))
    if len(year) != 4:
        raise ValueError
    day, month = (second, first) if month_first else (first, second)
    return date(int(year), int(month), int(day))


def _above_12(text: str) -> bool:
    return text.isdigit() and int(text) > 12


@cache
def _codes() -> tuple[str, ...]:
    groups = {"EU", "EZ", "UN", "ZZ", "XA", "XB"}
    codes = (str(code) for code in Locale("en").territories)
    return tuple(code for code in codes if len(code) == 2 and code.isalpha() and code not in groups)


@cache
def _country_names() -> dict[str, str]:
    names = {folded(code): code for code in _codes()}
    for language in LANGUAGES_OF_COUNTRY_NAMES:
        territories = Locale(language).territories
        for code in _codes():
            if code in territories:
                names.setdefault(folded(str(territories[code])), code)
    return {**names, **_OTHER_COUNTRY_NAMES}
