"""From the word given to the last mail: planned once for everybody, paused and resumed exactly, cancelled for good."""

import email
import email.policy
import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.campaigns import tasks
from app.campaigns.audience import Audience
from app.campaigns.commands import (
    NotADraft,
    NotInThisState,
    NotReady,
    TimeHasPassed,
    campaign_with_texts,
    cancel_campaign,
    change_text,
    pause_campaign,
    resume_campaign,
    send_campaign,
    send_test,
    unschedule_campaign,
)
from app.campaigns.links import read_click
from app.campaigns.models import Campaign, CampaignLink, CampaignState
from app.campaigns.queries import explain, progress
from app.campaigns.tasks import advance_campaigns
from app.candidates.models import ConsentAction
from app.core import clock
from app.core.actors import user_actor
from app.core.clock import now
from app.core.refusals import Stale
from app.core.transaction import transaction
from app.extensions import db
from app.mailing.gateway import Answer, KeepingGateway
from app.mailing.models import KeptMail, Message, MessageAttempt, MessageKind, MessageState
from app.mailing.tasks import send_due_messages


class House:
    """A newsletter of Ada's, and the sweeps that carry it."""

    def __init__(self, make: Any, cast: Any, sweep: Any) -> None:
        self.make, self.cast, self.sweep, self.by = make, cast, sweep, user_actor(cast.ada.id)

    def campaign(self, **values: Any) -> Campaign:
        made: Campaign = self.make.campaign(by=self.cast.ada, **values)
        return made

    def subscribers(self, number: int, **values: Any) -> list[Any]:
        return [self.make.subscriber(**values) for _ in range(number)]

    def advance(self, seconds: int = 0) -> None:
        """What the worker does with newsletters, until there is nothing to do at this moment."""
        with clock.at(now() + timedelta(seconds=seconds)):
            for _turn in range(5):
                self.sweep(advance_campaigns)

    def send(self, limit: int = 1000, gateway: Any = None) -> int:
        return int(self.sweep(send_due_messages, limit=limit, gateway=gateway or KeepingGateway()))

    def state(self, campaign: Campaign) -> CampaignState:
        return campaign_with_texts(campaign.id).state

    def messages(self, campaign: Campaign) -> list[Message]:
        statement = select(Message).where(Message.campaign_id == campaign.id).order_by(Message.id)
        return list(db.session.scalars(statement.execution_options(populate_existing=True)))

    def kept(self) -> int:
        return db.session.scalar(select(func.count()).select_from(KeptMail)) or 0


@pytest.fixture
def house(make: Any, cast: Any, sweep: Any) -> House:
    return House(make, cast, sweep)


def test_a_newsletter_goes_to_everybody_once_and_is_sent_then(house: House) -> None:
    people, campaign = house.subscribers(7), house.campaign()
    send_campaign(campaign, by=house.by)
    house.advance()
    assert house.state(campaign) is CampaignState.SENDING
    assert house.send() == 7
    house.advance(seconds=10)
    assert house.state(campaign) is CampaignState.SENT
    messages = house.messages(campaign)
    assert Counter(message.candidate_id for message in messages) == Counter(person.id for person in people)
    assert {message.state for message in messages} == {MessageState.ACCEPTED}
    assert {message.cause for message in messages} == {f"campaign:{campaign.id}:candidate:{person.id}" for person in people}
    held = campaign_with_texts(campaign.id)
    assert (held.matched, held.planned_at is not None, held.finished_at is not None) == (7, True, True)
    with pytest.raises(NotADraft):
        send_campaign(campaign, by=house.by)


def test_what_is_not_ready_is_refused(house: House) -> None:
    for values in ({"query": ""}, {"subject": ""}, {"body": ""}, {"body": "[x](http://plain.example)"}, {"query": "nofield:x"}):
        campaign = house.campaign(**values)
        with pytest.raises(NotReady):
            send_campaign(campaign, by=house.by)
    campaign = house.campaign()
    with pytest.raises(TimeHasPassed):
        send_campaign(campaign, at=now() - timedelta(minutes=1), by=house.by)
    with pytest.raises(Stale):
        send_campaign(campaign, seen=campaign.version - 1, by=house.by)
    for act in (pause_campaign, resume_campaign, cancel_campaign, unschedule_campaign):
        with pytest.raises(NotInThisState):
            act(campaign, by=house.by)


def test_a_scheduled_newsletter_waits_for_its_time_and_asks_then_who_is_meant(house: House) -> None:
    house.subscribers(2)
    campaign = house.campaign()
    send_campaign(campaign, at=now() + timedelta(hours=2), by=house.by)
    house.advance(seconds=3600)
    assert house.state(campaign) is CampaignState.SCHEDULED and not house.messages(campaign)
    house.subscribers(1)
    house.advance(seconds=7300)
    assert len(house.messages(campaign)) == 3


