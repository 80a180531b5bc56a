"""The template library: the texts that come with Perennial, and the newest version of each."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager

from app.core.text import language_of
from app.extensions import db
from app.mailing.models import Template, TemplateVersion
from app.mailing.wording import check_wording

DEFAULT_LOCALE = "en"


@dataclass(frozen=True)
class ShippedTemplate:
    """A text as it comes with Perennial."""

    name: str
    locale: str
    title: str
    subject: str
    body: str


@cache
def shipped_templates() -> tuple[ShippedTemplate, ...]:
    folder = files("app.mailing").joinpath("default_templates")
    texts = sorted((file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".md"))
    return tuple(_shipped(filename, text) for filename, text in texts)


def shipped_template(name: str, locale: str) -> ShippedTemplate | None:
    return next((one for one in shipped_templates() if (one.name, one.locale) == (name, locale)), None)


def ensure_templates() -> int:
    """Put the shipped texts into the library; answers how many versions were written.

    A text that nobody of the staff has changed follows a newer shipped one; a changed one is left alone.
    """
    newest = {(version.template.name, version.template.locale): version for version in _newest_versions()}
    written: list[tuple[Template, int, ShippedTemplate]] = []
    for shipped in shipped_templates():
        present = newest.get((shipped.name, shipped.locale))
        if present is None:
            written.append((Template(name=shipped.name, locale=shipped.locale, title=shipped.title), 1, shipped))
        elif present.created_by_id is None and (present.subject, present.body) != (shipped.subject, shipped.body):
            written.append((present.template, present.number + 1, shipped))
    db.session.add_all(template for template, _number, _shipped in written)
    db.session.flush()
    for template, number, shipped in written:
        _add_version(template, number, shipped)
    db.session.flush()
    return len(written)


def newest_version(name: str, locale: str) -> TemplateVersion:
    """The newest wording of template `name` in `locale`, else in English. KeyError when there is no such template.

    Reads only: a text that the library does not hold yet comes as it is shipped, without an id.
    """
    found = {version.template.locale: version for version in _newest_versions(name)} or {
        shipped.locale: TemplateVersion(number=0, subject=shipped.subject, body=shipped.body)
        for shipped in shipped_templates()
        if shipped.name == name
    }
    for wanted in (locale, language_of(locale), DEFAULT_LOCALE):
        if wanted in found:
            return found[wanted]
    raise KeyError(f"no mail template is called {name}")


def newest_version_of(template: Template) -> TemplateVersion:
    """The newest wording of one text of the library."""
    return next(version for version in _newest_versions(template.name) if version.template_id == template.id)


def _newest_versions(name: str | None = None) -> list[TemplateVersion]:
    return list(db.session.scalars(_newest(of_one=False) if name is None else _newest(of_one=True), {"wanted": name}))


@cache
def _newest(*, of_one: bool) -> Select[TemplateVersion]:
    later = select(TemplateVersion.id).where(
        TemplateVersion.template_id == Template.id
    ).order_by(TemplateVersion.number.desc()).limit(1).correlate(Template).scalar_subquery()
    statement = (
        select(TemplateVersion)
        .join(TemplateVersion.template)
        .where(TemplateVersion.id == later, Template.campaign_id.is_(None))
        .options(contains_eager(TemplateVersion.template))
    )
    return statement.where(Template.name == bindparam("wanted")) if of_one else statement


def _add_version(template: Template, number: int, shipped: ShippedTemplate) -> None:
    check_wording(shipped.subject, shipped.body)
    db.session.add(
        TemplateVersion(template_id=template.id, number=number, subject=shipped.subject, body=shipped.body)
    )


def _shipped(filename: str, text: str) -> ShippedTemplate:
    name, locale, _ending = filename.rsplit(".", 2)
    head, _blank, body = text.partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return ShippedTemplate(name, locale, facts["title"], facts["subject"], body)
