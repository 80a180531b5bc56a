"""The last look, giving the word, and what may be done while it leaves."""

from datetime import UTC, datetime, timedelta

import pytest

from app.campaigns.models import Campaign, CampaignState
from app.core.clock import now
from app.extensions import db


@pytest.fixture
def ready(cast, make):
    make.subscriber("Sue Subscriber")
    return make.campaign("Spring news", by=cast.ada)


def _state(campaign):
    return db.session.get(Campaign, campaign.id).state


def _send(browser, campaign, **values):
    return browser.submit(f"/recruiter/campaigns/{campaign.id}/sending", {"when": "now", "time_zone": "Europe/Berlin", "version": campaign.version, **values})


def test_it_says_what_leaves_to_whom_and_how_long_it_takes(as_ada, ready):
    page = as_ada.get(f"/recruiter/campaigns/{ready.id}/check").text
    assert "Spring news" in page and "1 mail; sending takes about a minute or less." in page and "Larkspur" in page


def test_what_is_missing_stands_in_the_way(as_ada, cast, make):
    empty = make.campaign(by=cast.ada, subject="", query="")
    page = as_ada.get(f"/recruiter/campaigns/{empty.id}/check").text
    assert "Write a subject." in page and "Choose who gets it." in page and 'name="when"' not in page
    assert _send(as_ada, empty).status_code == 409 and _state(empty) is CampaignState.DRAFT


def test_the_word_is_given_once(as_ada, ready):
    assert _send(as_ada, ready).status_code == 303
    assert _state(ready) is CampaignState.PLANNING
    assert _send(as_ada, ready).status_code == 409


def test_a_changed_draft_is_not_sent_unseen(as_ada, ready):
    assert _send(as_ada, ready, version=ready.version + 7).status_code == 409
    assert _state(ready) is CampaignState.DRAFT


def test_it_leaves_at_a_time_in_a_zone(as_ada, ready):
    day = (now() + timedelta(days=30)).date()
    assert _send(as_ada, ready, when="later", day=day.isoformat(), time="09:30", time_zone="Asia/Tokyo").status_code == 303
    kept = db.session.get(Campaign, ready.id)
    assert kept.state is CampaignState.SCHEDULED
    assert kept.scheduled_at == datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)
    assert "Leaves on" in as_ada.get(f"/recruiter/campaigns/{ready.id}").text
    as_ada.submit(f"/recruiter/campaigns/{ready.id}/unscheduling")
    assert _state(ready) is CampaignState.DRAFT


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "", "time": ""}, "Choose a day and a time."),
        ({"day": "2020-01-01", "time": "09:00"}, "This time has passed."),
        ({"day": "2099-03-29", "time": "02:30"}, "the clocks skip this time"),
        ({"day": "tomorrow", "time": "x"}, "valid"),
        ({"day": "2099-01-01", "time": "09:00", "time_zone": "Mars/Olympus"}, "valid choice"),
    ],
)
def test_a_time_that_cannot_be_is_said(as_ada, ready, fields, sentence):
    answer = _send(as_ada, ready, when="later", **fields)
    assert answer.status_code in (409, 422) and sentence in answer.text
    assert _state(ready) is CampaignState.DRAFT


def test_pause_go_on_and_call_off(as_ada, ready):
    _send(as_ada, ready)
    for act, state in (("pause", CampaignState.PAUSED), ("resumption", CampaignState.PLANNING), ("cancellation", CampaignState.CANCELLED)):
        assert as_ada.submit(f"/recruiter/campaigns/{ready.id}/{act}").status_code == 303
        assert _state(ready) is state
    assert as_ada.submit(f"/recruiter/campaigns/{ready.id}/resumption").status_code == 409


def test_progress_asks_again_while_mail_leaves_and_then_stops(as_ada, cast, make):
    fragment = {"HX-Request": "true", "HX-Target": "progress"}
    leaving = make.campaign(by=cast.ada, state=CampaignState.SENDING)
    assert 'hx-trigger="every 2s"' in as_ada.get(f"/recruiter/campaigns/{leaving.id}", headers=fragment).text
    left = make.campaign(by=cast.ada, state=CampaignState.SENT)
    answer = as_ada.get(f"/recruiter/campaigns/{left.id}", headers=fragment).text
    assert "every 2s" not in answer and "See the results" in answer


def test_a_copy_is_a_draft_of_its_own_and_a_draft_can_go(as_ada, ready):
    _send(as_ada, ready)
    answer = as_ada.submit(f"/recruiter/campaigns/{ready.id}/copies")
    number = int(answer.location.split("/campaigns/")[1].split("/")[0])
    assert number != ready.id and db.session.get(Campaign, number).state is CampaignState.DRAFT
    assert as_ada.submit(f"/recruiter/campaigns/{number}/removal").status_code == 303
    assert db.session.get(Campaign, number) is None
    assert as_ada.submit(f"/recruiter/campaigns/{ready.id}/removal").status_code == 409
