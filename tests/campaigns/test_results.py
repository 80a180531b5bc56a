"""What came of a newsletter: counts of the ledger, clicks of people, applications by first and last touch."""

from datetime import timedelta
from typing import Any

import pytest

from app.campaigns.models import Campaign, CampaignState, Hit, HitKind, Verdict
from app.campaigns.queries import campaign_page, progress, results, undelivered
from app.candidates.models import Candidate, ConsentAction, Touchpoint
from app.core.clock import now
from app.extensions import db
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind
from app.search.parser import parse
from app.search.queries import matching_ids

AGO = timedelta(days=10)


class Results:
    """A newsletter that was sent, and makers for what came of it."""

    def __init__(self, make: Any, cast: Any) -> None:
        self.make, self.cast = make, cast
        self.campaign: Campaign = make.campaign("Spring news", by=cast.ada, state=CampaignState.SENT)
        self.link = make.campaign_link(self.campaign)

    def message(self, state: MessageState = MessageState.ACCEPTED, *, tracks: bool = False, reason: str = "",
                campaign: Campaign | None = None, to: Candidate | None = None, at: Any = None) -> Message:  # fmt: skip
        person = to or self.make.subscriber()
        campaign = campaign or self.campaign
        accepted = (at or now() - AGO) if state is MessageState.ACCEPTED else None
        message: Message = self.make.add(
            Message(
                cause=f"campaign:{campaign.id}:candidate:{person.id}", kind=MessageKind.CAMPAIGN, state=state, reason=reason,
                recipient_kind=RecipientKind.CANDIDATE, candidate_id=person.id, address="a@e.org", address_key="a@e.org",
                mail_id=f"{campaign.id}.{person.id}@e.org", campaign_id=campaign.id, tracks=tracks, accepted_at=accepted,
                locale="en",
            )
        )  # fmt: skip
        return message

    def hit(self, message: Message | None, verdict: Verdict = Verdict.HUMAN, kind: HitKind = HitKind.CLICK) -> None:
        self.make.add(
            Hit(campaign_id=self.campaign.id, kind=kind, link_id=self.link.id if kind is HitKind.CLICK else None,
                message_id=message.id if message else None, candidate_id=message.candidate_id if message else None, verdict=verdict)
        )  # fmt: skip

    def touch(self, person: Candidate, campaign: Campaign | None, days_ago: int, **values: Any) -> None:
        self.make.add(
            Touchpoint(candidate_id=person.id, source="newsletter" if campaign else "direct", at=now() - timedelta(days=days_ago),
                       campaign_id=campaign.id if campaign else None, **values)
        )  # fmt: skip


@pytest.fixture
def house(make: Any, cast: Any) -> Results:
    return Results(make, cast)


def test_counters_are_those_of_the_ledger(house: Results) -> None:
    for state in MessageState:
        house.message(state, reason="no-consent" if state is MessageState.SUPPRESSED else "")
    house.message(tracks=True)
    house.message(MessageState.SUPPRESSED, reason="paused")
    seen = progress(house.campaign.id)
    assert (seen.planned, seen.waiting, seen.sent, seen.failed, seen.held, seen.cancelled) == (12, 4, 3, 2, 2, 1)
    assert seen.planned == seen.waiting + seen.sent + seen.failed + seen.held + seen.cancelled
    assert (seen.tracked, seen.percent) == (1, 60)
    assert [(group.reason, group.number) for group in seen.held_groups] == [("no-consent", 1), ("paused", 1)]
    assert {entry.message.state for entry in undelivered(house.campaign)} == {
        MessageState.SUPPRESSED, MessageState.HARD_FAILED, MessageState.AMBIGUOUS
    }  # fmt: skip


