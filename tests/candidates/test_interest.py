"""Interest: points that fade, whatever order they come in, and what may count towards them."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.candidates.commands import (
    Signal,
    add_signals,
    change_candidate,
    change_weights,
    count_anew,
    current_weights,
    void_signals,
)
from app.candidates.interest import (
    HALF_LIFE,
    START,
    TREND_HALF_LIFE,
    WEIGHTS,
    Level,
    Trend,
    joined,
    key_of,
    key_of_all,
    level_of,
    points_at,
    trend_of,
)
from app.candidates.models import Candidate, InterestSignal, InterestWeights, SignalKind
from app.candidates.queries import signals_of
from app.candidates.tasks import count_interest_anew
from app.core import clock
from app.core.actors import SYSTEM, candidate_actor, user_actor
from app.core.transaction import transaction
from app.extensions import db

DAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
moments = st.datetimes(min_value=datetime(2006, 1, 1), max_value=datetime(2046, 1, 1), timezones=st.just(UTC))
told = st.lists(st.tuples(st.floats(0.01, 100), moments), min_size=1, max_size=30)


@given(signals=told, seed=st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_the_order_signals_come_in_does_not_matter(signals, seed) -> None:
    shuffled = list(signals)
    random.Random(seed).shuffle(shuffled)
    first, second = key_of_all(signals), key_of_all(shuffled)
    assert first == pytest.approx(second, rel=1e-11, abs=1e-9)


@given(signals=told, days=st.integers(0, 4000))
@settings(max_examples=40, deadline=None)
def test_points_halve_with_each_half_life_and_add_up(signals, days) -> None:
    moment = max(at for _points, at in signals) + timedelta(days=days)
    expected = sum(points * 2 ** -((moment - at) / HALF_LIFE) for points, at in signals)
    assert points_at(key_of_all(signals), moment) == pytest.approx(expected, rel=1e-9)


@given(first=told, second=told)
@settings(max_examples=40, deadline=None)
def test_two_histories_join_into_the_history_of_both(first, second) -> None:
    assert joined(key_of_all(first), key_of_all(second)) == pytest.approx(key_of_all([*first, *second]), abs=1e-9)


def test_twenty_years_do_not_overflow() -> None:
    key = key_of_all([(100.0, START + timedelta(days=day)) for day in range(0, 7300, 3)])
    assert 0 < points_at(key, START + timedelta(days=7300)) < 10_000
    assert points_at(key, START - timedelta(days=365_000 // 2)) > 0
    assert points_at(None, DAY) == 0.0


def test_levels_begin_at_their_borders() -> None:
    for level in Level:
        if level.lowest:
            assert level_of(key_of(level.lowest * 1.000001, DAY), DAY) is level
            assert level_of(key_of(level.lowest * 0.999, DAY), DAY) is not level
    assert level_of(None, DAY) is Level.COLD


def test_the_trend_tells_fresh_interest_from_fading() -> None:
    def trend(*days_ago: int) -> Trend:
        signals = [(10.0, DAY - timedelta(days=days)) for days in days_ago]
        return trend_of(key_of_all(signals), key_of_all(signals, TREND_HALF_LIFE), DAY)

    assert trend(1) is Trend.RISING
    assert trend(150) is Trend.FALLING
    assert trend(*range(0, 700, 10)) is Trend.STEADY


def keys(candidate) -> tuple:
    return db.session.execute(
        select(Candidate.interest_key, Candidate.trend_key, Candidate.interest_rank, Candidate.version).where(
            Candidate.id == candidate.id
        )
    ).one()


def click(candidate, source_id=1, at=None, kind=SignalKind.CLICKED) -> Signal:
    return Signal(candidate_id=candidate.id, kind=kind, source_kind="hits", source_id=source_id, at=at)


def test_signals_add_up_in_sets_and_leave_the_version_alone(make, queries) -> None:
    people = [make.candidate() for _ in range(5)]
    version = people[0].version
    with clock.at(DAY):
        with queries as sent:
            assert add_signals([click(person, number) for person in people for number in (1, 2)]) == 10
        assert sent.count <= 8
        key, _trend, rank, now_version = keys(people[0])
        assert points_at(key, DAY) == pytest.approx(2 * WEIGHTS[SignalKind.CLICKED])
        assert (rank, now_version) == (0, version)


def test_the_same_row_tells_once(make) -> None:
    person = make.candidate()
    assert add_signals([click(person), click(person)]) == 1
    assert add_signals([click(person)]) == 0
    before = keys(person)
    count_anew([person.id])
    assert keys(person)[0] == pytest.approx(before[0])


def test_a_void_signal_counts_no_longer(make) -> None:
    person = make.candidate()
    add_signals([click(person, 1), click(person, 2, kind=SignalKind.APPLIED)])
    assert void_signals("hits", [2]) == 1
    only = make.candidate()
    add_signals([click(only, 9)])
    assert keys(person)[0] == pytest.approx(keys(only)[0], abs=1e-4)
    assert void_signals("hits", [1, 2]) == 1
    assert keys(person)[:3] == (None, None, 1)
    assert signals_of(person.id) == []


def test_erased_people_gather_nothing(make) -> None:
    person = make.candidate(erased_at=clock.now())
    assert add_signals([click(person)]) == 0
    assert keys(person)[0] is None


def test_own_changes_count_once_a_day_and_staffs_do_not(make, cast) -> None:
    person = make.candidate()
    change_candidate(person, values={"city": "Bonn"}, by=user_actor(cast.ada.id))
    assert signals_of(person.id) == []
    for city in ("Köln", "Ulm"):
        change_candidate(person, values={"city": city}, by=candidate_actor(person.id))
    assert [signal.kind for signal in signals_of(person.id)] == [SignalKind.UPDATED_PROFILE]


@pytest.mark.real_commits
def test_new_weights_count_everybody_anew(app, make) -> None:
    with transaction():
        people = [make.candidate() for _ in range(3)]
        add_signals([click(person, 7) for person in people])
        before = keys(people[1])[0]
        change_weights({**dict.fromkeys(SignalKind, 1), SignalKind.CLICKED: 10}, by=SYSTEM)
        assert current_weights()[SignalKind.CLICKED] == 10
    assert count_interest_anew() == 3
    assert count_interest_anew() == 0
    with transaction():
        assert keys(people[1])[0] == pytest.approx(before + 1)  # twice the points
        assert db.session.scalar(select(InterestWeights.due_at)) is None


def test_applying_and_confirming_are_signs(as_ada, make, cast) -> None:
    from app.candidates.activities import MailboxConfirmed
    from app.core.activity import record
    from app.hiring.activities import ApplicationConfirmed, ApplicationReceived

    application = make.application(cast.carla, cast.job)
    about = {"candidate": cast.carla, "job": cast.job, "application": application}
    record(ApplicationReceived(**about, confirmed=False), by=SYSTEM)
    assert signals_of(cast.carla.id) == []
    record(ApplicationConfirmed(**about), by=SYSTEM)
    record(ApplicationReceived(**about), by=SYSTEM)
    assert [signal.kind for signal in signals_of(cast.carla.id)] == [SignalKind.APPLIED]
    assert MailboxConfirmed.kind() == "mailbox_confirmed"


def test_erasure_takes_the_signals_too(make) -> None:
    from app.compliance.commands import erase_candidate
    from app.compliance.models import ErasureReason

    person = make.candidate()
    add_signals([click(person)])
    erase_candidate(person, reason=ErasureReason.ASKED, by=SYSTEM)
    assert db.session.scalars(select(InterestSignal).where(InterestSignal.candidate_id == person.id)).all() == []
    assert keys(person)[:3] == (None, None, 1)
