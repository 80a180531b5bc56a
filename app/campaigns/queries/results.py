"""What came of a newsletter: who followed its links, who unsubscribed, who applied and how far they came."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from app.campaigns.models import Campaign, CampaignLink, Hit, HitKind, Verdict
from app.campaigns.queries.ledger import Progress, progress
from app.candidates.models import Consent, ConsentAction, Purpose, Touchpoint
from app.extensions import db
from app.hiring.models import Application, ApplicationState, Offer, StageStay
from app.jobs.models import Stage, StageType
from app.mailing.models import Message, MessageKind, MessageState


@dataclass(frozen=True)
class LinkResult:
    """One link: how many people (of those who allowed it) and how many human clicks in all, and clicks of machines."""

    link: CampaignLink
    people: int
    clicks: int
    machine: int


@dataclass(frozen=True)
class Funnel:
    """Applications that this newsletter brought, and how far they have come."""

    applied: int
    interviewed: int
    offered: int
    hired: int

    @property
    def steps(self) -> list[tuple[str, int]]:
        """Each number with the word that asks for its people, in the query language."""
        return [("applied", self.applied), ("interviewed", self.interviewed), ("offered", self.offered), ("hired", self.hired)]


@dataclass(frozen=True)
class Results:
    """Counts of messages are the ledger's. Clicks and openings per person are those of the `tracked` who allowed it;
    a rate of people is "based on `tracked` of `sent`"."""

    ledger: Progress
    unsubscribed: int
    clickers: int
    openers: int
    clicks: int
    clicks_untracked: int
    machine: int
    links: list[LinkResult]
    first_touch: Funnel
    last_touch: Funnel

    @property
    def sent(self) -> int:
        return self.ledger.sent

    @property
    def tracked(self) -> int:
        return self.ledger.tracked

    @property
    def click_percent(self) -> float | None:
        """Of those who allowed it, how many followed a link; None when nobody did allow it."""
        return round(100 * self.clickers / self.tracked, 1) if self.tracked else None


def results(campaign: Campaign) -> Results:
    """Eight statements, whatever the size of the campaign."""
    links = _links(campaign.id)
    people, openers, untracked = _hits(campaign.id)
    return Results(
        ledger=progress(campaign.id),
        unsubscribed=db.session.scalar(select(func.count()).select_from(unsubscribed_people(campaign.id).subquery())) or 0,
        clickers=people,
        openers=openers,
        clicks=sum(link.clicks for link in links),
        clicks_untracked=untracked,
        machine=sum(link.machine for link in links),
        links=links,
        first_touch=_funnel(_touched([campaign.id], _is_first)),
        last_touch=_funnel(_touched([campaign.id], _is_last)),
    )


def unsubscribed_people(campaign_id: int) -> Select[Any]:
    return unsubscribed_of([campaign_id])


def unsubscribed_of(campaign_ids: Any) -> Select[Any]:
    """Who got one of these and ended the newsletter before getting another one."""
    later = aliased(Message)
    got_another = exists().where(
        later.candidate_id == Message.candidate_id, later.kind == MessageKind.CAMPAIGN,
        later.accepted_at > Message.accepted_at, later.accepted_at <= Consent.at,
    )  # fmt: skip
    return (
        select(Message.candidate_id)
        .join(Consent, Consent.candidate_id == Message.candidate_id)
        .where(
            Message.campaign_id.in_(campaign_ids), Message.state == MessageState.ACCEPTED,
            Consent.purpose == Purpose.NEWSLETTER, Consent.action == ConsentAction.WITHDRAWN,
            Consent.at >= Message.accepted_at, ~got_another.correlate(Message, Consent),
        )
        .distinct()
    )  # fmt: skip


def clicked_people(campaign_ids: Any) -> Select[Any]:
    """People who followed a link of these campaigns themselves."""
    return _people(campaign_ids, HitKind.CLICK)


def opened_people(campaign_ids: Any) -> Select[Any]:
    """People whose mail program, not a gateway, fetched the picture."""
    return _people(campaign_ids, HitKind.OPEN)


def applied_people(campaign_ids: Any) -> Select[Any]:
    """People with an application that names one of these campaigns as how they came."""
    return select(Touchpoint.candidate_id).where(
        Touchpoint.campaign_id.in_(campaign_ids), Touchpoint.application_id.is_not(None)
    )


def _people(campaign_ids: Any, kind: HitKind) -> Select[Any]:
    return select(Hit.candidate_id).where(
        Hit.campaign_id.in_(campaign_ids), Hit.kind == kind, Hit.verdict == Verdict.HUMAN, Hit.candidate_id.is_not(None)
    )


def _hits(campaign_id: int) -> tuple[int, int, int]:
    """People who clicked, people who opened, and human clicks that name nobody."""
    human = Hit.verdict == Verdict.HUMAN
    row = db.session.execute(
        select(
            func.count(distinct(case((Hit.kind == HitKind.CLICK, Hit.candidate_id)))),
            func.count(distinct(case((Hit.kind == HitKind.OPEN, Hit.candidate_id)))),
            func.count(case((and_(Hit.kind == HitKind.CLICK, Hit.candidate_id.is_(None)), 1))),
        ).where(Hit.campaign_id == campaign_id, human)
    ).one()
    return row[0], row[1], row[2]


def _links(campaign_id: int) -> list[LinkResult]:
    human = Hit.verdict == Verdict.HUMAN
    rows = db.session.execute(
        select(
            CampaignLink,
            func.count(distinct(case((human, Hit.candidate_id)))),
            func.count(case((human, 1))),
            func.count(case((Hit.verdict == Verdict.MACHINE, 1))),
        )
        .outerjoin(Hit, Hit.link_id == CampaignLink.id)
        .where(CampaignLink.campaign_id == campaign_id)
        .group_by(CampaignLink.id)
        .order_by(CampaignLink.position)
    )
    return [LinkResult(*row) for row in rows]


def _touched(campaign_ids: Any, is_it: Any) -> Select[int]:
    """Applications of people whom these campaigns reached, of which `is_it` says that the touch counts."""
    return (
        select(Application.id)
        .join(Touchpoint, Touchpoint.candidate_id == Application.candidate_id)
        .where(Touchpoint.campaign_id.in_(campaign_ids), Application.confirmed_at.is_not(None), *is_it())
        .distinct()
    )


def _is_first() -> list[ColumnElement[bool]]:
    """Nothing brought the person before, and the application came after it."""
    other = aliased(Touchpoint)
    earlier = exists().where(
        other.candidate_id == Touchpoint.candidate_id,
        or_(other.at < Touchpoint.at, and_(other.at == Touchpoint.at, other.id < Touchpoint.id)),
    )
    return [_led_to(Touchpoint), ~earlier.correlate(Touchpoint)]


def _is_last() -> list[ColumnElement[bool]]:
    """Nothing else brought the person between it and the application."""
    other = aliased(Touchpoint)
    later = exists().where(
        other.candidate_id == Touchpoint.candidate_id,
        or_(other.at > Touchpoint.at, and_(other.at == Touchpoint.at, other.id > Touchpoint.id)),
        _led_to(other),
    )
    return [_led_to(Touchpoint), ~later.correlate(Touchpoint, Application)]


def _led_to(touch: Any) -> ColumnElement[bool]:
    """The touch is the application's own, or happened before it and is not another application's."""
    before = and_(touch.application_id.is_(None), touch.at <= Application.applied_at)
    return or_(touch.application_id == Application.id, before)


def brought_people(campaign_ids: Any, step: str, *, first: bool) -> Select[Any]:
    """People whom these campaigns brought as their first, or last, touch, and who came as far as `step`."""
    brought = _touched(campaign_ids, _is_first if first else _is_last)
    return select(Application.candidate_id).where(Application.id.in_(brought), *_came_to()[step])


def _funnel(applications: Select[int]) -> Funnel:
    chosen = applications.subquery()
    steps = _came_to()
    counts = (func.count(case((and_(true(), *came), 1))) for came in steps.values())
    row = db.session.execute(select(*counts).select_from(Application).join(chosen, chosen.c.id == Application.id)).one()
    return Funnel(**dict(zip(steps, row, strict=True)))


def _came_to() -> dict[str, list[ColumnElement[bool]]]:
    """What says of an application that it came as far as each step."""
    offered = or_(_reached(StageType.OFFER, StageType.HIRED), exists().where(Offer.application_id == Application.id))
    return {
        "applied": [],
        "interviewed": [_reached(StageType.INTERVIEW, StageType.OFFER, StageType.HIRED)],
        "offered": [offered],
        "hired": [Application.state == ApplicationState.HIRED],
    }


def _reached(*types: StageType) -> ColumnElement[bool]:
    stays = exists().where(
        StageStay.application_id == Application.id, StageStay.stage_id == Stage.id, Stage.type.in_(types)
    )
    return or_(stays.correlate(Application), Application.state == ApplicationState.HIRED)
