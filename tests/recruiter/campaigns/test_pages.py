"""Every page about campaigns, per role and state."""

import pytest

from app.campaigns.models import CampaignState

DRAFT = ["", "/text/en", "/text/de", "/basics", "/audience", "/audience/people", "/audience/people?reason=no-consent", "/check"]
LATER = ["", "/text/en", "/undelivered"]


@pytest.fixture
def draft(cast, make):
    return make.campaign("Spring news", by=cast.ada)


def test_an_empty_list_teaches(as_ada):
    page = as_ada.get("/recruiter/campaigns").text
    assert "No campaign yet" in page and 'href="/recruiter/campaigns/new"' in page


@pytest.mark.parametrize("path", DRAFT)
def test_a_draft_shows_every_step(as_ada, draft, path):
    answer = as_ada.get(f"/recruiter/campaigns/{draft.id}{path}", follow_redirects=True)
    assert answer.status_code == 200 and "Spring news" in answer.text


@pytest.mark.parametrize("path", LATER)
@pytest.mark.parametrize("state", [state for state in CampaignState if state is not CampaignState.DRAFT])
def test_what_was_confirmed_shows_its_course(as_ada, cast, make, state, path):
    campaign = make.campaign("Spring news", by=cast.ada, state=state, scheduled_at=cast.ada.created_at)
    answer = as_ada.get(f"/recruiter/campaigns/{campaign.id}{path}")
    assert answer.status_code == 200 and "Spring news" in answer.text


def test_the_list_shows_all_and_narrows(as_ada, cast, make, draft):
    make.campaign("Autumn news", by=cast.ada, state=CampaignState.SENT)
    assert "Autumn news" in as_ada.get("/recruiter/campaigns").text
    page = as_ada.get("/recruiter/campaigns?state=draft").text
    assert "Spring news" in page and "Autumn news" not in page


def test_who_may_what(as_hugo, as_ines, as_cleo, as_cora, draft):
    address = f"/recruiter/campaigns/{draft.id}"
    for browser in (as_hugo, as_ines):
        assert browser.get("/recruiter/campaigns").status_code == 403
        assert browser.get(f"{address}/text/en").status_code == 403
    assert as_cleo.get(f"{address}/text/en").status_code == 200
    assert as_cleo.get(f"{address}/audience").status_code == 200
    assert as_cleo.get(f"{address}/check").status_code == 403
    assert as_cora.get(f"{address}/check").status_code == 200
    assert as_cora.submit(f"{address}/sending", {"when": "now"}).status_code == 403


def test_an_unknown_language_and_an_unknown_campaign_are_not_there(as_ada, draft):
    for path in (f"{draft.id}/text/fr", f"{draft.id}/text/fr/preview", "999999/text/en", "999999/check"):
        assert as_ada.get(f"/recruiter/campaigns/{path}").status_code == 404


def test_the_list_asks_few_questions(as_ada, cast, make, queries):
    for number in range(12):
        make.campaign(f"News {number}", by=cast.ada)
    as_ada.get("/recruiter/campaigns")
    with queries as sent:
        as_ada.get("/recruiter/campaigns")
    assert sent.count <= 11


def test_results_ask_few_questions(as_ada, cast, make, queries):
    campaign = make.campaign(by=cast.ada, state=CampaignState.SENT)
    make.campaign_link(campaign)
    as_ada.get(f"/recruiter/campaigns/{campaign.id}")
    with queries as sent:
        page = as_ada.get(f"/recruiter/campaigns/{campaign.id}").text
    assert sent.count <= 14
    assert f"campaign:%22clicked%20{campaign.id}%22" in page or f"clicked+{campaign.id}" in page
