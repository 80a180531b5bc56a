"""Who is meant, who gets it, who does not and why."""

from datetime import timedelta
from typing import Any

import pytest

from app.campaigns.audience import Audience, ListGone, audience_people, check_audience, describe_audience
from app.campaigns.queries import explain, people_of, who_gets_it
from app.candidates.models import ConsentAction, InterestProfile
from app.core.clock import now
from app.extensions import db
from app.mailing.commands import suppress_address
from app.mailing.models import SuppressionReason
from app.talent.models import Sharing

EVERYBODY = Audience(query="name:any")


def people(viewer: Any, audience: Audience) -> set[int]:
    return set(db.session.scalars(audience_people(viewer, audience)))


def test_nothing_chosen_is_nobody(make: Any, cast: Any) -> None:
    make.subscriber()
    assert Audience().is_empty and people(cast.ada, Audience()) == set()
    assert Audience(minus_query="skill:go").is_empty


def test_lists_are_added_up_a_query_narrows_them_and_others_are_taken_away(make: Any, cast: Any) -> None:
    pool, other = make.pool(owner=cast.ada), make.pool(owner=cast.ada)
    community = make.community()
    in_pool, in_both, in_community, out = (make.candidate(city="Berlin" if n != 1 else "Paris") for n in range(4))
    make.pool_member(pool, in_pool)
    make.pool_member(pool, in_both)
    make.pool_member(other, in_both)
    make.pool_member(pool, out, left_at=now())
    make.membership(in_community, community)
    lists = Audience(pools=(pool.id,), communities=(community.id,))
    assert people(cast.ada, lists) == {in_pool.id, in_both.id, in_community.id}
    assert people(cast.ada, Audience(pools=(pool.id,), query="city:Berlin")) == {in_pool.id}
    assert people(cast.ada, Audience(pools=(pool.id,), minus_pools=(other.id,))) == {in_pool.id}
    assert people(cast.ada, Audience(communities=(community.id,), minus_query="city:Berlin")) == set()
    segment = make.segment(owner=cast.ada, query="city:Paris")
    assert people(cast.ada, Audience(segments=(segment.id,))) == {in_both.id}
    assert people(cast.ada, Audience(pools=(pool.id,), minus_segments=(segment.id,))) == {in_pool.id}
    assert describe_audience(cast.ada, Audience(pools=(pool.id,), minus_query="city:Paris")) == f"{pool.name}, but not people in Paris"


def test_a_list_that_is_gone_stops_everything(make: Any, cast: Any) -> None:
    for audience in (Audience(query="name:any", minus_pools=(999,)), Audience(query="name:any", minus_segments=(999,)),
                     Audience(communities=(999,))):  # fmt: skip
        with pytest.raises(ListGone):
            people(cast.ada, audience)


def test_a_list_one_may_not_see_cannot_be_chosen(make: Any, cast: Any) -> None:
    private = make.pool(owner=cast.otto, sharing=Sharing.PRIVATE)
    with pytest.raises(ListGone):
        check_audience(cast.ada, Audience(pools=(private.id,)))
    check_audience(cast.otto, Audience(pools=(private.id,)))


def test_an_audience_survives_being_stored() -> None:
    audience = Audience(query="skill:go", pools=(1, 2), minus_segments=(3,))
    assert Audience.read(audience.written()) == audience
    assert Audience.read({"unknown": [1], **audience.written()}) == audience


def test_who_gets_it_counts_every_reason_and_each_group_opens_its_people(make: Any, cast: Any) -> None:
    fine = [make.subscriber() for _ in range(3)]
    no_consent = [make.candidate() for _ in range(2)]
    withdrawn = make.subscriber()
    make.consent(withdrawn, action=ConsentAction.WITHDRAWN)
    no_address = make.candidate(email=None)
    bounced = make.subscriber(email="bounced@example.org")
    suppress_address("bounced@example.org", SuppressionReason.HARD_BOUNCE)
    unsubscribed = make.subscriber(email="gone@example.org")
    suppress_address("gone@example.org", SuppressionReason.UNSUBSCRIBED)
    in_process = make.subscriber()
    make.application(candidate=in_process)
    paused = make.subscriber()
    make.add(InterestProfile(candidate_id=paused.id, paused_until=now() + timedelta(days=30)))
    seen = who_gets_it(cast.ada, EVERYBODY)
    numbers = {group.reason: group.number for group in seen.groups}
    assert numbers == {
        "no-address": 1, "hard-bounce": 1, "unsubscribed": 1, "no-consent": len(no_consent) + 2, "in-process": 1, "paused": 1
    }  # fmt: skip
    assert list(numbers)[:4] == ["no-address", "hard-bounce", "unsubscribed", "no-consent"]
    assert seen.will_get == 3 and seen.matched == sum(numbers.values()) + 3
    assert set(db.session.scalars(people_of(cast.ada, EVERYBODY, None))) == {person.id for person in fine}
    assert set(db.session.scalars(people_of(cast.ada, EVERYBODY, "no-consent"))) == {
        *(person.id for person in no_consent), withdrawn.id, cast.carla.id
    }  # fmt: skip
    for person, reason in ((no_address, "no-address"), (bounced, "hard-bounce"), (unsubscribed, "unsubscribed"), (fine[0], "")):
        assert explain(cast.ada, EVERYBODY, person.id).reason == reason
    assert "because the address does not exist" in explain(cast.ada, EVERYBODY, bounced.id).sentence


def test_who_is_not_meant_is_told_apart_from_who_is_left_out(make: Any, cast: Any) -> None:
    berlin, paris = make.subscriber(city="Berlin"), make.subscriber(city="Paris")
    audience = Audience(query="consent:newsletter", minus_query="city:Paris")
    assert explain(cast.ada, audience, paris.id).reason == "left-out"
    assert explain(cast.ada, audience, cast.carla.id).reason == "not-meant"
    assert explain(cast.ada, audience, berlin.id).gets_it


def test_who_gets_it_takes_few_statements_and_writes_nothing(make: Any, cast: Any, queries: Any) -> None:
    for _ in range(20):
        make.subscriber()
    db.session.flush()
    with queries as sent:
        assert who_gets_it(cast.ada, EVERYBODY).will_get == 20
    assert sent.count <= 4
    assert not any(statement.startswith(("INSERT", "UPDATE", "DELETE", "CREATE")) for statement in sent.statements)


def test_a_hiring_manager_reaches_only_whom_they_see(make: Any, cast: Any) -> None:
    make.subscriber()
    assert people(cast.hugo, EVERYBODY) == set()


def test_an_audience_that_cannot_be_read_any_more_is_still_shown(cast: Any) -> None:
    assert describe_audience(cast.ada, Audience(query="nofield:x", minus_query="(")) == "nofield:x, but not ("
