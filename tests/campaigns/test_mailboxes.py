"""Two records, one mailbox: it gets one copy of a newsletter, and who gets none is told why."""

from typing import Any

import pytest
from sqlalchemy import select

from app.campaigns import tasks
from app.campaigns.audience import Audience
from app.campaigns.commands import send_campaign
from app.campaigns.queries import explain, people_of, progress, who_gets_it
from app.candidates.models import ConsentAction
from app.core.actors import user_actor
from app.extensions import db
from app.mailing.models import Message, MessageState

EVERYBODY = Audience(query="consent:newsletter")
SHARED = "shared@example.org"


def planned(sweep: Any) -> dict[int, tuple[MessageState, str]]:
    for _turn in range(3):
        sweep(tasks.advance_campaigns)
    rows = db.session.execute(select(Message.candidate_id, Message.state, Message.reason))
    return {number or 0: (state, reason) for number, state, reason in rows}


@pytest.mark.parametrize("size", [1, 800])
def test_one_mailbox_gets_one_copy_and_the_preview_says_so(make: Any, cast: Any, sweep: Any, monkeypatch: Any, size: int) -> None:
    for name in ("FIRST_CHUNK", "SMALLEST_CHUNK", "LARGEST_CHUNK"):
        monkeypatch.setattr(tasks, name, size)
    asleep = make.subscriber("No Longer", email=SHARED)
    make.consent(asleep, action=ConsentAction.WITHDRAWN)
    first, second = make.subscriber("First Comer", email=SHARED), make.subscriber("Second Comer", email=SHARED.upper())
    alone = make.subscriber("All Alone")
    campaign = make.campaign(by=cast.ada, query=EVERYBODY.query)
    seen = who_gets_it(cast.ada, EVERYBODY, campaign_id=campaign.id)
    assert {group.reason: group.number for group in seen.groups} == {"same-mailbox": 1}
    assert (seen.matched, seen.will_get) == (3, 2)
    assert set(db.session.scalars(people_of(cast.ada, EVERYBODY, "same-mailbox"))) == {second.id}
    assert set(db.session.scalars(people_of(cast.ada, EVERYBODY, None))) == {first.id, alone.id}
    before = [explain(cast.ada, EVERYBODY, person.id, campaign=campaign) for person in (first, second)]
    assert [said.gets_it for said in before] == [True, False]
    assert "same mailbox as First Comer" in before[1].sentence

    send_campaign(campaign, by=user_actor(cast.ada.id))
    found = planned(sweep)
    assert found == {
        first.id: (MessageState.DUE, ""), second.id: (MessageState.SUPPRESSED, "same-mailbox"), alone.id: (MessageState.DUE, "")
    }  # fmt: skip
    assert explain(cast.ada, EVERYBODY, second.id, campaign=campaign) == before[1]
    assert [(group.reason, group.number) for group in progress(campaign.id).held_groups] == [("same-mailbox", 1)]


def test_who_may_not_get_it_takes_nobodys_copy_away(make: Any, cast: Any, sweep: Any) -> None:
    quiet = make.candidate("No Consent", email=SHARED)
    agreed = make.subscriber("Agreed", email=SHARED)
    everybody = Audience(query="added:<1000d")
    campaign = make.campaign(by=cast.ada, query=everybody.query)
    assert explain(cast.ada, everybody, agreed.id, campaign=campaign).gets_it
    send_campaign(campaign, by=user_actor(cast.ada.id))
    found = planned(sweep)
    assert found[quiet.id] == (MessageState.SUPPRESSED, "no-consent")
    assert found[agreed.id] == (MessageState.DUE, "")

