"""Invented people: their papers say what they are, and our own reader finds all of it."""

import random
from datetime import date
from itertools import pairwise

import pytest

from app.demo.careers import FIELDS, invent
from app.demo.names import People
from app.demo.resumes import write_resume

pytestmark = pytest.mark.no_app
TODAY = date(2026, 6, 1)


@pytest.fixture
def people():
    rng = random.Random(11)
    drawn = People(rng)
    return [invent(drawn.draw("anywhere"), field, rng, TODAY) for field in FIELDS for _number in range(4)]


def test_everything_on_an_invented_resume_is_read_back(people):
    for person in people:
        reading = write_resume(person).reading
        assert reading.full_name.value == person.identity.name
        assert reading.emails[0].value == person.identity.email
        assert [(one.title, one.employer) for one in reading.experience] == [(post.title, post.employer) for post in person.posts]
        assert [one.school for one in reading.education] == [person.school]
        assert len(reading.languages) == len({name for name, _level in person.languages})


def test_a_name_outside_western_letters_gets_a_word_file():
    rng = random.Random(3)
    person = invent(People(rng).named("Zoë", "Wiśniewska", "Berlin", "DE", german=False), "backend", rng, TODAY)
    resume = write_resume(person)
    assert resume.filename == "resume-wisniewska.docx"
    assert resume.data == write_resume(person).data


def test_posts_follow_one_another_and_begin_after_the_degree(people):
    for person in people:
        posts = person.posts[::-1]
        assert posts[0].start[0] >= person.graduated
        assert posts[-1].end is None
        for earlier, following in pairwise(posts):
            assert earlier.start <= earlier.end < following.start <= (TODAY.year, TODAY.month)


def test_no_two_people_share_a_name_or_an_address():
    drawn = People(random.Random(1))
    identities = [drawn.draw("Berlin") for _number in range(400)]
    assert len({one.name for one in identities}) == len({one.email for one in identities}) == 400
    phones = [one.phone for one in identities if one.phone]
    assert len(set(phones)) == len(phones)
