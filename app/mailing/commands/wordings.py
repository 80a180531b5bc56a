"""Changing a text of the library: always a new version, because messages remember the one they used."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core.activity import record
from app.core.actors import Actor
from app.core.refusals import Stale
from app.core.text import clean_text, one_line
from app.extensions import db
from app.mailing.activities import TemplateChanged
from app.mailing.library import shipped_template
from app.mailing.models import Template, TemplateVersion
from app.mailing.wording import Wording, WordingRefused, check_wording, compile_wording, merge_field

ALWAYS_KNOWN = frozenset({"company", "back_office_link"})
OFTEN_KNOWN = ALWAYS_KNOWN | {"first_name", "name"}
"""Values every mail has: the company for certain, a name where one is known."""


def change_template(
    template: Template, *, subject: str, body: str, by: Actor, seen: int | None = None
) -> TemplateVersion:
    """Save a new wording; the same words again change nothing.

    Raises WordingRefused for a field this mail does not have, one that may be empty and has no words to stand in, or a
    lost link; Stale when somebody saved since version `seen`.
    """
    subject, body = one_line(subject)[:300], clean_text(body).strip() + "\n"
    check_template_wording(template, subject, body)
    newest = db.session.scalars(
        select(TemplateVersion).where(
            TemplateVersion.template_id == template.id, TemplateVersion.number == _newest_number(template)
        )
    ).one()
    if seen is not None and seen != newest.number:
        raise Stale()
    if (newest.subject, newest.body.strip()) == (subject, body.strip()):
        return newest
    version = TemplateVersion(
        template_id=template.id, number=newest.number + 1, subject=subject, body=body, created_by_id=by.user_id
    )
    db.session.add(version)
    db.session.flush()
    record(TemplateChanged(subject=template, number=version.number), by=by)
    return version


def check_template_wording(template: Template, subject: str, body: str) -> Wording:
    """Compile a text for `template`. It may use what the shipped text uses: nobody gives it other values."""
    wording = check_wording(subject, body)
    shipped = shipped_template(template.name, template.locale)
    if shipped is None:
        return wording
    known = compile_wording(shipped.subject, shipped.body)
    for field in sorted(wording.fields - known.fields - OFTEN_KNOWN):
        raise WordingRefused(_("This mail has nothing to say for {{%(field)s}}.", field=field), field="body")
    for field in sorted(wording.required - known.required - ALWAYS_KNOWN):
        raise WordingRefused(
            _("{{%(field)s}} may be empty. Write {{%(field)s|something else}}, or {{#%(field)s}} around the sentence.",
              field=field), field="body")  # fmt: skip
    for field in sorted(known.required - wording.fields):
        merge = merge_field(field)
        if merge is not None and merge.is_link:
            raise WordingRefused(_("This mail is of no use without its link {{%(field)s}}.", field=field), field="body")
    return wording


def _newest_number(template: Template) -> int:
    return db.session.scalar(
        select(func.max(TemplateVersion.number)).where(TemplateVersion.template_id == template.id)
    ) or 0
