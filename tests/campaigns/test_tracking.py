"""Person or machine: the rule, and what follows from people's clicks only."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.campaigns.commands import forget_origins, judge_hits, note_hit
from app.campaigns.models import Hit, HitKind, Verdict
from app.campaigns.tracking import Facts, judge
from app.candidates.models import Candidate, ConsentAction, InterestSignal, Purpose, Touchpoint
from app.core import clock
from app.core.activity import Activity
from app.core.clock import now
from app.extensions import db
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (("GET", FIREFOX, 300.0, 1), Verdict.HUMAN),
        (("HEAD", FIREFOX, 300.0, 1), Verdict.MACHINE),
        (("GET", FIREFOX, 1.2, 1), Verdict.MACHINE),
        (("GET", FIREFOX, 300.0, 3), Verdict.MACHINE),
        (("GET", FIREFOX, None, 2), Verdict.HUMAN),
        (("GET", "Mozilla/5.0 (compatible; Googlebot/2.1)", 300.0, 1), Verdict.MACHINE),
        (("GET", "Barracuda Sentinel (EE)", 300.0, 1), Verdict.MACHINE),
        (("GET", "python-requests/2.32", 300.0, 1), Verdict.MACHINE),
        (("GET", "", 300.0, 1), Verdict.UNSURE),
        (("GET", "SomethingNew 1.0", 300.0, 1), Verdict.UNSURE),
        (("GET", "Mozilla/5.0", 300.0, 1), Verdict.UNSURE),
    ],
)
def test_the_rule_judges_a_click(facts: tuple[str, str, float | None, int], verdict: Verdict) -> None:
    assert judge(Facts(HitKind.CLICK, *facts)) is verdict


class Sent:
    """A newsletter that reached Carla, who allows tracking, and three links of it."""

    def __init__(self, make: Any, cast: Any, *, tracking: bool = True) -> None:
        self.campaign = make.campaign(by=cast.ada)
        self.links = [make.campaign_link(self.campaign, f"https://example.org/{n}", position=n) for n in range(3)]
        self.person = cast.carla
        if tracking:
            make.consent(cast.carla, Purpose.TRACKING)
        self.message = make.add(
            Message(
                cause=f"campaign:{self.campaign.id}:candidate:{cast.carla.id}", kind=MessageKind.CAMPAIGN, campaign_id=self.campaign.id,
                state=MessageState.ACCEPTED, recipient_kind=RecipientKind.CANDIDATE, candidate_id=cast.carla.id, tracks=True,
                address="c@example.org", address_key="c@example.org", mail_id="m@e.org", accepted_at=now() - timedelta(hours=1),
            )
        )  # fmt: skip

    def click(self, link: int = 0, *, agent: str = FIREFOX, named: bool = True, address: str = "203.0.113.9") -> Hit:
        return note_hit(
            HitKind.CLICK, campaign_id=self.campaign.id, link_id=self.links[link].id,
            message_id=self.message.id if named else None, agent=agent, address=address,
        )  # fmt: skip


def later(seconds: int = 60) -> Any:
    return clock.at(now() + timedelta(seconds=seconds))


def test_a_persons_click_is_a_line_a_touch_and_a_signal_once(make: Any, cast: Any) -> None:
    sent = Sent(make, cast)
    version = sent.person.version
    sent.click()
    with later(30):
        sent.click()
    assert judge_hits(50) == 0  # not before it shows whether something follows every link
    with later():
        assert judge_hits(50) == 2
    touches = db.session.scalars(select(Touchpoint).where(Touchpoint.campaign_id == sent.campaign.id)).all()
    assert [(touch.source, touch.candidate_id) for touch in touches] == [("newsletter", sent.person.id)]
    kinds = db.session.scalars(select(Activity.kind).where(Activity.candidate_id == sent.person.id)).all()
    assert kinds.count("newsletter_link_followed") == 1
    assert db.session.scalar(select(func.count()).select_from(InterestSignal)) == 1
    person = db.session.get_one(Candidate, sent.person.id, populate_existing=True)
    assert person.human_signal_at is not None and person.version == version


def test_whoever_follows_every_link_at_once_is_a_machine_and_nothing_follows(make: Any, cast: Any) -> None:
    sent = Sent(make, cast)
    hits = [sent.click(link) for link in range(3)]
    with later():
        judge_hits(50)
    assert {hit.verdict for hit in hits} == {Verdict.MACHINE}
    assert {hit.rule for hit in hits} == {1}
    assert db.session.scalar(select(func.count()).select_from(Touchpoint)) == 0
    assert db.session.scalar(select(func.count()).select_from(InterestSignal)) == 0


def test_machines_of_one_network_are_seen_without_a_person(make: Any, cast: Any) -> None:
    sent = Sent(make, cast)
    together = [sent.click(link, named=False, address=f"203.0.113.{link}") for link in range(3)]
    alone = sent.click(named=False, address="198.51.100.4")
    with later():
        judge_hits(50)
    assert {hit.verdict for hit in together} == {Verdict.MACHINE}
    assert alone.verdict is Verdict.HUMAN and alone.candidate_id is None
    assert db.session.scalar(select(func.count()).select_from(Touchpoint)) == 0


def test_who_takes_the_consent_back_is_not_named_by_mails_sent_before(make: Any, cast: Any) -> None:
    sent = Sent(make, cast)
    make.consent(cast.carla, Purpose.TRACKING, ConsentAction.WITHDRAWN)
    hit = sent.click()
    assert (hit.message_id, hit.candidate_id, hit.delay_seconds) == (None, None, None)


def test_a_message_of_another_campaign_is_not_named(make: Any, cast: Any) -> None:
    sent = Sent(make, cast)
    other = make.campaign(by=cast.ada)
    hit = note_hit(HitKind.CLICK, campaign_id=other.id, message_id=sent.message.id, agent=FIREFOX)
    assert hit.message_id is None


def test_where_hits_came_from_is_forgotten_and_the_address_is_never_kept(make: Any, cast: Any) -> None:
    sent = Sent(make, cast)
    hit = sent.click()
    assert "203.0.113" not in hit.network and len(hit.network) == 64
    with later():
        judge_hits(50)
    with clock.at(now() + timedelta(days=91)):
        assert forget_origins() == 1
    db.session.refresh(hit)
    assert (hit.agent, hit.network, hit.verdict) == ("", "", Verdict.HUMAN)
