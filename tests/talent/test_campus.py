"""Campus pages: what students say of their studies stands on their record once the mailbox has answered."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.models import Candidate, Consent, Education
from app.core.actors import user_actor, visitor_actor
from app.core.text import folded
from app.extensions import db
from app.mailing.commands import suppress_address
from app.mailing.models import Suppression, SuppressionReason
from app.talent.commands import CommunityQuestionDraft, confirm_join, set_community_questions
from app.talent.commands.community_questions import InvalidCommunityQuestion, MemberAnswerUnfit
from app.talent.models import Community, CommunityQuestionKind, JoinRequest
from app.talent.queries.schools import schools_of_community
from tests.talent.conftest import HERE

KINDS = (CommunityQuestionKind.SCHOOL, CommunityQuestionKind.DEGREE, CommunityQuestionKind.GRADUATION)


@pytest.fixture
def campus(community: Community, make: Any) -> dict[CommunityQuestionKind, int]:
    """Kind → id of its question."""
    return {kind: make.community_question(community, kind.value, kind).id for kind in KINDS}


@pytest.fixture
def join(campus: dict[CommunityQuestionKind, int], ask: Callable[..., JoinRequest]) -> Callable[..., Candidate]:
    def joined(school: str = "TU Berlin", degree: str = "Master", year: str = "2027", **said: Any) -> Candidate:
        answers = dict(zip(campus.values(), (school, degree, year), strict=True))
        membership = confirm_join(ask(answers=answers, **said), by=HERE).membership
        return db.session.get_one(Candidate, membership.candidate_id)

    return joined


def studies(candidate: Candidate) -> list[tuple[str, str, int | None]]:
    rows = select(Education).where(Education.candidate_id == candidate.id).order_by(Education.id)
    return [(one.school, one.degree, one.graduated) for one in db.session.scalars(rows)]


def test_the_answers_become_education_at_confirmation(
    campus: dict[CommunityQuestionKind, int], ask: Callable[..., JoinRequest], join: Callable[..., Candidate]
) -> None:
    ask(answers={campus[CommunityQuestionKind.SCHOOL]: "TU Wien"})
    assert db.session.scalars(select(Education)).all() == []
    assert studies(join(email="another@example.org")) == [("TU Berlin", "Master", 2027)]


def test_joining_again_fills_gaps_and_overwrites_nothing(make: Any, join: Callable[..., Candidate]) -> None:
    known = make.candidate("Nora Newcomer", email="nora@example.org")
    make.school("Technische Universität Berlin", "TU Berlin")
    name = "Technische Universität Berlin"
    make.add(Education(candidate_id=known.id, school=name, school_key=folded(name), degree="Bachelor"))
    assert join().id == known.id
    assert studies(known) == [(name, "Bachelor", 2027)]
    join()
    assert len(studies(known)) == 1


def test_without_a_school_there_is_no_entry(join: Callable[..., Candidate]) -> None:
    assert studies(join(school="")) == []


def test_a_year_of_graduation_is_a_year(campus: dict[CommunityQuestionKind, int], ask: Callable[..., JoinRequest]) -> None:
    with pytest.raises(MemberAnswerUnfit, match="2027"):
        ask(answers={campus[CommunityQuestionKind.GRADUATION]: "soon"})


def test_studies_are_asked_once(community: Community, cast: Any) -> None:
    twice = [CommunityQuestionDraft(CommunityQuestionKind.SCHOOL, "Where?"), CommunityQuestionDraft(CommunityQuestionKind.SCHOOL, "Really?")]
    with pytest.raises(InvalidCommunityQuestion):
        set_community_questions(community, twice, version=None, by=user_actor(cast.ada.id))


def test_members_are_counted_by_school(make: Any, cast: Any, community: Community, join: Callable[..., Candidate]) -> None:
    make.school("Technische Universität Berlin", "TU Berlin")
    join(email="a@example.org")
    join("Technische Universität Berlin", email="b@example.org")
    join("TU Wien", email="c@example.org")
    assert schools_of_community(cast.ada, community.id) == [("Technische Universität Berlin", 2), ("TU Wien", 1)]


@pytest.mark.parametrize("reason", [SuppressionReason.UNSUBSCRIBED, SuppressionReason.ERASED])
def test_a_strangers_form_revives_nobody(ask: Callable[..., JoinRequest], reason: SuppressionReason) -> None:
    """Who unsubscribed or was erased stays so until their own mailbox says otherwise; nothing is agreed to before."""
    suppress_address("nora@example.org", reason)
    request = ask()
    assert standing() == [reason]
    assert db.session.scalars(select(Candidate).where(Candidate.full_name == "Nora Newcomer")).all() == []
    assert db.session.scalars(select(Consent)).all() == []
    confirm_join(request, by=visitor_actor("192.0.2.9"))
    assert standing() == []


def test_a_complaint_outlasts_even_ones_own_confirmation(ask: Callable[..., JoinRequest]) -> None:
    suppress_address("nora@example.org", SuppressionReason.COMPLAINT)
    confirm_join(ask(), by=HERE)
    assert standing() == [SuppressionReason.COMPLAINT]


def standing() -> list[SuppressionReason]:
    return list(db.session.scalars(select(Suppression.reason).where(Suppression.lifted_at.is_(None))))
