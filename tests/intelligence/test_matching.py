"""Fit: what is compared, what a silent record counts, and what is never looked at."""

from dataclasses import fields

import pytest

from app.intelligence.matching import Offered, Part, Wanted, fit

pytestmark = pytest.mark.no_app

JOB = Wanted(required=(1, 2, 3, 4), wished=(5,), title_words=("dsp",), cities={"berlin"}, countries={"DE"}, seniority=3,
             languages=("de",))  # fmt: skip
IDEAL = Offered(skills={1, 2, 3, 4, 5}, title="senior dsp engineer", city="berlin", country="DE", seniority=3, languages=("de", "en"))


def share(part: Part, offered: Offered, wanted: Wanted = JOB) -> float | None:
    found = fit(wanted, offered).of(part)
    assert found is not None
    return found.share


def test_whoever_has_everything_fits_wholly() -> None:
    assert fit(JOB, IDEAL).score == 100


def test_more_of_the_required_skills_is_a_better_fit() -> None:
    scores = [fit(JOB, Offered(skills=set(range(1, 1 + number)))).score for number in range(5)]
    assert scores == sorted(set(scores))


def test_what_is_met_and_what_is_not_stand_apart() -> None:
    found = fit(JOB, Offered(skills={2, 9})).of(Part.REQUIRED)
    assert found is not None
    assert (found.met, found.missing, found.share) == ((2,), (1, 3, 4), 0.25)


def test_a_record_that_does_not_say_counts_neither_as_yes_nor_as_no() -> None:
    silent = Offered(skills_known=False)
    assert [one.share for one in fit(JOB, silent).findings] == [None] * 6
    assert fit(JOB, Offered(country="FR")).score < fit(JOB, Offered()).score < fit(JOB, Offered(city="berlin")).score


def test_parts_nobody_asked_for_count_nothing() -> None:
    assert fit(Wanted(required=(1,)), Offered(skills={1})).score == 100
    assert fit(Wanted(), IDEAL).score == 0


def test_places_and_remote_work() -> None:
    assert share(Part.PLACE, Offered(city="munchen", country="DE")) == 0.5
    assert share(Part.PLACE, Offered(city="wien", country="AT")) == 0
    anywhere = Wanted(remote=True, countries={"DE"})
    assert share(Part.PLACE, Offered(city="munchen", country="DE"), anywhere) == 1
    assert share(Part.PLACE, Offered(city="wien", country="AT", remote=True), anywhere) == 1
    assert share(Part.PLACE, Offered(city="wien", country="AT"), anywhere) == 0


def test_one_step_of_seniority_apart_is_near() -> None:
    assert [share(Part.SENIORITY, Offered(seniority=rank)) for rank in (3, 2, 4, 1)] == [1, 0.6, 0.6, 0]


def test_name_age_gender_postcode_and_photo_are_not_inputs() -> None:
    assert {one.name for one in fields(Offered)} == {
        "skills", "skills_known", "title", "city", "country", "remote", "seniority", "languages",
    }  # fmt: skip
    assert {one.name for one in fields(Wanted)} == {
        "required", "wished", "title_words", "cities", "countries", "remote", "seniority", "languages",
    }  # fmt: skip
