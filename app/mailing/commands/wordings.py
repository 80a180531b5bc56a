"""Changing a text of the library: always a new version, because messages remember the one they used."""

from sqlalchemy import func, select

from app.core.actors import Actor
from app.core.text import clean_text, one_line
from app.extensions import db
from app.mailing.models import Template, TemplateVersion
from app.mailing.wording import check_wording


def change_template(template: Template, *, subject: str, body: str, by: Actor) -> TemplateVersion:
    """Save a new wording. Raises WordingRefused for an unknown field or a section that does not close."""
    subject, body = one_line(subject)[:300], clean_text(body)
    check_wording(subject, body)
    last = db.session.scalar(
        select(func.max(TemplateVersion.number)).where(TemplateVersion.template_id == template.id)
    )
    version = TemplateVersion(
        template_id=template.id, number=(last or 0) + 1, subject=subject, body=body, created_by_id=by.user_id
    )
    db.session.add(version)
    db.session.flush()
    return version
