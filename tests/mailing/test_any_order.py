"""From planning to the last mail anything may happen to readers and newsletter, in any order, also between two mails of a
batch. Nobody is mailed against how things stand then, nobody twice, nobody is forgotten; the counters are the ledger's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select, update

from app.campaigns.commands import campaign_with_texts, cancel_campaign, pause_campaign, resume_campaign, send_campaign
from app.campaigns.models import CampaignState
from app.campaigns.queries import progress
from app.campaigns.tasks import advance_campaigns
from app.candidates.models import Candidate, Consent, ConsentAction, Purpose
from app.compliance.commands import erase_candidate
from app.compliance.models import ErasureReason
from app.core import clock
from app.core.actors import SYSTEM, user_actor
from app.core.clock import now
from app.core.transaction import transaction
from app.extensions import db
from app.mailing.commands import suppress_address, unsubscribe_from_everything
from app.mailing.envelope import OutgoingMail
from app.mailing.gateway import Answer, Outcome
from app.mailing.models import Message, SuppressionReason
from app.mailing.tasks import send_due_messages

READERS = 4
READER = st.integers(0, READERS - 1)
ACT = st.sampled_from(("agree", "withdraw", "unsubscribe", "bounce", "restrict", "let_free", "erase"))
NEWS = st.sampled_from(("pause", "resume", "resume", "cancel"))
HARM = st.sampled_from(("pause", "withdraw", "cancel", "unsubscribe", "pause", "restrict", "bounce", "erase"))
"""What must stop the very next mail, though its batch was claimed before."""


class Reader:
    """What is known of one reader, beside the database."""

    def __init__(self, number: int, address: str) -> None:
        self.number, self.address = number, address
        self.agreed, self.against = True, set[str]()
        self.always_free = True
        self.got = 0

    @property
    def is_free(self) -> bool:
        return self.agreed and not self.against

    def agree(self) -> None:
        self._consents(ConsentAction.CONFIRMED)

    def withdraw(self) -> None:
        self._consents(ConsentAction.WITHDRAWN)

    def unsubscribe(self) -> None:
        message = db.session.scalars(select(Message).where(Message.candidate_id == self.number).limit(1)).first()
        if message is not None and "erased" not in self.against:
            unsubscribe_from_everything(message, by=SYSTEM)
            self.against.add("unsubscribed")

    def bounce(self) -> None:
        suppress_address(self.address, SuppressionReason.HARD_BOUNCE)
        self.against.add("bounced")

    def restrict(self) -> None:
        self._set(restricted_at=now())
        self.against.add("restricted")

    def let_free(self) -> None:
        self._set(restricted_at=None)
        self.against.discard("restricted")

    def erase(self) -> None:
        if "erased" not in self.against:
            erase_candidate(db.session.get_one(Candidate, self.number), by=SYSTEM, reason=next(iter(ErasureReason)))
            self.against.add("erased")

    def _consents(self, action: ConsentAction) -> None:
        db.session.add(Consent(candidate_id=self.number, purpose=Purpose.NEWSLETTER, action=action, method="form"))
        db.session.flush()
        self.agreed = action is ConsentAction.CONFIRMED

    def _set(self, **values: Any) -> None:
        db.session.execute(update(Candidate).where(Candidate.id == self.number).values(**values))


class Transport:
    """A mail server in the test: every mail is held against how things stand at this moment."""

    def __init__(self, story: "Story", between: Callable[[], None] | None, *, nobody_there: bool) -> None:
        self.story, self.between, self.nobody_there = story, between, nobody_there

    def open(self) -> None: ...

    def close(self) -> None: ...

    def hand_over(self, mail: OutgoingMail) -> Answer:
        reader = next(one for one in self.story.readers if one.address == mail.recipient)
        assert reader.is_free, f"{mail.recipient} was mailed though {reader.against or 'not agreed'}"
        assert self.story.state in (CampaignState.PLANNING, CampaignState.SENDING), "it was stopped"
        reader.got += 1
        assert reader.got == 1, "the same newsletter twice"
        answer = Answer(Outcome.ACCEPTED, 250, "fine")
        if self.nobody_there:
            self.nobody_there = False
            reader.against.add("bounced")
            self.story.failed += 1
            answer = Answer(Outcome.NO_SUCH_ADDRESS, 550, "5.1.1 nobody")
        if self.between is not None:
            between, self.between = self.between, None
            between()
        return answer


class Story(RuleBasedStateMachine):
    make: Any
    cast: Any
    sweep: Any
    number = 0

    @initialize(is_planned=st.booleans())
    def begin(self, is_planned: bool) -> None:
        Story.number += 1
        self.failed, self.inside, self.was_stopped = 0, False, False
        self.by = user_actor(self.cast.ada.id)
        self.readers = []
        for letter in "abcd"[:READERS]:
            address = f"{letter}{Story.number}@example.org"
            person = self.make.subscriber(email=address, city=f"Place{Story.number}")
            self.readers.append(Reader(person.id, address))
        campaign = self.make.campaign(by=self.cast.ada, query=f"city:Place{Story.number}")
        self.campaign_id = campaign.id
        send_campaign(campaign, by=self.by)
        self.state = CampaignState.PLANNING
        if is_planned:
            self.the_worker_plans_and_follows()

    @rule(which=READER, name=ACT)
    def something_happens_to_a_reader(self, which: int, name: str) -> None:
        self._do(getattr(self.readers[which], name))
        for reader in self.readers:
            reader.always_free &= reader.is_free

    @rule(name=NEWS)
    def something_happens_to_the_newsletter(self, name: str) -> None:
        self._do(lambda: self._change(name))

    @rule()
    def the_worker_plans_and_follows(self) -> None:
        self.sweep(advance_campaigns)
        self.state = campaign_with_texts(self.campaign_id).state

    @rule(limit=st.sampled_from((READERS, 2, 1)), harm=HARM, nobody_there=st.booleans())
    def the_worker_sends_and_something_happens_between_two_mails(self, limit: int, harm: str, nobody_there: bool) -> None:
        def between() -> None:
            waiting = [number for number, reader in enumerate(self.readers) if not reader.got]
            if harm in ("pause", "cancel"):
                self._do(lambda: self._change(harm))
            elif waiting:
                self.something_happens_to_a_reader(waiting[0], harm)

        self._send(limit, Transport(self, between, nobody_there=nobody_there))

    def teardown(self) -> None:
        """Time passes, whatever waits may go, and the ledger is asked."""
        if not hasattr(self, "campaign_id"):
            return
        self._do(lambda: self._change("resume"))
        for turn in range(1, 4):
            with clock.at(now() + timedelta(minutes=5 * turn)):
                self.the_worker_plans_and_follows()
                self._send(20, Transport(self, None, nobody_there=False))
                self.the_worker_plans_and_follows()
        counted = progress(self.campaign_id)
        got = sum(reader.got for reader in self.readers)
        assert (counted.sent, counted.failed, counted.waiting) == (got - self.failed, self.failed, 0)
        assert counted.planned == got + counted.held + counted.cancelled
        if self.state is not CampaignState.CANCELLED:
            assert self.state is CampaignState.SENT
            assert all(reader.got for reader in self.readers if reader.always_free), "somebody was forgotten"

    def _change(self, name: str) -> None:
        campaign = campaign_with_texts(self.campaign_id)
        if name == "pause" and campaign.state in (CampaignState.PLANNING, CampaignState.SENDING):
            pause_campaign(campaign, by=self.by)
        elif name == "resume" and campaign.state is CampaignState.PAUSED:
            resume_campaign(campaign, by=self.by)
        elif name == "cancel" and campaign.state not in (CampaignState.SENT, CampaignState.CANCELLED):
            cancel_campaign(campaign, by=self.by)
        self.state = campaign_with_texts(self.campaign_id).state

    def _send(self, limit: int, transport: Transport) -> None:
        self.inside = True
        try:
            self.sweep(send_due_messages, limit=limit, gateway=transport)
        finally:
            self.inside = False

    def _do(self, act: Callable[[], None]) -> None:
        def run() -> None:
            with transaction():
                act()

        run() if self.inside else self.sweep(run)


def test_whatever_happens_nobody_is_mailed_against_how_things_stand(make: Any, cast: Any, sweep: Any) -> None:
    Story.make, Story.cast, Story.sweep, Story.number = make, cast, staticmethod(sweep), 0
    run_state_machine_as_test(
        Story, settings=settings(max_examples=15, stateful_step_count=7, deadline=None, database=None, derandomize=True,
                                 phases=[Phase.generate], suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
