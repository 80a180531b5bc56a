"""Who gets it and who does not: the choice, the steps, the people behind each, the explanation of one."""

import pytest

from app.campaigns.models import Campaign
from app.extensions import db


@pytest.fixture
def draft(cast, make):
    make.subscriber("Sue Subscriber")
    make.candidate("Nora Never")
    return make.campaign("Spring news", by=cast.ada, query="added:<30d")


def _address(draft, more=""):
    return f"/recruiter/campaigns/{draft.id}/audience{more}"


def _save(browser, draft, more="", **values):
    fields = {"query": "", "minus_query": "", "version": db.session.get(Campaign, draft.id).version, **values}
    return browser.submit(_address(draft), fields)


def test_everybody_is_accounted_for(as_ada, draft):
    page = as_ada.get(_address(draft)).text
    assert "No consent to mail of this kind" in page and "Will get it" in page


def test_a_reason_opens_its_people(as_ada, draft):
    held = as_ada.get(_address(draft, "/people?reason=no-consent")).text
    assert "Nora Never" in held and "Sue Subscriber" not in held
    assert "Sue Subscriber" in as_ada.get(_address(draft, "/people")).text
    assert as_ada.get(_address(draft, "/people?reason=%27%3B--&after=99999999999")).status_code == 200


def test_one_person_is_explained(as_ada, draft, make):
    assert "does not get it, because" in as_ada.get(_address(draft, "?person=Nora+Never")).text
    assert "will get it" in as_ada.get(_address(draft, "?person=Sue+Subscriber")).text
    assert "There is nobody of this name" in as_ada.get(_address(draft, "?person=Xaver")).text


def test_the_choice_is_kept_with_its_lists(as_ada, draft, make):
    community = make.community("Hearing Engineers")
    assert _save(as_ada, draft, add=f"communities:{community.id}", query="consent:newsletter").status_code == 303
    assert db.session.get(Campaign, draft.id).audience == {"query": "consent:newsletter", "communities": [community.id]}
    page = as_ada.get(_address(draft)).text
    assert f'value="communities:{community.id}" checked' in page
    _save(as_ada, draft, exclude=f"communities:{community.id}", query="consent:newsletter")
    assert db.session.get(Campaign, draft.id).audience["minus_communities"] == [community.id]


def test_it_counts_while_one_types(as_ada, draft):
    answer = as_ada.submit(
        _address(draft), {"query": "name:sue", "minus_query": "", "version": draft.version, "keep": "1"},
        headers={"HX-Request": "true", "HX-Target": "reach"},
    )  # fmt: skip
    assert answer.status_code == 200 and answer.text.lstrip().startswith('<section id="reach"') and "<select" not in answer.text
    assert f'value="{db.session.get(Campaign, draft.id).version}"' in answer.text


@pytest.mark.parametrize("query", ["nosuchfield:x", "((((", "added:99999999-99", '"', "campaign:(", "name:" + "x" * 1990])
def test_a_query_that_cannot_be_read_is_said_and_survives(as_ada, draft, query):
    answer = _save(as_ada, draft, query=query)
    assert answer.status_code in (303, 409)
    if answer.status_code == 409:
        assert "Nobody can be counted yet" in answer.text
        assert db.session.get(Campaign, draft.id).audience == {"query": "added:<30d"}


@pytest.mark.parametrize("value", ["pools:999999", "pools:x", "nothing:1", ":", "communities:99999999999999999999"])
def test_a_forged_list_harms_nothing(as_ada, draft, value):
    assert _save(as_ada, draft, query="added:<30d", include=value).status_code in (303, 409)
    assert db.session.get(Campaign, draft.id).audience == {"query": "added:<30d"}


def test_nothing_chosen_means_nobody(as_ada, draft):
    _save(as_ada, draft)
    page = as_ada.get(_address(draft)).text
    assert '<span class="reach-number">0</span>' in page


def test_it_asks_few_questions(as_ada, draft, queries):
    as_ada.get(_address(draft))
    with queries as sent:
        as_ada.get(_address(draft))
    assert sent.count <= 14
