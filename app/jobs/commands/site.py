"""What the installation and its careers site say about the company."""

import re

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Installation
from app.core.activity import record
from app.core.actors import Actor
from app.core.colours import is_colour
from app.core.refusals import Refused
from app.core.text import clean_text, one_line
from app.extensions import db
from app.jobs.activities import CompanyChanged, SiteWordingChanged
from app.jobs.commands.editing import compared
from app.jobs.models import SiteText, SiteWording
from app.jobs.places import countries

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def change_company(
    company: Installation,
    *,
    name: str,
    postal_address: str,
    contact_email: str,
    accent: str,
    default_locale: str,
    default_country: str,
    mail_domains: str = "",
    by: Actor,
) -> None:
    """The employer's name, address, colour, defaults, and the domains of its own mailboxes."""
    accent = accent.strip().lower()
    if not one_line(name):
        raise Refused(_("The company needs a name."), field="company_name")
    if not is_colour(accent):
        raise Refused(_("Give the colour as # and six digits, such as #3b5bdb."), field="accent")
    if default_country not in countries("en"):
        raise Refused(_("Choose a country of the list."), field="default_country")
    domains = mail_domains.replace(",", " ").replace(";", " ").lower().split()
    for domain in domains:
        if not _DOMAIN.fullmatch(domain) or len(" ".join(domains)) > 1000:
            raise Refused(_("%(domain)s is not the domain of a mailbox. Write it as example.com.", domain=domain[:60]), field="mail_domains")
    values = {
        "mail_domains": " ".join(dict.fromkeys(domains)),
        "company_name": one_line(name)[:200],
        "postal_address": clean_text(postal_address).strip()[:500],
        "contact_email": contact_email[:320],
        "accent": accent,
        "default_locale": default_locale,
        "default_country": default_country,
    }
    changes = [change for field, new in values.items() for change in compared(field, getattr(company, field), new)]
    for field, new in values.items():
        setattr(company, field, new)
    if changes:
        record(CompanyChanged(), by=by, changes=changes)


def set_site_wordings(locale: str, texts: dict[SiteText, str], *, by: Actor) -> None:
    """The texts of the careers site in one language; an empty one brings the shipped wording back."""
    rows = select(SiteWording).where(SiteWording.locale == locale).with_for_update()
    standing = {row.name: row for row in db.session.scalars(rows)}
    for name, typed in texts.items():
        text = re.sub(r"\n{3,}", "\n\n", clean_text(typed)).strip()[:20_000]
        row = standing.get(name)
        changes = compared(f"{name.value}_{locale}", row.text if row else "", text)
        if not changes:
            continue
        if row is None:
            db.session.add(SiteWording(name=name, locale=locale, text=text))
        elif text:
            row.text = text
        else:
            db.session.delete(row)
        record(SiteWordingChanged(name=name.value, locale=locale), by=by, changes=changes)
