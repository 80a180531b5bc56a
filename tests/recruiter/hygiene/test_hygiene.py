"""The hygiene page and its inbox of likely duplicates."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.candidates.models import Consent, ContactKind, ContactPoint, DuplicatePair, PairState, Purpose
from app.core.clock import now
from app.extensions import db
from app.mailing.commands.suppressing import suppress_address
from app.mailing.gate import address_hash
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind, SuppressionReason
from app.recruiter.hygiene.hygiene import CHECKS
from app.search.parser import parse
from app.search.queries import search_candidates
from tests.make import Cast, Make


def found(cast: Cast, query: str) -> set[int]:
    return set(search_candidates(cast.ada, parse(query)).ids)


@pytest.fixture
def pair(make: Make) -> DuplicatePair:
    one, other = make.candidate("Grete Finder"), make.candidate("Grete Finder")
    made: DuplicatePair = make.add(DuplicatePair(first_id=one.id, second_id=other.id, reason="shared_phone", strength=3))
    return made


def test_every_check_counts_and_leads_to_its_people(as_ada: FlaskClient, pair: DuplicatePair) -> None:
    page = as_ada.get("/recruiter/hygiene?count=all").get_data(as_text=True)
    for check in CHECKS:
        assert str(check.label) in page
        (address,) = re.findall(rf'id="check_{check.name}">.*?row-words"><a href="([^"]+)"', page, re.DOTALL)
        assert as_ada.get(unescape(address)).status_code == 200, check.name
    assert 'hx-trigger="load"' not in page


def test_figures_follow_the_page_one_by_one(as_ada: FlaskClient, pair: DuplicatePair) -> None:
    page = as_ada.get("/recruiter/hygiene").get_data(as_text=True)
    assert page.count('hx-trigger="load"') == len(CHECKS)
    headers = {"HX-Request": "true", "HX-Target": "check_duplicates"}
    part = as_ada.get("/recruiter/hygiene?count=duplicates", headers=headers).get_data(as_text=True)
    assert part.startswith("<li") or '<li class="row" id="check_duplicates"' in part
    assert "hx-get" not in part.partition("toasts")[0]


def test_the_inbox_shows_pairs_with_their_reason(as_ada: FlaskClient, pair: DuplicatePair) -> None:
    page = as_ada.get("/recruiter/hygiene/duplicates").get_data(as_text=True)
    assert "shared phone number" in page and f"/merging/{pair.second_id}" in page
    assert "Nobody is known twice" in as_ada.get("/recruiter/hygiene/duplicates?reason=same_link").get_data(as_text=True)


def test_two_people_are_asked_about_once(as_ada: FlaskClient, pair: DuplicatePair) -> None:
    assert as_ada.submit(f"/recruiter/hygiene/duplicates/{pair.id}/decision").status_code == 303
    db.session.refresh(pair)
    assert pair.state is PairState.DIFFERENT
    assert "Nobody is known twice" in as_ada.get("/recruiter/hygiene/duplicates").get_data(as_text=True)
    as_ada.submit(f"/recruiter/hygiene/duplicates/{pair.id}/undo")
    db.session.refresh(pair)
    assert pair.state is PairState.OPEN


def test_pages_of_the_inbox_follow_one_another(as_ada: FlaskClient, make: Make) -> None:
    people = [make.candidate() for _ in range(43)]
    for other in people[1:]:
        make.add(DuplicatePair(first_id=people[0].id, second_id=other.id, reason="shared_phone", strength=3))
    first = as_ada.get("/recruiter/hygiene/duplicates").get_data(as_text=True)
    assert first.count('id="pair_') == 40
    last = max(row.id for row in db.session.query(DuplicatePair).order_by(DuplicatePair.id).limit(40))
    rest = as_ada.get(f"/recruiter/hygiene/duplicates?after={last}").get_data(as_text=True)
    assert rest.count('id="pair_') == 2


def test_duplicates_are_found_by_the_query_language(make: Make, cast: Cast, pair: DuplicatePair) -> None:
    assert found(cast, "is:duplicate") == {pair.first_id, pair.second_id}
    pair.state = PairState.DIFFERENT
    db.session.flush()
    assert found(cast, "is:duplicate") == set()


def test_reachable_says_whom_mail_reaches(make: Make, cast: Cast) -> None:
    bounced, fine, without = make.candidate(email="gone@example.org"), make.candidate(), make.candidate(email=None)
    make.add(
        Message(cause="t", kind=MessageKind.PERSONAL, state=MessageState.HARD_FAILED, recipient_kind=RecipientKind.CANDIDATE,
                candidate_id=bounced.id, address="gone@example.org", address_key="gone@example.org",
                address_hash=address_hash("gone@example.org"), mail_id="t@x")
    )  # fmt: skip
    suppress_address("gone@example.org", SuppressionReason.HARD_BOUNCE)
    assert found(cast, "reachable:bouncing") == {bounced.id}
    assert found(cast, "reachable:no") == {bounced.id, without.id}
    assert fine.id in found(cast, "reachable:yes")
    db.session.query(ContactPoint).filter_by(candidate_id=bounced.id).delete()
    make.add(ContactPoint(candidate_id=bounced.id, kind=ContactKind.EMAIL, value="new@example.org",
                          value_key="new@example.org", is_primary=True))  # fmt: skip
    assert found(cast, "reachable:bouncing") == set(), "another address stands there now"


def test_a_consent_that_ends_soon_is_found_in_time(make: Make, cast: Cast) -> None:
    soon, later, renewed = (make.candidate() for _ in range(3))
    for person, days in ((soon, 20), (later, 90), (renewed, 20)):
        make.consent(person, expires_at=now() + timedelta(days=days))
    make.consent(renewed, expires_at=now() + timedelta(days=700))
    make.add(Consent(candidate_id=later.id, purpose=Purpose.POOL, action=next(iter(type(make.consent(later).action))),
                     method="form", expires_at=now() - timedelta(days=3)))  # fmt: skip
    assert found(cast, "consent-ends:<30d") == {soon.id}


def test_hygiene_is_recruitings_work(as_hugo: FlaskClient) -> None:
    assert as_hugo.get("/recruiter/hygiene").status_code == 403


def test_dormant_pools_lead_to_the_people_in_them(as_ada: FlaskClient, make: Make, cast: Cast) -> None:
    forgotten, person = make.pool('Say "hello"', owner=cast.ada, created_at=now() - timedelta(days=200)), make.candidate()
    lively = make.pool("Lively", owner=cast.ada, created_at=now() - timedelta(days=200))
    make.pool_member(forgotten, person)
    make.pool_member(lively, make.candidate(contacted_at=now(), contacted_rank=0))
    check = next(one for one in CHECKS if one.name == "pools")
    page = as_ada.get("/recruiter/hygiene?count=pools").get_data(as_text=True)
    assert "?q=pool:(" in page and "Lively" not in page
    assert str(check.label) in page and found(cast, 'pool:("Say  hello ")') == {person.id}


def test_without_a_dormant_pool_the_line_leads_to_the_pools(as_ada: FlaskClient) -> None:
    page = as_ada.get("/recruiter/hygiene?count=pools").get_data(as_text=True)
    assert 'href="/recruiter/pools"' in page
