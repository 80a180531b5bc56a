"""Whatever happens between planning and handing over: who may not be written to by then is not."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from app.candidates.models import Candidate, Consent, ConsentAction, InterestProfile, Purpose
from app.core.actors import SYSTEM
from app.core.clock import now
from app.extensions import db
from app.mailing.commands import Draft, cancel_messages, lift_suppression, plan_messages, suppress_address
from app.mailing.models import Message, MessageKind, MessageState, SuppressionReason
from app.mailing.sending import claim_messages, fence

ACTS = ("unsubscribe", "agree", "suppress", "lift", "pause", "resume", "erase", "cancel", "claim")
ADDRESS = "carla@example.org"


class Person:
    """What is known of one reader, beside the database."""

    def __init__(self, make) -> None:
        self.id = make.candidate("Carla", email=ADDRESS).id
        self.agreed = self.known = True
        self.suppressed = self.paused = self.cancelled = False
        self.claims = []
        self.agree()

    @property
    def may_be_written_to(self) -> bool:
        return self.agreed and self.known and not (self.suppressed or self.paused or self.cancelled)

    def agree(self) -> None:
        self._consent(ConsentAction.CONFIRMED)
        self.agreed = True

    def unsubscribe(self) -> None:
        self._consent(ConsentAction.WITHDRAWN)
        self.agreed = False

    def suppress(self) -> None:
        suppress_address(ADDRESS, SuppressionReason.COMPLAINT)
        self.suppressed = True

    def lift(self) -> None:
        lift_suppression(ADDRESS, SuppressionReason.COMPLAINT, by=SYSTEM)
        self.suppressed = False

    def pause(self) -> None:
        self._paused_until(now().replace(year=now().year + 1))
        self.paused = True

    def resume(self) -> None:
        self._paused_until(None)
        self.paused = False

    def erase(self) -> None:
        db.session.execute(update(Candidate).where(Candidate.id == self.id).values(erased_at=now()))
        self.known = False

    def cancel(self) -> None:
        cancel_messages(Message.candidate_id == self.id, reason="test")
        self.cancelled = True

    def claim(self) -> None:
        self.claims += claim_messages(10)

    def _consent(self, action) -> None:
        db.session.add(Consent(candidate_id=self.id, purpose=Purpose.NEWSLETTER, action=action, method="form"))
        db.session.flush()

    def _paused_until(self, moment) -> None:
        profile = db.session.query(InterestProfile).filter_by(candidate_id=self.id).one_or_none()
        profile = profile or InterestProfile(candidate_id=self.id)
        profile.paused_until = moment
        db.session.add(profile)
        db.session.flush()


@pytest.mark.usefixtures("app")
def test_who_may_not_be_written_to_when_it_leaves_is_not(make):
    @settings(max_examples=40, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=7))
    def story(acts):
        savepoint = db.session.begin_nested()
        person = Person(make)
        draft = Draft(cause="campaign:1", kind=MessageKind.CAMPAIGN, to=db.session.get(Candidate, person.id), subject="News", body="Hello")
        [message] = plan_messages([draft], by=SYSTEM)
        number = message.id
        for act in acts:
            getattr(person, act)()
        if not person.claims:
            person.claim()
        left = [claim for claim in person.claims if fence(claim)]
        db.session.expire_all()
        state = db.session.get(Message, number, populate_existing=True).state
        if not person.may_be_written_to:
            assert left == [], acts
        assert (state is MessageState.HANDED_OVER) is bool(left)
        if "claim" not in acts and person.may_be_written_to:
            assert left, acts
        savepoint.rollback()
        db.session.expire_all()

    story()
