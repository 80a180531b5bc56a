"""The list of a job's applications: page by page along the order itself, so that no page repeats or loses anybody."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.core.clock import now
from app.hiring.queries import Filters, Place, listing_of
from app.hiring.queries import listing as listing_module
from tests.make import Cast, Make


def many(make: Make, cast: Cast, number: int = 7) -> list[int]:
    """The newest first; two of them of the same moment."""
    start = now()
    moments = [start - timedelta(hours=index // 2) for index in range(number)]
    return [make.application(make.candidate(), cast.job, applied_at=moment).id for moment in moments]


@pytest.mark.parametrize("sort", ["applied", "name", "stage", "source", "state", "entered"])
@pytest.mark.parametrize("descending", [True, False])
def test_pages_follow_one_another_both_ways_without_gap_or_repeat(
    make: Make, cast: Cast, monkeypatch: pytest.MonkeyPatch, sort: str, descending: bool
) -> None:
    monkeypatch.setattr(listing_module, "PAGE", 3)
    everybody = set(many(make, cast))

    def page(place: Place) -> listing_module.Listing:
        return listing_of(cast.job.id, Filters(), sort=sort, descending=descending, place=place)

    forwards, place = [page(Place())], Place()
    while forwards[-1].next:
        place = Place(after=forwards[-1].next)
        forwards.append(page(place))
    ids = [card.id for one in forwards for card in one.rows]
    assert [len(one.rows) for one in forwards] == [3, 3, 1] and set(ids) == everybody
    backwards = [page(Place(last=True))]
    while backwards[-1].prev:
        backwards.append(page(Place(before=backwards[-1].prev)))
    assert [card.id for one in reversed(backwards) for card in one.rows] == ids


def test_a_place_that_is_no_more_is_the_beginning(make: Make, cast: Cast) -> None:
    many(make, cast, 2)
    found = listing_of(cast.job.id, Filters(), place=Place(after=10**8))
    assert len(found.rows) == 2 and found.prev is None and found.next is None


def test_the_addresses_of_the_pages_name_an_application(
    as_ada: FlaskClient, make: Make, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module, "PAGE", 3)
    ids = many(make, cast)
    path = f"/recruiter/jobs/{cast.job.id}/applications"
    assert re.search(r'rel="next"[^>]*href="[^"]*after=\d+|href="[^"]*after=\d+[^"]*"', as_ada.get(path).text)
    assert f'id="row_{ids[-1]}"' in as_ada.get(f"{path}?last=1").text
