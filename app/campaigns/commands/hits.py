"""Noting requests of links and pictures, and judging them a little later, when it shows whether something follows
every link."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import or_, select, update

from app.campaigns.activities import NewsletterLinkFollowed
from app.campaigns.links import NEWSLETTER
from app.campaigns.models import Campaign, CampaignLink, Hit, HitKind, Verdict
from app.campaigns.tracking import BURST_WITHIN, RULE, facts_of, judge
from app.candidates.commands.consents import current_consents, is_open, record_touchpoint
from app.candidates.commands.interest import Signal, add_signals
from app.candidates.models import Candidate, Purpose, SignalKind, Touchpoint
from app.core.activity import record_all
from app.core.actors import SYSTEM
from app.core.clock import now
from app.core.text import one_line
from app.core.tokens import keyed_hash
from app.extensions import db
from app.mailing.models import Message

SETTLES = timedelta(seconds=15)
"""A hit is judged after so long: by then a machine has followed the other links too."""
ORIGIN_KEPT = timedelta(days=90)


def note_hit(
    kind: HitKind, *, campaign_id: int, link_id: int | None = None, message_id: int | None = None, method: str = "GET",
    agent: str = "", address: str | None = None,
) -> Hit:  # fmt: skip
    """Write one request down, raw. The person is named only when they agree to tracking at this moment."""
    message = db.session.get(Message, message_id) if message_id else None
    if message is not None and (message.campaign_id != campaign_id or not _may_be_named(message)):
        message = None
    accepted_at = message.accepted_at if message is not None else None
    hit = Hit(
        campaign_id=campaign_id, kind=kind, link_id=link_id, message_id=message.id if message else None,
        candidate_id=message.candidate_id if message else None, method=method[:10], agent=one_line(agent)[:300],
        network=_network(address), delay_seconds=(now() - accepted_at).total_seconds() if accepted_at else None,
    )  # fmt: skip
    db.session.add(hit)
    db.session.flush()
    return hit


def judge_hits(limit: int) -> int:
    """Give the oldest waiting hits their verdict, and let what people did have its effect. Answers how many."""
    hits = db.session.scalars(
        select(Hit)
        .where(Hit.verdict == Verdict.WAITING, Hit.at <= now() - SETTLES)
        .order_by(Hit.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not hits:
        return 0
    near = _neighbours(hits)
    for hit in hits:
        hit.verdict, hit.rule = judge(facts_of(hit, near[_origin(hit)])), RULE
    db.session.flush()
    _take_effect([hit for hit in hits if hit.verdict is Verdict.HUMAN and hit.kind is HitKind.CLICK and hit.candidate_id])
    return len(hits)


def forget_origins() -> int:
    """After three months a hit keeps its verdict, but not which program and network it came from."""
    changed = db.session.execute(
        update(Hit)
        .where(Hit.at < now() - ORIGIN_KEPT, or_(Hit.agent != "", Hit.network != ""), Hit.verdict != Verdict.WAITING)
        .values(agent="", network="")
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def _may_be_named(message: Message) -> bool:
    if not message.tracks or message.candidate_id is None:
        return False
    candidate = db.session.get(Candidate, message.candidate_id)
    if candidate is None or candidate.is_erased or candidate.restricted_at is not None:
        return False
    return is_open(current_consents(candidate.id).get(Purpose.TRACKING))


def _origin(hit: Hit) -> tuple[str, object]:
    """What hits have in common when one machine made them: the message, or without one the network."""
    return ("message", hit.message_id) if hit.message_id else ("network", (hit.campaign_id, hit.network))


def _neighbours(hits: Sequence[Hit]) -> dict[tuple[str, object], list[Hit]]:
    messages = {hit.message_id for hit in hits if hit.message_id}
    networks = {hit.network for hit in hits if not hit.message_id and hit.network}
    first, last = min(hit.at for hit in hits) - BURST_WITHIN, max(hit.at for hit in hits) + BURST_WITHIN
    found = db.session.scalars(
        select(Hit).where(
            Hit.kind == HitKind.CLICK, Hit.at >= first, Hit.at <= last,
            or_(Hit.message_id.in_(messages), Hit.network.in_(networks)),
        )
    )  # fmt: skip
    near: dict[tuple[str, object], list[Hit]] = defaultdict(list)
    for hit in found:
        near[_origin(hit)].append(hit)
    return near


def _take_effect(clicks: Sequence[Hit]) -> None:
    """What follows from people's clicks: a line of their timeline, interest, and that the newsletter brought them."""
    if not clicks:
        return
    people = _people([hit.candidate_id for hit in clicks if hit.candidate_id])
    campaigns = {
        campaign.id: campaign
        for campaign in db.session.scalars(select(Campaign).where(Campaign.id.in_({hit.campaign_id for hit in clicks})))
    }
    fresh = _first_time(clicks)
    record_all(
        [
            NewsletterLinkFollowed(candidate=hit.candidate_id or 0, subject=campaigns[hit.campaign_id], link=hit.link_id or 0)
            for hit in fresh
        ],
        by=SYSTEM,
    )
    touched = _touched_before(list(people), list(campaigns))
    for hit in fresh:
        person = people[hit.candidate_id or 0]
        if (person.id, hit.campaign_id) not in touched:
            touched.add((person.id, hit.campaign_id))
            record_touchpoint(
                person, source=NEWSLETTER, medium="email", at=hit.at, campaign_id=hit.campaign_id, job_id=_job_of(hit), by=SYSTEM
            )
    _note_sign_of_life(list(people), max(hit.at for hit in clicks))
    add_signals(
        [
            Signal(
                candidate_id=hit.candidate_id or 0, kind=SignalKind.CLICKED, source_kind=Hit.__tablename__, source_id=hit.id,
                at=hit.at,
            )
            for hit in fresh
        ]
    )  # fmt: skip


