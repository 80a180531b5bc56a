"""Communities are drafted, opened, changed and closed by recruiting."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.candidates.models import CandidateTopic, Topic
from app.core.actors import user_actor
from app.core.clock import now
from app.core.refusals import Stale
from app.extensions import db
from app.search.parser import parse
from app.search.queries import matching_ids
from app.talent.commands import (
    CommunityNotReady,
    CommunityQuestionDraft,
    change_community,
    close_community,
    create_community,
    open_community,
    set_community_questions,
)
from app.talent.commands.communities import CommunityNameMissing, WrongCommunityState
from app.talent.commands.community_questions import InvalidCommunityQuestion
from app.talent.models import CommunityQuestion, CommunityQuestionKind, CommunityState, CommunityTopic
from app.talent.queries.communities import community_growth, community_members, community_numbers

SHORT, ONE = CommunityQuestionKind.SHORT, CommunityQuestionKind.ONE


@pytest.fixture
def by(cast):
    return user_actor(cast.ada.id)


def test_a_draft_opens_when_it_says_what_people_must_know(by):
    community = create_community(by=by, name="Campus & Werkstudent:innen", locale="de")
    assert (community.slug, community.state, community.owner_id) == ("campus-werkstudent-innen", CommunityState.DRAFT, by.id)
    with pytest.raises(CommunityNotReady) as missing:
        open_community(community, by=by)
    assert missing.value.field == "headline"
    change_community(community, version=community.version, by=by, headline="Für alle", story="Wir bauen.", offers="Post.")
    open_community(community, by=by)
    assert community.is_open and community.opened_at


def test_two_of_one_name_have_two_addresses(by):
    slugs = [create_community(by=by, name="Engineers").slug for _time in range(2)]
    assert slugs == ["engineers", "engineers-2"]


def test_a_name_is_needed_and_an_open_page_stays_complete(by, make):
    with pytest.raises(CommunityNameMissing):
        create_community(by=by, name=" ")
    community = make.community()
    with pytest.raises(CommunityNotReady):
        change_community(community, version=None, by=by, story="")


def test_a_stale_form_is_refused(by, make):
    community = make.community()
    seen = community.version
    change_community(community, version=seen, by=by, headline="Newer")
    with pytest.raises(Stale):
        change_community(community, version=seen, by=by, headline="Older")
    with pytest.raises(Stale):
        set_community_questions(community, [], version=seen, by=by)


def test_opening_and_closing_twice_is_refused(by, make):
    community = make.community()
    with pytest.raises(WrongCommunityState):
        open_community(community, by=by)
    close_community(community, by=by)
    with pytest.raises(WrongCommunityState):
        close_community(community, by=by)
    open_community(community, by=by)
    assert community.closed_at is None


def test_questions_are_five_at_most_and_retire_instead_of_going(by, make):
    community = make.community()
    with pytest.raises(InvalidCommunityQuestion):
        set_community_questions(community, [CommunityQuestionDraft(SHORT, f"Q{n}") for n in range(6)], version=None, by=by)
    with pytest.raises(InvalidCommunityQuestion):
        set_community_questions(community, [CommunityQuestionDraft(ONE, "Which?", options=("A",))], version=None, by=by)
    set_community_questions(
        community, [CommunityQuestionDraft(SHORT, "First?"), CommunityQuestionDraft(ONE, "Which?", options=("A", "B"))],
        version=None, by=by,
    )  # fmt: skip
    first, which = db.session.scalars(select(CommunityQuestion).order_by(CommunityQuestion.position))
    set_community_questions(
        community, [CommunityQuestionDraft(SHORT, "Which one?", id=which.id), CommunityQuestionDraft(SHORT, "First of all?", id=first.id)],
        version=None, by=by,
    )  # fmt: skip
    standing = db.session.scalars(
        select(CommunityQuestion).where(CommunityQuestion.retired_at.is_(None)).order_by(CommunityQuestion.position)
    ).all()
    assert [question.text for question in standing] == ["Which one?", "First of all?"]
    assert standing[1].id == first.id and standing[0].id != which.id


def test_topics_are_offered_as_chosen(by, make):
    topics = [make.add(Topic(names={"en": name}, name_key=name.lower())) for name in ("Firmware", "Acoustics")]
    community = create_community(by=by, name="Engineers", topic_ids=[topics[0].id, 9_999])
    change_community(community, version=None, by=by, topic_ids=[topics[1].id])
    offered = db.session.scalars(select(CommunityTopic.topic_id).where(CommunityTopic.community_id == community.id)).all()
    assert offered == [topics[1].id]


def test_numbers_growth_and_members(by, cast, make):
    community = make.community()
    old, fresh, left = (make.candidate() for _one in range(3))
    make.membership(old, community, joined_at=now() - timedelta(days=200))
    make.membership(fresh, community, joined_at=now() - timedelta(hours=1))
    make.membership(left, community, joined_at=now() - timedelta(days=90), left_at=now() - timedelta(days=2))
    make.join_request(community)
    numbers = community_numbers([community.id])[community.id]
    assert (numbers.members, numbers.joined, numbers.left, numbers.pending) == (2, 1, 1, 1)
    growth = [number for _month, number in community_growth(community.id)]
    assert len(growth) == 12 and growth[-1] == 2 and growth[0] == 0 and 2 in growth[8:11]
    page = community_members(cast.ada, community.id)
    assert [member.candidate_id for member in page.members] == [fresh.id, old.id] and page.after is None
    assert community_members(cast.hugo, community.id).members == []


def found(viewer, query):
    return sorted(db.session.scalars(matching_ids(viewer, parse(query))))


def test_the_query_language_knows_communities_and_topics(cast, make):
    community, other = make.community("Hearing Tech Engineers"), make.community("Campus")
    one, two, three = (make.candidate() for _one in range(3))
    make.membership(one, community)
    make.membership(two, other)
    make.membership(three, community, left_at=now())
    topic = make.add(Topic(names={"en": "Acoustics", "de": "Akustik"}, name_key="acoustics"))
    make.add(CandidateTopic(candidate_id=two.id, topic_id=topic.id))
    mine = {one.id, two.id, three.id}
    assert found(cast.ada, 'community:"Hearing Tech Engineers"') == [one.id]
    assert found(cast.ada, "community:hearing*") == [one.id]
    assert found(cast.ada, "community:campus") == [two.id]
    assert found(cast.ada, "community:any") == [one.id, two.id]
    assert mine & set(found(cast.ada, "community:none")) == {three.id}
    assert found(cast.ada, "topic:akustik") == [two.id]
    assert found(cast.ada, "topic:Acou*") == [two.id]
    assert mine & set(found(cast.ada, "topic:none")) == {one.id, three.id}
    assert found(cast.hugo, "community:any") == []
