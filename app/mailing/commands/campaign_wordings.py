"""The words of a campaign as the ledger keeps them: versions that never change, apart from the library of texts."""

from sqlalchemy import select

from app.core.actors import Actor
from app.core.text import clean_text, one_line
from app.extensions import db
from app.mailing.models import Template, TemplateVersion
from app.mailing.wording import check_wording


def keep_wording(
    *, campaign_id: int, locale: str, subject: str, preheader: str = "", body: str, by: Actor
) -> TemplateVersion:
    """The version that says exactly this, written when it is not the newest already. Raises WordingRefused."""
    subject, preheader = one_line(subject)[:300], one_line(preheader)[:300]
    body = clean_text(body).strip() + "\n"
    check_wording(subject, body, preheader=preheader, pictures=True)
    newest = db.session.scalars(
        select(TemplateVersion)
        .join(Template, Template.id == TemplateVersion.template_id)
        .where(Template.campaign_id == campaign_id, Template.locale == locale)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and (newest.subject, newest.preheader, newest.body) == (subject, preheader, body):
        return newest
    version = TemplateVersion(
        template_id=newest.template_id if newest is not None else _template(campaign_id, locale).id,
        number=newest.number + 1 if newest is not None else 1,
        subject=subject, preheader=preheader, body=body, created_by_id=by.user_id,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    return version


def _template(campaign_id: int, locale: str) -> Template:
    name = f"campaign-{campaign_id}"
    template = Template(name=name, locale=locale, title=name, campaign_id=campaign_id)
    db.session.add(template)
    db.session.flush()
    return template
