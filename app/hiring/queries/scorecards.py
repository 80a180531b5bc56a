"""Scorecards as pages show them. Everything here goes through `visible_scorecards`."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.core.text import folded
from app.extensions import db
from app.hiring.models import Application, Kit, KitAttribute, Rating, Scorecard, ScorecardRating
from app.hiring.policy import owes_card, visible_scorecards

FOR, AGAINST = {Rating.YES, Rating.STRONG_YES}, {Rating.NO, Rating.STRONG_NO}


@dataclass(frozen=True)
class DebriefRow:
    """One attribute with what each interviewer found, in the order of the columns; None where it was not rated."""

    name: str
    ratings: list[ScorecardRating | None]

    @property
    def agreement(self) -> str:
        return agreement_of([one.rating for one in self.ratings if one is not None])


@dataclass(frozen=True)
class Debrief:
    """The grid of attributes and interviewers. `hidden` while the viewer owes a scorecard: then only the own stands here."""

    cards: list[Scorecard]
    rows: list[DebriefRow]
    hidden: bool

    @property
    def agreement(self) -> str:
        return agreement_of([card.overall for card in self.cards if card.overall is not None])


def agreement_of(ratings: Sequence[Rating]) -> str:
    """`agree` when all take the same side, `differ` when some are for and some against, else nothing."""
    assessed = [rating for rating in ratings if rating is not Rating.NOT_ASSESSED]
    if len(assessed) < 2:
        return ""
    sides = {rating in FOR for rating in assessed if rating in FOR | AGAINST}
    if len(sides) == 2:
        return "differ"
    return "agree" if Rating.MIXED not in assessed else ""


def is_waiting_for_own_card(viewer: User, application_id: int) -> bool:
    """Whether others' feedback on the application is hidden from the viewer."""
    asked = select(Application.id).where(Application.id == application_id, owes_card(viewer, Application.id))
    return db.session.scalar(asked) is not None


def own_card(viewer: User, interview_id: int) -> Scorecard | None:
    return db.session.scalar(
        select(Scorecard)
        .where(Scorecard.interview_id == interview_id, Scorecard.user_id == viewer.id)
        .options(selectinload(Scorecard.ratings))
    )


def cards_given(viewer: User, *, interview_id: int) -> list[Scorecard]:
    """Of one interview, as far as the viewer may read them: who gave one is told by the same rule."""
    given = visible_scorecards(viewer).where(Scorecard.interview_id == interview_id, Scorecard.submitted_at.is_not(None))
    return list(db.session.scalars(given.options(joinedload(Scorecard.user)).order_by(Scorecard.id)))


def debrief_of(viewer: User, application_id: int) -> Debrief:
    """All scorecards of an application the viewer may read, side by side."""
    cards = list(
        db.session.scalars(
            visible_scorecards(viewer)
            .where(Scorecard.application_id == application_id, Scorecard.submitted_at.is_not(None))
            .options(
                joinedload(Scorecard.user), joinedload(Scorecard.interview),
                selectinload(Scorecard.ratings).joinedload(ScorecardRating.attribute),
            )
            .order_by(Scorecard.interview_id, Scorecard.id)
        )
    )  # fmt: skip
    return Debrief(cards, _rows_of(cards), is_waiting_for_own_card(viewer, application_id))


def _rows_of(cards: Sequence[Scorecard]) -> list[DebriefRow]:
    """An attribute of the same name in the kits of several interviews is one row."""
    attributes = {one.attribute_id: one.attribute for card in cards for one in card.ratings}.values()
    ordered = sorted(attributes, key=lambda attribute: (attribute.kit_id, attribute.position, attribute.id))
    names = {folded(attribute.name): attribute.name for attribute in reversed(ordered)}
    rated = [{folded(one.attribute.name): one for one in card.ratings} for card in cards]
    in_order = dict.fromkeys(folded(attribute.name) for attribute in ordered)
    return [DebriefRow(names[key], [card.get(key) for card in rated]) for key in in_order]


def kit_of(stage_id: int) -> Kit | None:
    return db.session.scalar(select(Kit).where(Kit.stage_id == stage_id).options(selectinload(Kit.attributes)))


def rated_in(kit: Kit | None, card: Scorecard | None) -> list[KitAttribute]:
    """What a scorecard rates: what the kit asks now, and what this card rated before it was retired."""
    if kit is None:
        return []
    before = {one.attribute_id for one in card.ratings} if card is not None else set()
    return [one for one in kit.attributes if one.retired_at is None or one.id in before]
