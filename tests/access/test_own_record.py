"""A colleague who is a candidate, too, never sees their own record in the back office, whatever page they open."""

from typing import Any

import pytest

from app.extensions import db
from app.search.index import keep_indexed
from app.search.parser import parse
from app.search.queries import count_candidates, search_candidates
from tests.world import make_world, routes

OWN = "Quirinus Selfsame"


@pytest.mark.parametrize("who", ["root", "ada"])
def test_nobody_sees_their_own_record(who: str, app: Any, cast: Any, make: Any) -> None:
    world = make_world(make, cast)
    viewer = getattr(cast, who)
    own = make.candidate(OWN, email=viewer.email, city="Ullapool")
    application = make.application(own, cast.job, stage="Interview")
    for number in range(2):
        make.application(make.candidate(f"Other {number}", city="Ullapool"), cast.job)
    pool = make.pool("Everybody", owner=cast.ada)
    make.pool_member(pool, own)
    keep_indexed([own.id])
    db.session.flush()
    db.session.refresh(viewer)
    browser = make.signed_in(app, viewer)
    seen = set()
    for method, rule in routes(app):
        if method == "GET" and rule.rule.startswith("/recruiter"):
            address = world.address(app.url_map, rule, user=viewer)
            if OWN.encode() in browser.get(address).get_data():
                seen.add(rule.rule)
    assert seen == set()
    assert browser.get(f"/recruiter/candidates/{own.id}").status_code == 404
    assert browser.get(f"/recruiter/applications/{application.id}").status_code == 404
    assert OWN not in browser.get(f"/recruiter/pools/{pool.id}").text
    for query in ("", "city:ullapool", "selfsame"):
        assert OWN not in browser.get(f"/recruiter/candidates?q={query}").text
    if who == "ada":
        assert count_candidates(viewer, parse("city:ullapool")).number == 2
        assert own.id not in search_candidates(viewer, parse("ullapool")).ids