def test_clicks_of_machines_do_not_count_and_nobody_is_counted_twice(house: Results) -> None:
    person, other = house.message(tracks=True), house.message(tracks=True)
    house.message()
    for message, verdict in ((person, Verdict.HUMAN), (person, Verdict.HUMAN), (other, Verdict.MACHINE), (other, Verdict.UNSURE),
                             (None, Verdict.HUMAN), (None, Verdict.MACHINE)):  # fmt: skip
        house.hit(message, verdict)
    house.hit(person, kind=HitKind.OPEN)
    seen = results(house.campaign)
    assert (seen.clickers, seen.clicks, seen.clicks_untracked, seen.machine, seen.openers) == (1, 3, 1, 2, 1)
    assert (seen.tracked, seen.sent, seen.click_percent) == (2, 3, 50.0)
    assert [(link.people, link.clicks, link.machine) for link in seen.links] == [(1, 3, 2)]


def test_ending_the_newsletter_counts_for_the_last_one_that_was_read(house: Results) -> None:
    later = house.make.campaign(by=house.cast.ada, state=CampaignState.SENT)
    left, stayed_for_another = house.make.subscriber(), house.make.subscriber()
    house.message(to=left)
    house.message(to=stayed_for_another)
    house.message(to=stayed_for_another, campaign=later, at=now() - timedelta(days=2))
    for person in (left, stayed_for_another):
        house.make.consent(person, action=ConsentAction.WITHDRAWN, method="one-click")
    assert results(house.campaign).unsubscribed == 1
    assert results(later).unsubscribed == 1


def test_applications_count_by_first_and_by_last_touch(house: Results) -> None:
    def applied(stage: str = "Applied", **values: Any) -> Any:
        person = house.make.subscriber()
        application = house.make.application(candidate=person, stage=stage, confirmed_at=now(), **values)
        return person, application

    first, first_application = applied("Interview")
    house.touch(first, house.campaign, 9)
    house.touch(first, None, 0, application_id=first_application.id)
    last, last_application = applied("Hired")
    house.touch(last, None, 30)
    house.touch(last, house.campaign, 0, application_id=last_application.id)
    both, both_application = applied()
    house.touch(both, house.campaign, 0, application_id=both_application.id)
    after, _application = applied()
    house.touch(after, None, 30)
    house.touch(after, house.campaign, -1)
    seen = results(house.campaign)
    assert (seen.first_touch.applied, seen.first_touch.interviewed) == (2, 1)
    assert (seen.last_touch.applied, seen.last_touch.offered) == (2, 1)


def test_the_query_language_asks_about_newsletters(house: Results) -> None:
    sent = house.message(tracks=True)
    held = house.message(MessageState.SUPPRESSED, reason="no-consent")
    house.hit(sent)
    other = house.make.campaign("Autumn", by=house.cast.ada)
    number = house.campaign.id
    for query, people in (
        ("campaign:sent", {sent}), ("campaign:clicked", {sent}), ("campaign:opened", set()), ("campaign:held", {held}),
        (f"campaign:{number}", {sent}), ('campaign:"Spring news"', {sent}), (f'campaign:"clicked {number}"', {sent}),
        ('campaign:"clicked spring"', {sent}), (f"campaign:{other.id}", set()), ('campaign:"clicked Autumn"', set()),
        ("campaign:any", {sent}), ("campaign:clicked -campaign:opened", {sent}), ("campaign:unsubscribed", set()),
    ):  # fmt: skip
        found = set(db.session.scalars(matching_ids(house.cast.ada, parse(query))))
        assert found == {message.candidate_id for message in people}, query
    assert not set(db.session.scalars(matching_ids(house.cast.hugo, parse("campaign:sent"))))


def test_results_and_the_list_take_few_statements(house: Results, queries: Any) -> None:
    for number in range(4):
        house.make.campaign(f"N{number}", by=house.cast.ada)
    house.message()
    with queries as sent:
        results(house.campaign)
    assert sent.count <= 8
    with queries as sent:
        assert [row.campaign.name for row in campaign_page(house.cast.ada, limit=3)] == ["N3", "N2", "N1"]
    assert sent.count <= 6
    assert campaign_page(house.cast.ines) == []
