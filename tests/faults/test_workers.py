"""Workers that are told to stop, and workers side by side."""

import signal
import subprocess
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from app.core.actors import SYSTEM
from app.extensions import db
from app.mailing.commands import Address, Draft, plan_messages
from app.mailing.models import Message, MessageKind, MessageState
from tests.faults.house import START_SECONDS, House, wait_for
from tests.faults.sizes import size

pytestmark = [pytest.mark.no_app, pytest.mark.faults]


MAILS = size(150, 400)


def plan(number: int) -> list[int]:
    drafts = [
        Draft(cause=f"test:{index}", kind=MessageKind.PROCESS, to=Address(f"person.{index}@example.org"), subject=f"Hello {index}", body="Good morning.")
        for index in range(number)
    ]
    return [message.id for message in plan_messages(drafts, by=SYSTEM)]


def states() -> Counter[str]:
    return Counter(state.value for state in db.session.scalars(select(Message.state)))


def recipients(house: House) -> Counter[str]:
    return Counter(mail["To"] for mail in house.delivered())


def test_a_worker_told_to_stop_finishes_what_it_has_in_hand(house: House, inside: Any, company: str, figure: Any) -> None:
    inside(lambda _make: plan(MAILS))
    house.start_sink()
    worker = house.start_worker()
    wait_for(lambda: house.count_delivered() > 0, "the first mail")
    worker.send_signal(signal.SIGTERM)
    try:
        status = worker.wait(timeout=START_SECONDS)
    except subprocess.TimeoutExpired:
        pytest.fail("it did not stop: " + house.said())
    found = inside.look(lambda _make: states())
    figure(f"worker told to stop: exit {status}, {found['accepted']} of {MAILS} sent, {found['due'] + found['planned']} left for the next, none in between")
    assert status == 0, house.said()
    assert set(found) <= {"accepted", "due", "planned"}, "something was left in the air"
    assert found["accepted"] == house.count_delivered() == len(recipients(house))


def test_two_workers_send_nothing_twice(house: House, inside: Any, company: str, figure: Any) -> None:
    inside(lambda _make: plan(MAILS))
    house.start_sink()
    house.start_phoenix("first", "second")
    accepted = MessageState.ACCEPTED.value
    wait_for(lambda: inside.look(lambda _make: states())[accepted] == MAILS, "sending")
    found = recipients(house)
    figure(f"two workers, {MAILS} mails: {sum(found.values())} sent, {len(found)} people, most to one {max(found.values())}")
    assert len(found) == MAILS and max(found.values()) == 1
