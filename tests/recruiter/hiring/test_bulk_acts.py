"""The page of an act on many that goes on in the background."""

import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.hiring.commands import ensure_reject_reasons
from app.hiring.commands.bulk import AT_ONCE
from app.hiring.models import Application, BulkAct, BulkActItem
from app.hiring.tasks import advance_bulk_acts
from app.mailing.commands import ensure_templates

MANY = AT_ONCE + 5


@pytest.fixture
def many(cast, make):
    ensure_templates()
    return make.applications(MANY, cast.job)


@pytest.fixture
def to(cast, make):
    return make.stage(cast.job, "Screening").id


def in_stage(stage):
    return len(db.session.scalars(select(Application.id).where(Application.stage_id == stage)).all())


def begun(client, cast, many, to, **fields):
    form = {"ids": ",".join(str(one.id) for one in many), "to": to, **fields}
    return client.submit(f"/recruiter/jobs/{cast.job.id}/bulk-moves", form)


def test_many_are_begun_and_their_page_tells_how_far_they_are(as_ada, cast, many, to, sweep):
    answer = begun(as_ada, cast, many, to)
    assert answer.status_code == 303
    page = as_ada.get(answer.location)
    assert f'<progress value="0" max="{MANY}"' in page.text
    assert 'hx-trigger="every 1s"' in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text, "without scripts it reloads by itself"
    assert "/stopping" in page.text
    sweep(advance_bulk_acts)
    fragment = as_ada.get(answer.location, headers={"HX-Request": "true", "HX-Target": "progress"}).text
    assert "<html" not in fragment
    assert "hx-trigger" not in fragment
    assert f"{MANY} applications are now in Screening" in fragment
    assert in_stage(to) == MANY
    undoing = re.search(r'action="([^"]+/undoing)"', fragment).group(1)
    back = as_ada.submit(undoing)
    assert back.location == answer.location
    assert "Taken back" in as_ada.get(back.location).text
    sweep(advance_bulk_acts)
    assert f"{MANY} applications are back where they were" in as_ada.get(back.location).text
    assert in_stage(to) == 0


def test_it_is_stopped_from_its_page(as_ada, cast, many, to, sweep):
    place = begun(as_ada, cast, many, to).location
    assert as_ada.submit(f"{place}/stopping").status_code == 303
    page = as_ada.get(place).text
    assert "It was stopped before the end" in page
    assert f"{MANY} were not begun" in page
    sweep(advance_bulk_acts)
    assert in_stage(to) == 0
    again = as_ada.submit(f"{place}/stopping")
    assert again.status_code == 409
    assert "nothing left to stop" in again.text


def test_the_same_form_sent_twice_is_one_act(as_ada, cast, many, to):
    first = begun(as_ada, cast, many, to, form_key="one-key-of-a-form")
    assert begun(as_ada, cast, many, to, form_key="one-key-of-a-form").location == first.location
    assert len(db.session.scalars(select(BulkAct)).all()) == 1


def test_who_was_left_alone_is_named(as_ada, cast, make, many, to, sweep):
    place = begun(as_ada, cast, many, to).location
    interview = make.stage(cast.job, "Interview").id
    as_ada.submit(f"/recruiter/applications/{many[0].id}/moves", {"to": interview, "from_stage": many[0].stage_id})
    sweep(advance_bulk_acts)
    page = as_ada.get(place).text
    assert "Left as they are" in page
    assert f"/recruiter/applications/{many[0].id}" in page
    assert "moved by somebody else meanwhile" in page


def test_rejecting_many_tells_that_the_mails_wait(as_ada, cast, many, sweep):
    reason = ensure_reject_reasons()[0].id
    form = {"ids": ",".join(str(one.id) for one in many), "reason": reason, "tell": "y", "delay": 2}
    place = as_ada.submit(f"/recruiter/jobs/{cast.job.id}/bulk-rejections", form).location
    sweep(advance_bulk_acts)
    assert f"{MANY} people are rejected. The mails wait" in as_ada.get(place).text


def test_a_colleague_neither_sees_nor_stops_it(as_ada, as_hugo, cast, many, to):
    place = begun(as_ada, cast, many, to).location
    assert as_hugo.get(place).status_code == 404
    assert as_hugo.submit(f"{place}/stopping").status_code == 404


def test_too_many_are_refused_with_a_sentence(as_ada, cast):
    ids = ",".join(map(str, range(1, 5_002)))
    answer = as_ada.submit(f"/recruiter/jobs/{cast.job.id}/bulk", {"ids": ids, "act": "move", "to": "1"})
    assert answer.status_code == 409
    assert "At most 5,000" in answer.text


def test_the_page_costs_the_same_however_many_there_are(as_ada, cast, many, to, sweep, queries):
    place = begun(as_ada, cast, many, to).location
    with queries as sent:
        as_ada.get(place)
    assert sent.count <= 12
    assert len(db.session.scalars(select(BulkActItem)).all()) == MANY
