"""What is said of a job in words, the same in list, page, card and feed: its pay and its process."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from babel import Locale
from babel.numbers import format_currency
from flask_babel import get_locale

from app.jobs.models import Job, PayPeriod

SPOKEN = (
    "de", "en", "fr", "es", "it", "nl", "pl", "pt", "tr", "ar", "bg", "cs", "da", "el", "fa", "fi", "hi", "hr", "hu", "ja", "ko",
    "no", "ro", "ru", "sk", "sr", "sv", "uk", "vi", "zh",
)  # fmt: skip
"""Languages a job can be done in, the commonest here first."""


def language_name(code: str) -> str:
    """A language as people call it, in the language of the page; the code itself when nobody knows it."""
    name = Locale.parse(str(get_locale() or "en")).languages.get(code, code)
    return name[:1].upper() + name[1:]


class Paid(Protocol):
    @property
    def pay_from(self) -> int | None: ...
    @property
    def pay_to(self) -> int | None: ...
    @property
    def pay_currency(self) -> str: ...
    @property
    def pay_period(self) -> PayPeriod: ...


def pay_line(job: Paid) -> str:
    """"€55,000 – €70,000 per year", "€4,200 per month" when both ends are the same, or nothing."""
    if job.pay_from is None or job.pay_to is None:
        return ""
    return _pay_line(job.pay_from, job.pay_to, job.pay_currency, job.pay_period, str(get_locale() or "en"))


@lru_cache(maxsize=4096)
def _pay_line(low: int, high: int, currency: str, period: PayPeriod, locale: str) -> str:
    span = money(low, currency, locale)
    if low != high:
        span = f"{span} – {money(high, currency, locale)}"
    return f"{span} {period.label}"


def money(minor: int, currency: str, locale: str) -> str:
    if minor % 100:
        return str(format_currency(minor / 100, currency, locale=locale))
    pattern = "¤#,##0" if locale.startswith("en") else "#,##0 ¤"
    return str(format_currency(minor // 100, currency, pattern, locale=locale, currency_digits=False))


@dataclass(frozen=True)
class PublicStep:
    """A step of the process as candidates read it; stages that share a public name are one step."""

    name: str
    text: str
    reply_days: int | None
    """Days within which word is promised, the longest of its stages."""


def public_steps(job: Job) -> list[PublicStep]:
    """How the process goes on, from the public names of the job's stages (loaded with it)."""
    steps: dict[str, PublicStep] = {}
    for stage in job.open_stages:
        known = steps.get(stage.public_name)
        days = [given for given in (stage.reply_days, known.reply_days if known else None) if given]
        text = known.text if known and known.text else stage.public_text
        steps[stage.public_name] = PublicStep(stage.public_name, text, max(days, default=None))
    return list(steps.values())
