"""The texts of the careers site."""

from importlib.resources import files

from sqlalchemy import select

from app.accounts.models import Installation
from app.core.languages import LOCALES
from app.extensions import db
from app.jobs.models import SiteText, SiteWording


def stored_wordings(locale: str) -> dict[SiteText, str]:
    """What the employer wrote itself in one language."""
    rows = db.session.execute(select(SiteWording.name, SiteWording.text).where(SiteWording.locale == locale))
    return {row.name: row.text for row in rows}


def site_wording(locale: str, *names: SiteText) -> dict[SiteText, str]:
    """Texts as visitors read them: the employer's in their language, else in its own, else the shipped one."""
    company = db.session.scalar(select(Installation).limit(1))
    home = company.default_locale if company else "en"
    rows = db.session.scalars(select(SiteWording).where(SiteWording.name.in_(names))).all()
    written = {(row.name, row.locale): row.text for row in rows}
    return {
        name: written.get((name, locale)) or written.get((name, home)) or _shipped(name, locale, company) for name in names
    }


def _shipped(name: SiteText, locale: str, company: Installation | None) -> str:
    chosen = locale if locale in LOCALES else LOCALES[0]
    text = (files("app.jobs") / "data" / f"{name.value}.{chosen}.txt").read_text(encoding="utf-8").strip()
    address = (company.postal_address if company else "").replace("\n", "  \n")
    email = company.contact_email if company else ""
    for placeholder, value in (("{company}", company.company_name if company else ""), ("{address}", address)):
        text = text.replace(placeholder, value)
    return text.replace("{email}", f"<{email}>" if email else "")
