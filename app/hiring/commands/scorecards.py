"""Scorecards: kept as a draft while somebody writes, given once, and changed afterwards only in the open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.activity import Change, record
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import NotAllowed, Refused, Stale
from app.core.text import clean_text
from app.extensions import db
from app.hiring.activities import ScorecardAmended, ScorecardGiven
from app.hiring.models import (
    OVERALL,
    OWING,
    Application,
    Interview,
    KitAttribute,
    Rating,
    Scorecard,
    ScorecardRating,
    Seat,
)


class NoCardOwed(NotAllowed):
    sentence = _("A scorecard is for those who took part in the interview.")


class CardTooEarly(Refused):
    sentence = _("A scorecard can be given once the interview has begun.")


class VerdictMissing(Refused):
    sentence = _("Take a side: strong no, no, yes or strong yes.")

    def __init__(self) -> None:
        super().__init__(field="overall")


class TakeawayMissing(Refused):
    sentence = _("Say in a sentence what decided it for you.")

    def __init__(self) -> None:
        super().__init__(field="takeaway")


class CardChangedElsewhere(Stale):
    sentence = _("This scorecard was changed in another window. What you typed is still here; look there first.")


class AlreadyGiven(Refused):
    sentence = _("This scorecard was given already. Changes to it are made openly.")


@dataclass(frozen=True)
class RatingDraft:
    rating: Rating = Rating.NOT_ASSESSED
    note: str = ""


@dataclass(frozen=True)
class CardDraft:
    """A scorecard as typed: ratings by the id of their attribute."""

    overall: Rating | None
    takeaway: str
    ratings: Mapping[int, RatingDraft]


def keep_draft(
    interview: Interview, application: Application, *, draft: CardDraft, attributes: Sequence[KitAttribute], by: Actor,
    version: int = 0,
) -> Scorecard:  # fmt: skip
    """Keep what was typed so far, readable by nobody else. `version` is what the form saw, 0 without a card yet."""
    card = _held_card(interview, by, version)
    if card.is_given:
        raise AlreadyGiven()
    _write(card, draft, attributes)
    return card


def give_scorecard(
    interview: Interview, application: Application, *, draft: CardDraft, attributes: Sequence[KitAttribute], by: Actor,
    version: int = 0,
) -> Scorecard:  # fmt: skip
    """Hand the scorecard in; from then on its author may read the others'. Afterwards every change is logged."""
    if not interview.has_begun:
        raise CardTooEarly()
    if draft.overall not in OVERALL:
        raise VerdictMissing()
    if not clean_text(draft.takeaway).strip():
        raise TakeawayMissing()
    card = _held_card(interview, by, version)
    before = _said(card) if card.is_given else {}
    _write(card, draft, attributes)
    happening: dict[str, object] = {
        "candidate": application.candidate_id, "job": application.job_id, "application": application, "subject": card,
    }  # fmt: skip
    if card.submitted_at is None:
        card.submitted_at = now()
        record(ScorecardGiven(**happening), by=by)  # type: ignore[arg-type]
        return card
    after = _said(card)
    changes = [Change(name, before.get(name), after.get(name)) for name in {**before, **after} if before.get(name) != after.get(name)]
    if changes:
        card.amended_at = now()
        record(ScorecardAmended(**happening), by=by, changes=changes)  # type: ignore[arg-type]
    return card


def _held_card(interview: Interview, by: Actor, version: int) -> Scorecard:
    """The author's card, made with the first word. Its seat is locked, so that two windows take turns."""
    seat = db.session.scalar(
        select(Seat).where(Seat.interview_id == interview.id, Seat.user_id == (by.user_id or 0)).with_for_update()
    )
    if seat is None or not seat.owes_card or interview.state not in OWING:
        raise NoCardOwed()
    card = db.session.scalar(
        select(Scorecard)
        .where(Scorecard.interview_id == interview.id, Scorecard.user_id == seat.user_id)
        .options(selectinload(Scorecard.ratings))
        .execution_options(populate_existing=True)
    )
    if (card.version if card is not None else 0) != version:
        raise CardChangedElsewhere()
    if card is None:
        card = Scorecard(interview_id=interview.id, application_id=interview.application_id, user_id=seat.user_id)
        card.ratings = []
        db.session.add(card)
    return card


def _write(card: Scorecard, draft: CardDraft, attributes: Sequence[KitAttribute]) -> None:
    card.overall = draft.overall if draft.overall in OVERALL else None
    card.takeaway = clean_text(draft.takeaway).strip()[:4000]
    known = {one.attribute_id: one for one in card.ratings}
    for attribute in attributes:
        given = draft.ratings.get(attribute.id, RatingDraft())
        rating = known.get(attribute.id)
        if rating is None:
            rating = ScorecardRating(attribute_id=attribute.id)
            card.ratings.append(rating)
        rating.rating, rating.note = given.rating, clean_text(given.note).strip()[:2000]
    card.updated_at = now()
    db.session.flush()


def _said(card: Scorecard) -> dict[str, str]:
    said = {"overall": card.overall.value if card.overall else "", "takeaway": card.takeaway}
    for one in card.ratings:
        said[f"attribute_{one.attribute_id}"] = f"{one.rating.value}: {one.note}"
    return said
