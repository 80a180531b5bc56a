"""The choice to be kept in touch with."""

from sqlalchemy import select

from app.candidates.models import Consent, ConsentAction
from app.extensions import db


def test_pressing_twice_says_it_once(as_carla, cast):
    for _ in range(2):
        assert as_carla.submit("/me/preferences/pool", {"word": "yes"}).status_code == 303
    assert words(cast) == [ConsentAction.GIVEN]
    for _ in range(2):
        as_carla.submit("/me/preferences/pool", {"word": "no"})
    assert words(cast) == [ConsentAction.GIVEN, ConsentAction.WITHDRAWN]


def test_the_page_offers_the_other_word(as_carla, cast):
    assert 'name="word" value="yes"' in as_carla.get("/me/preferences").text
    as_carla.submit("/me/preferences/pool", {"word": "yes"})
    assert 'name="word" value="no"' in as_carla.get("/me/preferences").text


def words(cast):
    db.session.expire_all()
    return list(db.session.scalars(select(Consent.action).where(Consent.candidate_id == cast.carla.id).order_by(Consent.id)))
