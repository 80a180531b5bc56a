"""Many rows at once, past the unit of work."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DataError

from app.candidates.models import Candidate, DuplicateCheck, Tag
from app.core.activity import Activity
from app.core.clock import now
from app.core.planning import tell_of_growth
from app.core.rows import insert_numbered, insert_rows
from app.extensions import db


def test_the_numbers_come_in_the_order_of_the_rows(app):
    names = [f"Tag {number * 7 % 50}" for number in range(50)]
    ids = insert_numbered(Tag, [{"name": name, "name_key": name.casefold()} for name in names])
    stored = dict(db.session.execute(select(Tag.id, Tag.name)).all())
    assert [stored[one] for one in ids] == names
    assert list(ids) == sorted(ids)


def test_documents_moments_and_what_is_missing_arrive_as_they_were(app, make):
    person, moment = make.candidate(), now()
    documents = [{"from": 1, "said": 'a "quoted" {word}, \\ and ü'}, {}]
    row = {"kind": "candidate_imported", "at": moment, "actor_kind": "system", "job_id": None}
    ids = insert_numbered(Activity, [{**row, "candidate_id": person.id, "data": document} for document in documents])
    stored = db.session.scalars(select(Activity).where(Activity.id.in_(ids)).order_by(Activity.id)).all()
    assert [one.data for one in stored] == documents
    assert {(one.at, one.job_id, one.candidate_id) for one in stored} == {(moment, None, person.id)}


def test_words_that_a_list_could_take_for_something_else_arrive_as_they_were(app):
    names = ["NULL", "null", "", " ", "{a,b}", 'say "no"', "back\\slash\\", "two\nlines", "it's", "%s %(name)s", "{", "ü 漢 🙂", ","]
    ids = insert_numbered(Tag, [{"name": name, "name_key": f"key {number}"} for number, name in enumerate(names)])
    stored = dict(db.session.execute(select(Tag.id, Tag.name).where(Tag.id.in_(ids))).all())
    assert [stored[one] for one in ids] == names


def test_what_is_too_long_is_never_cut(app, make):
    name = "long " * 100
    try:
        with db.session.begin_nested():
            insert_rows(Tag, [{"name": name, "name_key": "long"}])
    except DataError:  # PostgreSQL keeps to the length of a column
        assert db.session.scalar(select(Tag.name).where(Tag.name_key == "long")) is None
    else:
        assert db.session.scalar(select(Tag.name).where(Tag.name_key == "long")) == name


def test_a_mark_is_renewed_where_there_is_one(app, make):
    person, other = make.candidate(), make.candidate()
    for since in (now(), now()):
        insert_rows(
            DuplicateCheck, [{"candidate_id": one.id, "since": since} for one in (other, person)], renewing="since"
        )
        marks = select(DuplicateCheck.since).where(DuplicateCheck.candidate_id.in_([person.id, other.id]))
        assert db.session.scalars(marks).all() == [since, since]


@pytest.mark.real_commits
def test_the_planner_may_be_told_of_growth_within_any_transaction(app, make):
    from app.core.transaction import transaction

    with transaction():
        make.candidate()
        tell_of_growth(10**9, Candidate)
        tell_of_growth(0, Candidate)
