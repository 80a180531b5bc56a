"""The preference centre of the signed-in candidate: what was shown is saved, nothing else."""

from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.commands import choose_topics, current_consents, save_topic
from app.candidates.commands.consents import is_open
from app.candidates.models import Consent, ConsentAction, Purpose, profile_values
from app.candidates.notices import ensure_notices
from app.candidates.queries import profile_of
from app.core.actors import SYSTEM
from app.extensions import db
from app.mailing.commands import gets_nothing

PAGE = "/me/preferences"


@pytest.fixture(autouse=True)
def texts(app: Any) -> None:
    ensure_notices()


def words(cast: Any) -> list[ConsentAction]:
    db.session.expire_all()
    return list(db.session.scalars(select(Consent.action).where(Consent.candidate_id == cast.carla.id).order_by(Consent.id)))


def test_consent_is_given_once_and_taken_back_once(as_carla, cast):
    yes = {"shown": "consent-pool", "consent-pool": "1"}
    for _ in range(2):
        assert as_carla.submit(PAGE, yes).status_code == 303
    assert words(cast) == [ConsentAction.GIVEN]
    assert current_consents(cast.carla.id)[Purpose.POOL].text_id is not None
    for _ in range(2):
        as_carla.submit(PAGE, {"shown": "consent-pool"})
    assert words(cast) == [ConsentAction.GIVEN, ConsentAction.WITHDRAWN]


def test_every_consent_stands_unticked_with_its_wording(as_carla):
    page = as_carla.get(PAGE).text
    for purpose in ("newsletter", "job_alerts", "events", "pool", "tracking"):
        assert f'name="consent-{purpose}"' in page
    assert 'name="consent-newsletter" value="1" checked' not in page.replace("  ", " ")
    assert "with one click; it has no effect on my application" in page


def test_sections_that_were_not_shown_stay_as_they_are(as_carla, cast):
    topic, other = save_topic(None, {"en": "Acoustics"}, by=SYSTEM), save_topic(None, {"en": "Firmware"}, by=SYSTEM)
    choose_topics(cast.carla, [topic.id], by=SYSTEM)
    as_carla.submit(PAGE, {"shown": ["frequency", "location"], "frequency": "weekly", "location": "Berlin", "more-location": "Bonn, ,Kiel"})
    values = profile_values(profile_of(cast.carla.id))
    assert (values["topics"], values["frequency"], values["location"]) == ([topic.id], "weekly", ["Berlin", "Bonn", "Kiel"])
    as_carla.submit(PAGE, {"shown": "topics", "offered-topic": [topic.id, other.id], "topic": str(other.id)})
    assert profile_values(profile_of(cast.carla.id))["topics"] == [other.id]


def test_a_change_can_be_taken_back_from_the_page(as_carla, cast):
    as_carla.submit(PAGE, {"shown": "frequency", "frequency": "weekly"})
    answer = as_carla.submit(PAGE, {"shown": "frequency", "frequency": "monthly"})
    assert "Undo" in as_carla.get(answer.location).text
    as_carla.submit(f"{PAGE}/undo", {})
    assert profile_values(profile_of(cast.carla.id))["frequency"] == "weekly"


def test_a_pause_begins_and_ends(as_carla, cast):
    as_carla.submit(f"{PAGE}/pauses", {"days": "90"})
    assert "Paused until" in as_carla.get(PAGE).text
    as_carla.submit(f"{PAGE}/pauses", {})
    assert "Paused until" not in as_carla.get(PAGE).text


def test_everything_ends_and_comes_back_by_choice(as_carla, cast):
    as_carla.submit(PAGE, {"shown": "consent-newsletter", "consent-newsletter": "1"})
    as_carla.submit(f"{PAGE}/everything", {})
    assert gets_nothing(["carla@example.org"])
    assert "You get no mail from us" in as_carla.get(PAGE).text
    as_carla.submit(PAGE, {"shown": "consent-newsletter", "consent-newsletter": "1"})
    assert not gets_nothing(["carla@example.org"])
    assert is_open(current_consents(cast.carla.id)[Purpose.NEWSLETTER])


HOSTILE = ["", "'; DROP TABLE wishes; --", "-1", "9" * 40, "\x00", "<script>", "٣", "weekly,monthly", "💥" * 300]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_change_nothing_they_should_not(as_carla, cast, value):
    shown = ["topics", "frequency", "remote", "employment", "seniority", "locale", "function", value]
    fields = {"offered-topic": value, "topic": value, "frequency": value, "remote": value, "employment": value, "seniority": value,
              "locale": value, "function": value, "shown": shown}  # fmt: skip
    assert as_carla.submit(PAGE, fields).status_code == 303
    for act, name in (("pauses", "days"), ("departures", "membership"), ("undo", "x")):
        assert as_carla.submit(f"{PAGE}/{act}", {name: value or "0"}).status_code == 303
    page = as_carla.get(PAGE)
    assert page.status_code == 200 and "<script>" not in page.text.replace("<script type", "")
    values = profile_values(profile_of(cast.carla.id))
    assert (values["frequency"], values["topics"], values["employment"], values["seniority"]) == ("each", [], [], [])


def test_the_page_asks_the_database_little(as_carla, cast, queries):
    for number in range(12):
        save_topic(None, {"en": f"Topic {number}"}, by=SYSTEM)
    as_carla.submit(PAGE, {"shown": "location", "more-location": ",".join(f"Town {n}" for n in range(15))})
    with queries as sent:
        as_carla.get(PAGE)
    assert sent.count <= 22
