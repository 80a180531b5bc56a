"""Saved views: a query with columns and a sort, one's own or shared."""

import pytest
from flask import Flask

from app.core.actors import user_actor
from app.core.refusals import NotAllowed
from app.core.transaction import transaction
from app.search.commands import change_view, delete_view, save_view
from app.search.models import SavedView, Sharing
from app.search.queries import find_saved_views
from app.search.refusals import QueryError, ViewNameTaken, ViewNeedsName
from tests.search.conftest import user

pytestmark = pytest.mark.no_app

RITA, OTTO = 2, 3


def save(name: str = "Berlin", query: str = "city:berlin", **more: object) -> SavedView:
    return save_view(name=name, query=query, owner=user(RITA), by=user_actor(RITA), **more)  # type: ignore[arg-type]


def test_a_view_keeps_query_sort_and_columns(own_company: Flask) -> None:
    with transaction():
        view = save(sort="-name", columns=["name", "city"])
        assert (view.query, view.sort, view.columns) == ("city:berlin", "-name", {"names": ["name", "city"]})
        assert find_saved_views(user(RITA)) == [view]


def test_a_private_view_is_its_owners_alone_and_a_shared_one_everybodys(own_company: Flask) -> None:
    with transaction():
        save("Mine")
        shared = save("Ours", sharing=Sharing.SHARED)
        assert find_saved_views(user(OTTO)) == [shared]
        with pytest.raises(NotAllowed):
            delete_view(shared, viewer=user(OTTO), by=user_actor(OTTO))
        with pytest.raises(NotAllowed):
            change_view(shared, name="Stolen", query="", viewer=user(OTTO), by=user_actor(OTTO))


def test_a_name_is_used_once_per_owner_whatever_its_case(own_company: Flask) -> None:
    with transaction():
        view = save("Zürich")
        with pytest.raises(ViewNameTaken):
            save("ZURICH")
        with pytest.raises(ViewNeedsName):
            save("  ")
        change_view(view, name="Zürich", query="city:zürich", viewer=user(RITA), by=user_actor(RITA))
        assert view.query == "city:zürich"


def test_a_query_that_cannot_be_read_is_not_kept(own_company: Flask) -> None:
    with transaction():
        with pytest.raises(QueryError):
            save(query="city:(berlin")
        assert find_saved_views(user(RITA)) == []


def test_a_deleted_view_is_gone(own_company: Flask) -> None:
    with transaction():
        view = save()
        delete_view(view, viewer=user(RITA), by=user_actor(RITA))
        assert find_saved_views(user(RITA)) == []