def test_a_scheduled_newsletter_can_be_a_draft_again(house: House) -> None:
    house.subscribers(2)
    campaign = house.campaign()
    send_campaign(campaign, at=now() + timedelta(hours=2), by=house.by)
    unschedule_campaign(campaign, by=house.by)
    house.advance(seconds=7300)
    assert house.state(campaign) is CampaignState.DRAFT and not house.messages(campaign)


class Killed(BaseException):
    """As if the process ended here."""


def test_planning_that_is_killed_between_chunks_goes_on_where_it_stopped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people, campaign = house.subscribers(23), house.campaign()
    send_campaign(campaign, by=house.by)
    for size in ("FIRST_CHUNK", "SMALLEST_CHUNK", "LARGEST_CHUNK"):
        monkeypatch.setattr(tasks, size, 4)
    written = tasks.write_bulk

    def dying(*given: Any, **named: Any) -> int:
        number = written(*given, **named)
        if dying.left == 0:  # type: ignore[attr-defined]
            raise Killed()
        dying.left -= 1  # type: ignore[attr-defined]
        return number

    moment = now()
    for turn in range(4):
        dying.left = 1  # type: ignore[attr-defined]
        monkeypatch.setattr(tasks, "write_bulk", dying)
        with clock.at(moment + timedelta(seconds=40 * turn)), pytest.raises(Killed):
            house.sweep(advance_campaigns)
    monkeypatch.setattr(tasks, "write_bulk", written)
    house.advance(seconds=400)
    assert house.state(campaign) is CampaignState.SENDING
    assert Counter(message.candidate_id for message in house.messages(campaign)) == Counter(person.id for person in people)
    assert progress(campaign.id).planned == campaign_with_texts(campaign.id).matched == 23


def test_paused_and_resumed_ten_times_nobody_gets_it_twice_and_nobody_is_missed(house: House) -> None:
    people, campaign = house.subscribers(33), house.campaign()
    send_campaign(campaign, by=house.by)
    house.advance()
    for turn in range(10):
        assert house.send(limit=3) == 3
        pause_campaign(campaign, by=house.by)
        if turn % 2:  # resumed before the sweep had a look, and after
            house.advance()
        assert house.send() == 0 or house.kept() == 3 * (turn + 1)
        assert house.kept() == 3 * (turn + 1)
        resume_campaign(campaign, by=house.by)
        house.advance()
        with clock.at(now() + timedelta(minutes=2)):  # whatever was put off by a minute
            house.advance()
    with clock.at(now() + timedelta(minutes=5)):
        house.send()
        house.advance()
        assert house.state(campaign) is CampaignState.SENT
    tried = db.session.execute(select(MessageAttempt.message_id, func.count()).group_by(MessageAttempt.message_id)).all()
    assert {row[1] for row in tried} == {1}
    assert Counter(message.candidate_id for message in house.messages(campaign)) == Counter(person.id for person in people)
    assert house.kept() == 33 == progress(campaign.id).sent


class Interrupting(KeepingGateway):
    """The server takes one mail; while it does, somebody acts."""

    def __init__(self, act: Any) -> None:
        super().__init__()
        self.act, self.taken = act, 0

    def hand_over(self, mail: Any) -> Answer:
        self.taken += 1
        if self.taken == 2:
            with transaction():
                self.act()
        return super().hand_over(mail)


def test_a_pause_takes_effect_for_the_very_next_message(house: House) -> None:
    house.subscribers(9)
    campaign = house.campaign()
    send_campaign(campaign, by=house.by)
    house.advance()
    number = campaign.id
    gateway = Interrupting(lambda: pause_campaign(db.session.get_one(Campaign, number), by=house.by))
    house.send(gateway=gateway)
    assert gateway.taken == 2 == house.kept()
    house.advance()
    assert progress(campaign.id).waiting == 7
    resume_campaign(campaign, by=house.by)
    house.advance()
    with clock.at(now() + timedelta(minutes=3)):
        house.advance()
        house.send()
    assert house.kept() == 9


def test_a_cancelled_newsletter_leaves_nobody_waiting(house: House) -> None:
    house.subscribers(9)
    campaign = house.campaign()
    send_campaign(campaign, by=house.by)
    house.advance()
    number = campaign.id
    gateway = Interrupting(lambda: cancel_campaign(db.session.get_one(Campaign, number), by=house.by))
    house.send(gateway=gateway)
    house.advance()
    with clock.at(now() + timedelta(hours=1)):
        house.send()
        house.advance()
    seen = progress(campaign.id)
    assert (seen.sent, seen.cancelled, seen.waiting, house.kept()) == (2, 7, 0, 2)
    assert house.state(campaign) is CampaignState.CANCELLED
    with pytest.raises(NotInThisState):
        resume_campaign(campaign, by=house.by)