def _first_time(clicks: Sequence[Hit]) -> list[Hit]:
    """Following the same link of the same mail again says nothing new."""
    seen, first = _followed_before(clicks), []
    for hit in clicks:
        if (hit.message_id, hit.link_id) not in seen:
            seen.add((hit.message_id, hit.link_id))
            first.append(hit)
    return first


def _note_sign_of_life(people: Sequence[int], at: datetime) -> None:
    """Derived, so it does not count as a change of the record."""
    db.session.execute(
        update(Candidate)
        .where(Candidate.id.in_(people), or_(Candidate.human_signal_at.is_(None), Candidate.human_signal_at < at))
        .values(human_signal_at=at)
        .execution_options(synchronize_session=False)
    )


def _people(ids: Sequence[int]) -> dict[int, Candidate]:
    return {person.id: person for person in db.session.scalars(select(Candidate).where(Candidate.id.in_(set(ids))))}


def _touched_before(people: Sequence[int], campaigns: Sequence[int]) -> set[tuple[int, int]]:
    rows = db.session.execute(
        select(Touchpoint.candidate_id, Touchpoint.campaign_id).where(
            Touchpoint.candidate_id.in_(people), Touchpoint.campaign_id.in_(campaigns)
        )
    )
    return {(row[0], row[1] or 0) for row in rows}


def _followed_before(clicks: Sequence[Hit]) -> set[tuple[int | None, int | None]]:
    fresh = {hit.id for hit in clicks}
    rows = db.session.execute(
        select(Hit.message_id, Hit.link_id).where(
            Hit.message_id.in_({hit.message_id for hit in clicks}), Hit.verdict == Verdict.HUMAN, Hit.id.not_in(fresh)
        )
    )
    return {(row[0], row[1]) for row in rows}


def _job_of(hit: Hit) -> int | None:
    link = db.session.get(CampaignLink, hit.link_id) if hit.link_id else None
    return link.job_id if link is not None else None


def _network(address: str | None) -> str:
    """A keyed hash of the neighbourhood an address lies in: enough to see a machine, too little to see a person."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    around = ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False)
    return keyed_hash("network", str(around))
