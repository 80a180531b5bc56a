"""The pages of communities in the back office, per role, with hostile text and counted statements."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.candidates.models import Topic
from app.core.clock import now
from app.extensions import db
from app.talent.models import (
    Community,
    CommunityQuestion,
    CommunityQuestionKind,
    CommunityState,
    CommunityTopic,
    Membership,
    MembershipAnswer,
)

WORDS = {"name": "Hearing Tech Engineers", "locale": "en", "headline": "For people who listen.", "story": "We **build**.",
         "offers": "A letter a month.", "owner_id": ""}  # fmt: skip
EVIL = '<script>alert(1)</script>"\'{{"qu" * 4}}'


def made():
    return db.session.scalars(select(Community)).one()


def test_from_nothing_to_an_open_community(as_ada, cast, make):
    topic = make.add(Topic(names={"en": "Acoustics"}, name_key="acoustics"))
    assert "Make the first community" in as_ada.get("/recruiter/communities").text
    assert as_ada.get("/recruiter/communities/new").status_code == 200
    answer = as_ada.submit("/recruiter/communities", {**WORDS, "topics": str(topic.id), "owner_id": str(cast.ada.id)})
    assert answer.status_code == 303
    community = made()
    assert (community.slug, community.state) == ("hearing-tech-engineers", CommunityState.DRAFT)
    assert db.session.scalars(select(CommunityTopic.topic_id)).all() == [topic.id]
    page = as_ada.get(answer.location).text
    assert "Open it" in page and "Nobody has joined yet" in page
    assert as_ada.submit(f"/recruiter/communities/{community.id}/opening").status_code == 303
    page = as_ada.get(answer.location).text
    assert "See its page" in page and "?src=linkedin" in page
    assert as_ada.submit(f"/recruiter/communities/{community.id}/closing").status_code == 303
    assert db.session.get_one(Community, community.id).state is CommunityState.CLOSED


def test_what_is_missing_is_said_where_it_is_mended(as_ada, make):
    community = make.community(state=CommunityState.DRAFT, story="")
    answer = as_ada.submit(f"/recruiter/communities/{community.id}/opening")
    assert answer.location.endswith("/edit")
    assert "Tell people whom it is for" in as_ada.get(answer.location).text


def test_a_stale_form_keeps_what_was_typed(as_ada, make):
    community = make.community()
    path = f"/recruiter/communities/{community.id}/edit"
    assert as_ada.submit(path, {**WORDS, "version": "1", "headline": "First"}).status_code == 303
    late = as_ada.submit(path, {**WORDS, "version": "1", "headline": "My own words"})
    assert late.status_code == 409 and 'value="My own words"' in late.text and "Somebody changed this community" in late.text
    missing = as_ada.submit(path, {**WORDS, "name": "", "story": "Long work"})
    assert missing.status_code == 422 and "Long work" in missing.text


def test_questions_are_written_moved_and_limited(as_ada, make):
    community = make.community()
    path = f"/recruiter/communities/{community.id}/questions"
    row = {"version": str(community.version), "rows-0-text": "Graduation?", "rows-0-kind": "year", "rows-0-options": ""}
    more = as_ada.submit(path, {**row, "action": "add"})
    assert more.status_code == 200 and "Question 2" in more.text and "Graduation?" in more.text
    assert as_ada.submit(path, row).status_code == 303
    question = db.session.scalars(select(CommunityQuestion)).one()
    assert (question.text, question.kind) == ("Graduation?", CommunityQuestionKind.YEAR)
    bad = as_ada.submit(path, {"version": "2", "rows-0-text": "Which?", "rows-0-kind": "one", "rows-0-options": "Only one"})
    assert bad.status_code == 409 and "between 2 and" in bad.text


def test_the_overview_shows_members_their_answers_and_pages_on(as_ada, make):
    community = make.community()
    question = make.community_question(community, "Coming to Berlin?", CommunityQuestionKind.YES_NO)
    for number in range(53):
        member = make.membership(make.candidate(f"Member {number:02}"), community, joined_at=now() - timedelta(days=number))
        make.add(MembershipAnswer(membership_id=member.id, question_id=question.id, value="yes"))
    page = as_ada.get(f"/recruiter/communities/{community.id}").text
    assert "Member 00" in page and "Member 52" not in page and ">Yes<" in page
    after = page.partition("after=")[2].partition('"')[0]
    assert "Member 52" in as_ada.get(f"/recruiter/communities/{community.id}?after={after}").text
    assert "Member 00" in as_ada.get(f"/recruiter/communities/{community.id}?after=junk").text
    first = db.session.scalars(select(Membership)).first()
    assert as_ada.submit(f"/recruiter/communities/{community.id}/members/{first.id}/removal").status_code == 303
    assert db.session.get_one(Membership, first.id, populate_existing=True).left_at is not None


def test_the_preview_keeps_nothing_and_runs_nothing(as_ada, make):
    community = make.community()
    for path in (f"/recruiter/communities/{community.id}/preview", "/recruiter/communities/preview"):
        shown = as_ada.submit(path, {**WORDS, "story": f"## Hi\n\n{EVIL}"}, headers={"HX-Request": "true", "HX-Target": "preview"})
        assert shown.status_code == 200 and "<script>" not in shown.text and "Hi</h3>" in shown.text


def test_hostile_text_is_text_everywhere(as_ada, client, make):
    community = make.community(EVIL, slug="evil", headline=EVIL, story=EVIL, offers=EVIL, sample=EVIL)
    make.membership(make.candidate(EVIL), community, source=EVIL)
    for browser, path in ((as_ada, "/recruiter/communities"), (as_ada, f"/recruiter/communities/{community.id}"),
                          (as_ada, f"/recruiter/communities/{community.id}/edit"), (client, "/communities"),
                          (client, "/communities/evil")):  # fmt: skip
        page = browser.get(path)
        assert page.status_code == 200 and "<script>alert" not in page.text and "ququququ" not in page.text


@pytest.mark.parametrize("who, status", [("as_hugo", 403), ("as_ines", 403), ("as_cleo", 403), ("as_otto", 200), ("as_cora", 200)])
def test_communities_belong_to_recruiting(request, make, who, status):
    browser = request.getfixturevalue(who)
    community = make.community()
    for path in ("/recruiter/communities", f"/recruiter/communities/{community.id}", f"/recruiter/communities/{community.id}/edit"):
        assert browser.get(path).status_code == status


def test_the_pages_ask_little(as_ada, make, queries):
    for _number in range(8):
        community = make.community()
        for _member in range(20):
            make.membership(make.candidate(), community)
    as_ada.get("/recruiter/communities")
    with queries as sent:
        as_ada.get("/recruiter/communities")
    assert sent.count <= 6, sent.statements
    with queries as sent:
        as_ada.get(f"/recruiter/communities/{community.id}")
    assert sent.count <= 11, sent.statements


def test_the_record_names_the_communities_somebody_is_in(as_ada, cast, make):
    community = make.community("Hearing Tech Engineers")
    make.membership(cast.carla, community)
    assert f"/recruiter/communities/{community.id}" in as_ada.get(f"/recruiter/candidates/{cast.carla.id}").text


def test_topics_are_named_renamed_and_no_longer_offered(as_ada, make):
    path = "/recruiter/communities/topics"
    assert "New topic" in as_ada.get(path).text
    more = as_ada.submit(path, {"action": "add", "rows-0-en": "Acoustics", "rows-0-active": "y"})
    assert more.status_code == 200 and "rows-1-en" in more.text
    assert as_ada.submit(path, {"rows-0-en": "Acoustics", "rows-0-de": "Akustik", "rows-0-active": "y", "rows-1-en": ""}).status_code == 303
    topic = db.session.scalars(select(Topic)).one()
    assert (topic.names, topic.active) == ({"en": "Acoustics", "de": "Akustik"}, True)
    twice = as_ada.submit(path, {"rows-0-id": str(topic.id), "rows-0-en": "Acoustics", "rows-1-en": "acoustics", "rows-1-active": "y"})
    assert twice.status_code == 409 and "already" in twice.text
    assert as_ada.submit(path, {"rows-0-id": str(topic.id), "rows-0-en": "Sound", "rows-0-de": "Akustik"}).status_code == 303
    topic = db.session.scalars(select(Topic).execution_options(populate_existing=True)).one()
    assert (topic.names["en"], topic.active) == ("Sound", False)