def test_why_somebody_gets_it_is_what_then_happens(house: House) -> None:
    fine, plain, nowhere = house.make.subscriber(), house.make.candidate(), house.make.subscriber(email=None)
    gone = house.make.subscriber()
    house.make.consent(gone, action=ConsentAction.WITHDRAWN)
    everybody = Audience(query="name:any")
    said = {person.id: explain(house.cast.ada, everybody, person.id) for person in (fine, plain, nowhere, gone, house.cast.carla)}
    campaign = house.campaign(query="name:any")
    send_campaign(campaign, by=house.by)
    house.advance()
    ledger = {message.candidate_id: message for message in house.messages(campaign)}
    for number, explanation in said.items():
        assert explanation.reason == ledger[number].reason
        assert explanation.gets_it == (ledger[number].state is MessageState.DUE)
        assert explain(house.cast.ada, everybody, number, campaign=campaign).reason == explanation.reason


def test_what_was_sent_never_changes_and_each_reads_their_language(house: House) -> None:
    job = house.make.job("Acoustics Engineer")
    house.make.subscriber("Eva English", email="eva@example.org")
    house.make.subscriber("Dora Deutsch", email="dora@example.org", locale="de")
    campaign = house.campaign(body="Hello {{first_name|you}}\n\n{{jobs}}\n\n[Read on](https://example.org/news)")
    change_text(campaign, locale="de", subject="Neues", preheader="", body="Hallo {{first_name|du}}", by=house.by)
    send_campaign(campaign, by=house.by)
    house.advance()
    campaign_with_texts(campaign.id).main_text.body = "Something else"
    job.title = "Renamed"
    db.session.flush()
    house.send()
    mails = {mail["To"]: mail for mail in _kept_mails()}
    english = next(mail for to, mail in mails.items() if "eva@" in to)
    german = next(mail for to, mail in mails.items() if "dora@" in to)
    text = english.get_body(("plain",)).get_content()
    assert "Hello Eva" in text and "Acoustics Engineer" in text and "Something else" not in text and "Renamed" not in text
    assert (german["Subject"], english["Subject"]) == ("Neues", "Spring news")
    assert "Hallo Dora" in german.get_body(("plain",)).get_content()
    targets = {link.label: (link.target, link.job_id) for link in db.session.scalars(select(CampaignLink))}
    assert targets["Read on"] == ("https://example.org/news", None) and targets["Acoustics Engineer"][1] == job.id


def test_links_name_the_person_only_with_their_consent(house: House) -> None:
    house.make.subscriber(email="open@example.org", tracking=True)
    house.make.subscriber(email="shy@example.org")
    house.make.subscriber(email="shy.too@example.org")
    campaign = house.campaign()
    send_campaign(campaign, by=house.by)
    house.advance()
    house.send()
    html = {str(mail["To"]): mail.get_body(("html",)).get_content() for mail in _kept_mails()}
    tokens = {to: re.findall(r"/c/([^\"'<\s]+)", page) for to, page in html.items()}
    opened, shy, shy_too = (tokens[next(to for to in tokens if name in to)] for name in ("open@", "shy@", "shy.too@"))
    assert shy == shy_too and opened != shy
    named = read_click(opened[0])
    common = read_click(shy[0])
    assert named is not None and named.message_id is not None and common is not None and common.message_id is None
    assert [("/o/" in page) for to, page in html.items()].count(True) == 1
    assert "example.org/news" not in html[next(to for to in html if "shy@" in to)]


def test_a_list_that_vanished_stops_the_planning_with_the_reason(house: House) -> None:
    house.subscribers(2)
    pool = house.make.pool(owner=house.cast.ada)
    campaign = house.campaign(audience=Audience(query="consent:newsletter", minus_pools=(pool.id,)).written())
    send_campaign(campaign, by=house.by)
    held = campaign_with_texts(campaign.id)
    held.audience = {**held.audience, "minus_pools": [pool.id + 99]}
    db.session.flush()
    house.advance()
    held = campaign_with_texts(campaign.id)
    assert held.state is CampaignState.PAUSED and "no longer there" in (held.last_error or "")
    assert not house.messages(campaign)


def test_a_test_goes_to_colleagues_and_counts_for_nothing(house: House) -> None:
    campaign = house.campaign()
    assert send_test(campaign, locale="en", to=[house.cast.ada, house.cast.otto], person=house.cast.carla, by=house.by) == 2
    assert send_test(campaign, locale="en", to=[house.cast.ada], by=house.by) == 1
    mails = db.session.scalars(select(Message).where(Message.cause.startswith("campaign-test:"))).all()
    assert {mail.subject for mail in mails} == {"Test: Spring news"} and {mail.kind for mail in mails} == {MessageKind.ACCOUNT}
    assert {mail.merge_values.get("first_name") for mail in mails} == {"Carla", "Maria"}
    assert progress(campaign.id).planned == 0


def _kept_mails() -> list[Any]:
    raws = db.session.scalars(select(KeptMail.raw).order_by(KeptMail.message_id))
    return [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]
