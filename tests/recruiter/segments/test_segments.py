"""The pages of segments."""

from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.search.models import SavedView
from app.talent.models import Segment, Sharing


def form(**changes: Any) -> dict[str, Any]:
    return {"name": "Berliners", "q": "city:berlin", "sharing": "shared", **changes}


def test_an_empty_list_teaches(as_ada: Any) -> None:
    assert "Make the first segment" in as_ada.get("/recruiter/segments").text


def test_a_segment_is_made_and_shows_its_people(as_ada: Any, make: Any) -> None:
    make.candidate("Nora Neu", city="Berlin")
    made = as_ada.submit("/recruiter/segments", form())
    page = as_ada.get(made.location).text
    for expected in ("1 person", "Nora Neu", "How warm they are"):
        assert expected in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"q": "city:("}, "not closed"), ({"q": "segment:nowhere"}, "There is no segment called"), ({"name": ""}, "Give the segment a name.")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_survives(as_ada: Any, changes: dict[str, str], sentence: str) -> None:
    answer = as_ada.submit("/recruiter/segments", form(**changes, about="kept words"))
    assert answer.status_code in (409, 422)
    assert sentence in answer.text
    assert "kept words" in answer.text


def test_a_saved_view_becomes_a_segment_in_one_step(as_ada: Any, make: Any, cast: Any) -> None:
    view = make.add(SavedView(owner_id=cast.ada.id, name="Far away", name_key="far away", query="city:munich"))
    page = as_ada.get(f"/recruiter/segments/new?view={view.id}").text
    assert "Far away" in page
    assert "city:munich" in page
    assert "Save as segment" in as_ada.get("/recruiter/candidates?q=city:munich").text


def test_it_tells_where_it_is_used_and_refuses_to_vanish(as_ada: Any) -> None:
    as_ada.submit("/recruiter/segments", form())
    as_ada.submit("/recruiter/segments", form(name="Others", q="-segment:Berliners"))
    first = db.session.scalars(select(Segment).where(Segment.name_key == "berliners")).one()
    assert "Others" in as_ada.get(f"/recruiter/segments/{first.id}").text
    refused = as_ada.submit(f"/recruiter/segments/{first.id}/removal")
    assert refused.status_code == 409
    assert "asks for this segment" in refused.text


def test_it_is_changed_and_deleted(as_ada: Any, make: Any, cast: Any) -> None:
    segment = make.segment("Old name", owner=cast.ada)
    address = f"/recruiter/segments/{segment.id}"
    changed = as_ada.submit(f"{address}/settings", form(name="New name", version=segment.version))
    assert changed.status_code == 303
    stale = as_ada.submit(f"{address}/settings", form(name="Newer", version=1))
    assert stale.status_code == 409
    assert as_ada.submit(f"{address}/removal").status_code == 303
    assert as_ada.get(address).status_code == 404


def test_others_see_shared_segments_and_change_none(as_otto: Any, make: Any, cast: Any) -> None:
    private = make.segment("Mine", owner=cast.ada)
    shared = make.segment("Ours", owner=cast.ada, sharing=Sharing.SHARED)
    assert as_otto.get(f"/recruiter/segments/{private.id}").status_code == 404
    assert as_otto.get(f"/recruiter/segments/{shared.id}").status_code == 200
    assert as_otto.get(f"/recruiter/segments/{shared.id}/settings").status_code == 403


def test_a_question_that_cannot_be_read_any_more_says_so(as_ada: Any, make: Any, cast: Any) -> None:
    segment = make.segment("Old words", owner=cast.ada, query="goneword:x")
    page = as_ada.get(f"/recruiter/segments/{segment.id}")
    assert page.status_code == 200
    assert "cannot be read any more" in page.text


def test_the_pages_cost_few_statements(as_ada: Any, make: Any, cast: Any, queries: Any) -> None:
    for _number in range(8):
        make.candidate(city="Berlin")
    segment = make.segment("Berliners", owner=cast.ada, query="city:berlin")
    with queries as sent:
        as_ada.get("/recruiter/segments")
    assert sent.count <= 8
    with queries as sent:
        as_ada.get(f"/recruiter/segments/{segment.id}")
    assert sent.count <= 18, sent.statements
