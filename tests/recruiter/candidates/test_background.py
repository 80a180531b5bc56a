"""What the record loads after itself, and as a page of its own where nothing runs."""

from flask.testing import FlaskClient

from app.candidates.commands import owe_notice
from app.candidates.queries import owed_notices
from app.core.clock import now
from app.extensions import db
from tests.conftest import Queries
from tests.make import Cast, Make

TWIN = {"name": "Grete Finder", "current_employer": "Nordlicht"}


def test_the_record_says_where_the_rest_of_it_is(as_ada: FlaskClient, make: Make, queries: Queries) -> None:
    person = make.candidate()
    address = f"/recruiter/candidates/{person.id}/background"
    as_ada.get(f"/recruiter/candidates/{person.id}")
    with queries as sent:
        page = as_ada.get(f"/recruiter/candidates/{person.id}").get_data(as_text=True)
    assert f'href="{address}" hx-get="{address}"' in page, "a plain link is the way without scripts"
    assert sent.count <= 24


def test_who_may_be_the_same_person_is_named_on_the_page_and_sent_along_with_the_fragment(
    as_ada: FlaskClient, make: Make
) -> None:
    person, twin = make.candidate(**TWIN), make.candidate(**TWIN)
    address = f"/recruiter/candidates/{person.id}/background"
    assert f'href="/recruiter/candidates/{twin.id}"' in as_ada.get(address).get_data(as_text=True)
    fragment = as_ada.get(address, headers={"HX-Request": "true", "HX-Target": "background"}).get_data(as_text=True)
    assert "<html" not in fragment and 'hx-swap-oob="true" id="duplicates"' in fragment
    assert f'href="/recruiter/candidates/{twin.id}"' in fragment


def test_whoever_is_not_in_recruiting_is_not_told_about_twins(as_hugo: FlaskClient, make: Make, cast: Cast) -> None:
    mine = make.application(job=cast.job)
    page = as_hugo.get(f"/recruiter/candidates/{mine.candidate_id}/background")
    assert page.status_code == 200 and "the same person" not in page.get_data(as_text=True)


def test_notices_owed_are_paged_by_their_dates_and_nobody_is_passed_over_when_one_is_told(make: Make, cast: Cast) -> None:
    for _number in range(5):
        owe_notice(make.candidate(), origin="import")
    first = owed_notices(cast.ada, limit=2)
    first[0].duty.given_at = first[1].duty.given_at = now()
    db.session.flush()
    rest = owed_notices(cast.ada, after=first[-1].duty.id, limit=9)
    assert len(rest) == 3 and not {row.duty.id for row in rest} & {row.duty.id for row in first}
