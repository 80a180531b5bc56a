"""Pay in words, the same in list, page, card and feed."""

from typing import Protocol

from babel.numbers import format_currency
from flask_babel import get_locale

from app.jobs.models import PayPeriod


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
    low = money(job.pay_from, job.pay_currency)
    span = low if job.pay_from == job.pay_to else f"{low} – {money(job.pay_to, job.pay_currency)}"
    return f"{span} {job.pay_period.label}"


def money(minor: int, currency: str) -> str:
    locale = str(get_locale() or "en")
    if minor % 100:
        return str(format_currency(minor / 100, currency, locale=locale))
    pattern = "¤#,##0" if locale.startswith("en") else "#,##0 ¤"
    return str(format_currency(minor // 100, currency, pattern, locale=locale, currency_digits=False))
