"""E-mail addresses, phone numbers and web addresses in text."""

import re
from collections.abc import Iterator

import phonenumbers

EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}\b"
)
_TLD = "com|org|net|io|dev|de|at|ch|eu|me|ai|app|co|uk|us|info|fr|es|it|nl|tech|xyz|design|page|site|blog|online|pl|se|dk|in|cv|name|edu|work|codes"
URL = re.compile(
    rf"(?i)(?<![@\w.])(?:https?://[^\s<>()\"]+|(?:www\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_TLD})(?:/[^\s<>()\"|,]*)?(?![\w@.-]*@)(?![\w-]))"
)
_PROFILE = re.compile(
    r"(?i)^(?:[\w-]+\.)?(?:linkedin\.com/(?:in|pub)/[^/?]+|github\.com/[^/?]+|gitlab\.com/[^/?]+|xing\.com/(?:profile/)?[^/?]+|"
    r"stackoverflow\.com/users/\d+|behance\.net/[^/?]+|dribbble\.com/[^/?]+|orcid\.org/[\dX-]+|kaggle\.com/[^/?]+|"
    r"(?:twitter|x)\.com/[^/?]+|medium\.com/@[^/?]+|huggingface\.co/[^/?]+|scholar\.google\.[a-z.]+/citations.+)/?(?:\?.*)?$"
)


def find_emails(text: str) -> list[str]:
    """Addresses in the text, the domain in lower case, each once."""
    found: list[str] = []
    for match in EMAIL.finditer(text):
        local, _, domain = match[0].rpartition("@")
        address = f"{local}@{domain.lower()}"
        if ".." not in local and not local.endswith(".") and address not in found:
            found.append(address)
    return found


def find_phones(text: str, region: str) -> list[str]:
    """Valid numbers in the text in E.164; `region` is where a number without a country code is dialled."""
    text = re.sub(r"\(0\)", "", text)[:2_000]
    return _numbers(text, region, phonenumbers.Leniency.VALID) or [
        number for number in _numbers(text, None, phonenumbers.Leniency.POSSIBLE) if len(number) > 9
    ]  # written with its country code, a number may be of a range the list does not know yet


def _numbers(text: str, region: str | None, leniency: int) -> list[str]:
    matches = phonenumbers.PhoneNumberMatcher(text, region and region.upper(), leniency=leniency)
    numbers = (phonenumbers.format_number(each.number, phonenumbers.PhoneNumberFormat.E164) for each in matches)
    return list(dict.fromkeys(numbers))


def normalise_phone(text: str, region: str) -> str | None:
    """One number in E.164, or None when it is none."""
    try:
        number = phonenumbers.parse(re.sub(r"\(0\)", "", text), region.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    with_country = text.lstrip().startswith("+") and phonenumbers.is_possible_number(number)
    if not (with_country or phonenumbers.is_valid_number(number)):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def find_urls(text: str) -> Iterator[str]:
    """Web addresses in the text, with a scheme."""
    without_emails = EMAIL.sub(" ", text)
    for match in URL.finditer(without_emails):
        address = match[0].rstrip(".,;:)]}'\"")
        yield address if "://" in address else f"https://{address}"


def is_web_address(address: str) -> bool:
    """Whether it is an ordinary http or https address that is safe to show as a link."""
    return (
        bool(re.fullmatch(r"(?i)https?://[a-z0-9._~-]+(?::\d+)?(?:[/?#][^\s<>\"'\\]*)?", address))
        and len(address) < 500
    )


def url_key(address: str) -> str:
    """The address as far as two spellings of it are the same page."""
    key = re.sub(r"(?i)^https?://(?:www\.)?", "", address).rstrip("/")
    host, _, path = key.partition("/")
    return f"{host.lower()}/{path}".rstrip("/")


def is_profile(address: str) -> bool:
    """Whether the address is somebody's page on a known network."""
    return bool(_PROFILE.match(url_key(address)))
