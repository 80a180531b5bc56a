"""Interview kits: what the interviews of a stage are for, what they ask and rate."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.text import clean_text, one_line
from app.extensions import db
from app.hiring.activities import KitChanged
from app.hiring.models import Kit, KitAttribute
from app.jobs.models import Job, Stage

MOST_ATTRIBUTES = 12


class KitUnfit(Refused):
    """Something about the kit cannot be; `field` says what."""


@dataclass(frozen=True)
class AttributeDraft:
    """An attribute as typed; `id` names the one it changes."""

    name: str
    questions: str = ""
    id: int | None = None


def ensure_kit(stage_id: int) -> Kit:
    """The kit of a stage; a stage that never had one begins with a short list that fits most talks."""
    found = db.session.scalar(select(Kit).where(Kit.stage_id == stage_id).options(selectinload(Kit.attributes)))
    if found is not None:
        return found
    job = db.session.scalars(select(Job).join(Stage, Stage.job_id == Job.id).where(Stage.id == stage_id)).one()
    kit = default_kit(job.locale)
    kit.stage_id = stage_id
    db.session.add(kit)
    db.session.flush()
    return kit


def default_kit(locale: str) -> Kit:
    """What a stage begins with, in the language of its job; not kept yet."""
    with force_locale(locale):
        kit = Kit(purpose=_("Find out whether this person can do the work and wants to do it here."))
        kit.attributes = [
            KitAttribute(position=at, name=name, questions=questions) for at, (name, questions) in enumerate(_defaults())
        ]
    return kit


def save_kit(
    kit: Kit, job: Job, *, purpose: str, attributes: Sequence[AttributeDraft], by: Actor, version: int | None = None
) -> None:
    """What is asked from now on. An attribute that leaves stays with the scorecards that rated it. It comes with them."""
    kit.check_version(version)
    wanted = [draft for draft in attributes if one_line(draft.name)]
    if not wanted:
        raise KitUnfit(_("Name at least one thing to rate."), field="attributes")
    if len(wanted) > MOST_ATTRIBUTES:
        raise KitUnfit(_("At most 12 things can be rated in one talk."), field="attributes")
    standing = {attribute.id: attribute for attribute in kit.rated}
    kit.purpose, kit.updated_at = clean_text(purpose).strip()[:2000], now()
    for position, draft in enumerate(wanted):
        attribute = standing.pop(draft.id or 0, None)
        if attribute is None:
            attribute = KitAttribute(kit_id=kit.id)
            kit.attributes.append(attribute)
        attribute.position, attribute.name = position, one_line(draft.name)[:200]
        attribute.questions = clean_text(draft.questions).strip()[:2000]
    for gone in standing.values():
        gone.retired_at = now()
    db.session.flush()
    record(KitChanged(job=job, subject=kit), by=by)


def _defaults() -> tuple[tuple[str, str], ...]:
    return (
        (_("Experience that fits the role"), _("Which piece of your work comes closest to this role? What was hard about it?")),
        (_("Solving problems"), _("Tell me about a problem that had no obvious answer. How did you find one?")),
        (_("Working with others"), _("When did you last disagree with a colleague about the work? How did it end?")),
        (_("Motivation"), _("Why this role, and why now?")),
    )
