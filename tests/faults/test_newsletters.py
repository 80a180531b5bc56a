"""A newsletter, a mail server in bad moods, workers killed again and again, and somebody who keeps pausing it."""

import random
import time
from collections import Counter
from email import message_from_bytes
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.models import User
from app.campaigns.audience import Audience
from app.campaigns.commands import (
    change_audience,
    change_text,
    create_campaign,
    pause_campaign,
    resume_campaign,
    send_campaign,
)
from app.campaigns.models import Campaign, CampaignState
from app.campaigns.queries import progress
from app.candidates.models import Consent, ConsentAction, Purpose
from app.core.actors import Actor, user_actor
from app.extensions import db
from app.mailing.models import Message, MessageAttempt, MessageState
from tests.faults.conftest import Inside
from tests.faults.house import House, wait_for
from tests.faults.moods import does_not_exist
from tests.faults.sizes import size

pytestmark = [pytest.mark.no_app, pytest.mark.faults]

READERS, KILLS, PAUSES = size(130, 2_000), size(6, 100), size(3, 10)
WORKERS = ("first", "second")
HASTE = 1 / 30
WAITING = (MessageState.PLANNED, MessageState.DUE, MessageState.CLAIMED, MessageState.HANDED_OVER, MessageState.SOFT_FAILED)
PATIENCE = 600.0 + READERS / 2


def ada() -> Actor:
    return user_actor(db.session.scalars(select(User.id).order_by(User.id)).first() or 0)


def newsletter(make: Any) -> int:
    """About to be sent to everybody who agreed."""
    for number in range(READERS):
        person = make.candidate(f"Reader {number}", email=f"reader.{number}@example.org")
        make.add(Consent(candidate_id=person.id, purpose=Purpose.NEWSLETTER, action=ConsentAction.CONFIRMED, method="form"))
    campaign = create_campaign(name="Spring", by=ada())
    change_text(campaign, locale="en", subject="Spring, {{first_name|there}}", preheader="What is new",
                body="Hello {{first_name|there}}\n\n[Read](https://example.com/spring)", by=ada())  # fmt: skip
    change_audience(campaign, Audience(query="consent:newsletter"), by=ada())
    send_campaign(campaign, by=ada())
    return int(campaign.id)


def states() -> Counter[MessageState]:
    return Counter(dict(db.session.execute(select(Message.state, func.count()).group_by(Message.state)).all()))


def still_waiting() -> int:
    return sum(number for state, number in states().items() if state in WAITING)


def attempts() -> Counter[str]:
    return Counter(dict(db.session.execute(select(MessageAttempt.outcome, func.count()).group_by(MessageAttempt.outcome)).all()))


def runs(campaign_id: int) -> bool:
    return db.session.get_one(Campaign, campaign_id).state is CampaignState.SENDING


def toggle(campaign_id: int) -> bool:
    """Pause what runs, let go what is paused; answers whether it did either."""
    campaign = db.session.get_one(Campaign, campaign_id, with_for_update=True)
    if campaign.state is CampaignState.SENDING:
        pause_campaign(campaign, by=ada())
    elif campaign.state is CampaignState.PAUSED:
        resume_campaign(campaign, by=ada())
    else:
        return False
    return True


def kept(house: House) -> list[tuple[str, bytes]]:
    """Recipient of the envelope and bytes of every mail the server took responsibility for."""
    found = (path.read_bytes().partition(b"\n") for path in house.mails.glob("*.raw"))
    return [(recipient.decode(), raw) for recipient, _line, raw in found]


def number_kept(house: House) -> int:
    return len(list(house.mails.glob("*.raw")))


def test_everybody_is_reached_whatever_dies(house: House, inside: Inside, company: str, figure: Any) -> None:
    campaign_id = inside(newsletter)
    began, chance = time.monotonic(), random.Random(11)
    house.start_phoenix(*WORKERS, haste=HASTE)
    wait_for(lambda: inside.look(lambda _make: runs(campaign_id)), "planning", PATIENCE)
    assert inside(lambda _make: toggle(campaign_id)), "nothing can be sent yet, so it waits to be"
    house.start_moody_sink()  # not before: a newsletter this small would be gone before anybody could pause it
    assert inside(lambda _make: toggle(campaign_id))
    paused = 1
    for number in range(KILLS):
        enough = number * (READERS * 8 // 10) // KILLS
        wait_for(lambda enough=enough: number_kept(house) >= enough, "sending", PATIENCE, every=0.01)
        time.sleep(chance.uniform(0, 0.05))
        stopped = paused < PAUSES and inside(lambda _make: toggle(campaign_id))
        house.kill_worker(chance.choice(WORKERS))
        if stopped:
            time.sleep(chance.uniform(0, 0.1))
            paused += inside(lambda _make: toggle(campaign_id))
    wait_for(lambda: number_kept(house) > 0 and not inside.look(lambda _make: still_waiting()), "sending", PATIENCE)

    delivered, ids = Counter[str](), dict[str, set[str]]()
    for recipient, raw in kept(house):
        delivered[recipient] += 1
        ids.setdefault(recipient, set()).add(message_from_bytes(raw)["Message-ID"])
    twice = sum(count - 1 for count in delivered.values())
    reachable = {f"reader.{number}@example.org" for number in range(READERS) if not does_not_exist(f"reader.{number}")}
    found, tried = inside.look(lambda _make: (states(), attempts()))
    counted = inside.look(lambda _make: progress(campaign_id))
    figure(
        f"newsletter to {READERS}, {KILLS} kills of {len(WORKERS)} workers, {paused} pauses and resumes: {len(delivered)} of {len(reachable)} "
        f"reached, {twice} twice; the server said {dict(tried)}; {time.monotonic() - began:.0f} s"
    )
    assert set(delivered) == reachable
    assert twice <= KILLS, "more doubles than kills"
    assert all(len(known) == 1 for known in ids.values()), "a repeat carried another Message-ID"
    assert found == {MessageState.ACCEPTED: len(reachable), MessageState.HARD_FAILED: READERS - len(reachable)}
    assert (counted.sent, counted.failed) == (len(reachable), READERS - len(reachable))
    assert tried["soft"] and tried["lost"] and tried["no-such-address"] == READERS - len(reachable)
