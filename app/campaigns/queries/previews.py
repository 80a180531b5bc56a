"""How a newsletter looks to one person, before anything is sent."""

from collections.abc import Sequence

from flask_babel import force_locale
from sqlalchemy import select

from app.accounts.models import User
from app.campaigns.audience import Audience, audience_people
from app.campaigns.wording import check_words, expanded
from app.candidates.models import Candidate
from app.extensions import db
from app.mailing.commands import RenderedMessage
from app.mailing.models import MessageKind
from app.mailing.rendering import preview_wording
from app.mailing.wording import merge_field


def preview_campaign(
    subject: str, preheader: str, body: str, *, locale: str, person: Candidate | None = None
) -> RenderedMessage:
    """The words as `person` would read them, the job list written out; raises WordingRefused for what cannot be sent."""
    check_words(subject, preheader, body)
    return preview_wording(
        subject, expanded(body, locale), locale=locale, preheader=preheader, kind=MessageKind.CAMPAIGN,
        values=person_values(person, locale),
    )  # fmt: skip


def sample_people(viewer: User, audience: Audience, *, limit: int = 8) -> Sequence[Candidate]:
    """Some of the people meant, newest first."""
    people = audience_people(viewer, audience).order_by(Candidate.id.desc()).limit(limit)
    return db.session.scalars(select(Candidate).where(Candidate.id.in_(people)).order_by(Candidate.id.desc())).all()


def person_values(person: Candidate | None, locale: str) -> dict[str, str]:
    """What the merge fields say of `person`, or of the sample person."""
    if person is None:
        with force_locale(locale):
            known = {name: merge_field(name) for name in ("first_name", "name")}
            return {name: str(field.sample) for name, field in known.items() if field is not None}
    words = (person.preferred_name or person.given_name or person.full_name).split()
    return {"first_name": words[0] if words else "", "name": person.display_name}
