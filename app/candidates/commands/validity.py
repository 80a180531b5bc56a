"""How long a consent counts: dated decisions of an admin, per country."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import bindparam, func, select

from app.accounts.queries import installation
from app.candidates.activities import ConsentValidityChanged
from app.candidates.models import ConsentValidity
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import date_of
from app.core.dated import rule_for
from app.core.refusals import Refused
from app.extensions import db

MONTHS = 24
"""What counts as long as nobody decided otherwise: data protection authorities call two years without a word usual."""
FEWEST, MOST = 1, 120


class UnlikelyValidity(Refused):
    sentence = _("Give a number of months between 1 and 120.")


_DECIDED = select(ConsentValidity).where(ConsentValidity.country.in_(bindparam("countries", expanding=True)))


def months_valid(country: str, day: date) -> int:
    """How many months a consent counts that somebody from `country` gives on `day`.

    A country without a decision follows the one for everywhere; whose country is unknown, the employer's.
    """
    company = None if country else installation()
    home = country or (company.default_country if company else "")
    decided = db.session.scalars(_DECIDED, {"countries": sorted({home, ""})})
    found = rule_for(country, decided, day, home=home)
    return found.months if found else MONTHS


def consent_end(country: str, at: datetime) -> datetime:
    """When a consent given at `at` ends: the same day so many months later, or the last day of that month."""
    return months_later(at, months_valid(country, date_of(at)))


def months_later(at: datetime, months: int) -> datetime:
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def decide_validity(country: str, *, months: int, valid_from: date, by: Actor) -> ConsentValidity:
    """From `valid_from` on consents given in `country` ("" everywhere else) count so many months.

    Consents that were given before keep the end they were given with.
    """
    if not FEWEST <= months <= MOST:
        raise UnlikelyValidity(field="months")
    same_day = select(ConsentValidity).where(
        ConsentValidity.country == country, ConsentValidity.valid_from == valid_from
    )
    decided = db.session.scalars(same_day).one_or_none()
    if decided is None:
        decided = ConsentValidity(country=country, valid_from=valid_from, months=months)
        db.session.add(decided)
    decided.months = months
    db.session.flush()
    record(ConsentValidityChanged(subject=decided, months=months), by=by)
    return decided


def withdraw_validity(decided: ConsentValidity, *, by: Actor) -> None:
    """The decision before it counts again, for consents given from now on."""
    record(ConsentValidityChanged(subject=decided, months=None), by=by)
    db.session.delete(decided)


def validities() -> Sequence[ConsentValidity]:
    """Every decision: per country the newest first, those for everywhere at the end."""
    return db.session.scalars(
        select(ConsentValidity).order_by(
            (func.length(ConsentValidity.country) == 0).asc(),
            ConsentValidity.country,
            ConsentValidity.valid_from.desc(),
        )
    ).all()
