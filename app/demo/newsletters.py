"""Larkspur's newsletters: three that were sent, with those who followed their links or left, and one being written."""

import random
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from app.campaigns.audience import SUBSCRIBERS, Audience
from app.campaigns.commands import change_audience, change_text, create_campaign, note_hit, send_campaign
from app.campaigns.models import Campaign, CampaignLink, HitKind
from app.candidates.commands.consents import record_consent
from app.candidates.models import Candidate, Consent, ConsentAction, Purpose
from app.candidates.notices import consent_text
from app.core.actors import candidate_actor
from app.core.clock import now
from app.demo.clockwork import Clockwork
from app.demo.company import TEXTS, Larkspur
from app.extensions import db
from app.mailing.models import Message, MessageState

SUBSCRIBED_DAYS_AGO = (215, 178, 149, 118, 92, 61, 33)
NEW_EACH_TIME = 14
ALLOW_TRACKING = 0.6
FOLLOW, OPEN = 0.22, 0.4
"""Of those who got it: how many follow a link, and how many open it (seen of those who allow it)."""
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
)
GATEWAY = "Barracuda Sentinel (EE)"
EVERY_SUBSCRIBER = Audience(query=SUBSCRIBERS)


@dataclass(frozen=True)
class Letter:
    """One newsletter of the story; `days` ago it was sent, unless it is still a draft."""

    key: str
    name: str
    days: float
    author: str
    locales: tuple[str, ...] = ("en",)
    audience: Audience = EVERY_SUBSCRIBER
    is_draft: bool = False


LETTERS = (
    Letter("autumn", "Autumn letter", 139, "ada", ("en", "de")),
    Letter("winter", "Vienna opens", 76, "tomas", ("en", "de")),
    Letter("engineers", "Letter for engineers", 12, "ada",
           audience=Audience(query=SUBSCRIBERS, minus_query="employer:Larkspur")),
    Letter("campus", "Campus days in May", 1.2, "ada", is_draft=True,
           audience=Audience(query=f"{SUBSCRIBERS} (seniority:student OR graduated:>2023)")),
)  # fmt: skip


def plan_newsletters(clockwork: Clockwork, larkspur: Larkspur) -> None:
    """People who subscribe over the year, and the letters they get. Draws from chances of its own."""
    rng = random.Random(23)
    for days in SUBSCRIBED_DAYS_AGO:
        clockwork.plan(clockwork.ago(days, hour=19), partial(_subscribe_some, rng))
    for letter in LETTERS:
        moment = clockwork.office_hours(clockwork.ago(letter.days, hour=9))
        clockwork.plan(moment, partial(_write, letter, larkspur))
        if not letter.is_draft:
            for hours in (4, 6, 11, 26, 50):
                clockwork.plan(moment + timedelta(hours=hours), partial(_read, letter.name, rng, share=1 / 5))
            clockwork.plan(moment + timedelta(hours=30), partial(_leave, letter.name, rng))


def newest_newsletter() -> int | None:
    """The newsletter that may have brought somebody who applies now."""
    recent = Campaign.started_at > now() - timedelta(days=60)
    return db.session.scalar(select(Campaign.id).where(recent).order_by(Campaign.id.desc()).limit(1))


def _subscribe_some(rng: random.Random) -> None:
    """From their own page, of the people who have one."""
    agreed = select(Consent.candidate_id).where(Consent.purpose == Purpose.NEWSLETTER)
    known = db.session.scalars(
        select(Candidate).where(Candidate.human_signal_at.is_not(None), Candidate.id.not_in(agreed)).order_by(Candidate.id)
    ).all()
    for person in rng.sample(known, min(NEW_EACH_TIME, len(known))):
        purposes = [Purpose.NEWSLETTER, *([Purpose.TRACKING] if rng.random() < ALLOW_TRACKING else [])]
        for purpose in purposes:
            record_consent(
                person, purpose=purpose, action=ConsentAction.CONFIRMED, method="preferences",
                text=consent_text(purpose, person.locale), by=candidate_actor(person.id),
            )  # fmt: skip


def _write(letter: Letter, larkspur: Larkspur) -> None:
    by = larkspur.by(letter.author)
    campaign = create_campaign(name=letter.name, locale="en", by=by)
    for locale in letter.locales:
        head, _blank, body = TEXTS.joinpath("letters", f"{letter.key}.{locale}.md").read_text("utf-8").partition("\n\n")
        words = dict(line.split(": ", 1) for line in head.splitlines())
        change_text(campaign, locale=locale, subject=words["subject"], preheader=words["preheader"], body=body, by=by)
    change_audience(campaign, letter.audience, by=by)
    if not letter.is_draft:
        send_campaign(campaign, by=by)


def _read(name: str, rng: random.Random, *, share: float) -> None:
    """Some of those who got it open it and follow a link; now and then a gateway follows them all."""
    campaign, messages = _sent(name)
    if campaign is None:
        return
    links = db.session.scalars(
        select(CampaignLink).where(CampaignLink.campaign_id == campaign.id).order_by(CampaignLink.position)
    ).all()
    for message in messages:
        chance, agent = rng.random() / share, rng.choice(BROWSERS)
        message_id = message.id if message.tracks else None
        if chance < OPEN and message_id:
            note_hit(HitKind.OPEN, campaign_id=campaign.id, message_id=message_id, agent=agent, address=_address(rng))
        if chance < FOLLOW and links:
            note_hit(
                HitKind.CLICK, campaign_id=campaign.id, link_id=rng.choice(links).id, message_id=message_id, agent=agent,
                address=_address(rng),
            )  # fmt: skip
        elif chance > 0.97 / share:
            for link in links:
                note_hit(HitKind.CLICK, campaign_id=campaign.id, link_id=link.id, message_id=message_id, agent=GATEWAY)


def _leave(name: str, rng: random.Random) -> None:
    _campaign, messages = _sent(name)
    for message in rng.sample(messages, min(2, len(messages))):
        person = db.session.get_one(Candidate, message.candidate_id)
        record_consent(
            person, purpose=Purpose.NEWSLETTER, action=ConsentAction.WITHDRAWN, method="one-click", by=candidate_actor(person.id)
        )


def _sent(name: str) -> tuple[Campaign | None, list[Message]]:
    campaign = db.session.scalars(select(Campaign).where(Campaign.name == name)).one_or_none()
    if campaign is None:
        return None, []
    got = select(Message).where(Message.campaign_id == campaign.id, Message.state == MessageState.ACCEPTED)
    return campaign, list(db.session.scalars(got.order_by(Message.id)))


def _address(rng: random.Random) -> str:
    return f"203.0.113.{rng.randrange(1, 255)}"
