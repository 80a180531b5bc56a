"""The link of the rejection mail: looking changes nothing, saying yes joins."""

from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.models import Consent, ConsentAction, Purpose
from app.candidates.notices import ensure_notices
from app.core.clock import now
from app.core.tokens import derived_token
from app.extensions import db
from app.talent.models import KeepInTouch, PoolMember


@pytest.fixture
def offer(make: Any, cast: Any) -> KeepInTouch:
    ensure_notices()
    application = make.application(cast.carla, cast.job, stage="Interview", state="rejected", closed_publicly_at=now())
    made: KeepInTouch = make.add(
        KeepInTouch(
            application_id=application.id, candidate_id=cast.carla.id, pool_id=make.pool(owner=cast.ada).id,
            email="carla@example.org",
        )
    )  # fmt: skip
    return made


def address_of(offer: KeepInTouch) -> str:
    return f"/keep-in-touch/{derived_token('keep-in-touch', offer.id)}"


def test_looking_changes_nothing_and_shows_nothing_of_the_person(client: Any, offer: KeepInTouch) -> None:
    page = client.get(address_of(offer))
    assert page.status_code == 200
    assert "Shall we keep in touch?" in page.text
    assert "Carla" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert db.session.scalars(select(Consent)).all() == []


def test_saying_yes_consents_and_joins_once(client: Any, offer: KeepInTouch) -> None:
    for _press in range(2):
        assert client.submit(address_of(offer)).status_code == 303
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.purpose, consent.action) == (Purpose.POOL, ConsentAction.CONFIRMED)
    assert consent.text_id is not None
    assert db.session.scalars(select(PoolMember.candidate_id)).all() == [offer.candidate_id]
    assert "we will keep in touch" in client.get(address_of(offer)).text


def test_a_withdrawn_offer_and_a_false_token_open_nothing(client: Any, offer: KeepInTouch) -> None:
    offer.withdrawn_at = now()
    db.session.flush()
    assert client.get(address_of(offer)).status_code == 410
    assert client.submit(address_of(offer)).status_code == 410
    for token in ("1-x", "no", f"{offer.id}-{'a' * 32}", "%00", "9" * 30):
        assert client.get(f"/keep-in-touch/{token}").status_code == 404
    assert db.session.scalars(select(PoolMember)).all() == []


def test_it_stands_on_the_page_of_the_application(as_carla: Any, offer: KeepInTouch) -> None:
    page = f"/me/applications/{offer.application_id}"
    assert "Shall we keep in touch?" in as_carla.get(page).text
    assert as_carla.submit(f"/me/keep-in-touch/{offer.id}").status_code == 303
    assert "We keep in touch" in as_carla.get(page).text


def test_nobody_answers_for_somebody_else(as_carla: Any, make: Any, cast: Any) -> None:
    application = make.application(job=cast.job, stage="Interview", state="rejected")
    other = make.add(
        KeepInTouch(application_id=application.id, candidate_id=application.candidate_id, pool_id=make.pool(owner=cast.ada).id,
                    email="other@example.org")
    )  # fmt: skip
    assert as_carla.submit(f"/me/keep-in-touch/{other.id}").status_code == 404
