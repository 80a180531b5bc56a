"""Joining by double opt-in: a pending row first, a person only when the mailbox has answered."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.candidates.models import (
    Candidate,
    CandidateTopic,
    Consent,
    ConsentAction,
    ContactPoint,
    InterestSignal,
    NoticeGiven,
    Purpose,
    Topic,
    Touchpoint,
)
from app.compliance.commands import erase_candidate
from app.compliance.models import ErasureReason
from app.core.activity import Activity
from app.core.actors import SYSTEM, candidate_actor, visitor_actor
from app.core.clock import now
from app.extensions import db
from app.insights.timeline import candidate_timeline
from app.mailing.commands import is_suppressed, suppress_address
from app.mailing.models import Message, MessageState, SuppressionReason
from app.talent.commands import JoinTooOld, confirm_join, decline_join, leave_community, mail_again
from app.talent.commands.community_questions import MemberAnswerMissing, MemberAnswerUnfit
from app.talent.commands.joining import (
    CommunityNotOpen,
    JoinerEmailUnfit,
    JoinerNameMissing,
    MailedEnough,
    forget_join_requests,
)
from app.talent.models import CommunityQuestionKind, CommunityState, JoinRequest, Membership, MembershipAnswer
from tests.talent.conftest import HERE, causes, text_of

THERE = visitor_actor("198.51.100.9")


def people():
    return db.session.scalar(select(func.count(Candidate.id)))


def consents(candidate_id):
    return db.session.scalars(select(Consent).where(Consent.candidate_id == candidate_id).order_by(Consent.id)).all()


def test_a_form_makes_no_candidate_and_asks_the_mailbox(ask):
    before = people()
    request = ask()
    assert people() == before
    assert causes() == ["join-request"]
    message = db.session.scalars(select(Message)).one()
    assert (message.candidate_id, message.address, message.state) == (None, "nora@example.org", MessageState.DUE)
    assert message.links["link"][:2] == ["join-request", request.id]
    assert "Newsletter" in message.merge_values["chosen"]


@pytest.mark.parametrize("name", ["Win at evil.example", "see https:evil", "a@b", "WWW now"])
def test_a_name_carries_no_link_to_a_stranger(ask, name):
    ask(name=name)
    message = db.session.scalars(select(Message)).one()
    assert (message.recipient_name, message.merge_values.get("first_name", "")) == ("", "")


def test_the_confirmed_joiner_is_a_person_with_membership_consent_notice_and_first_touch(ask, community):
    topic_id = db.session.scalars(select(Topic.id)).one()
    request = ask(topic_ids=[topic_id], source="linkedin", campaign_id=7)
    joined = confirm_join(request, by=THERE)
    person = db.session.get_one(Candidate, joined.membership.candidate_id)
    assert (person.full_name, person.source, joined.membership.community_id) == ("Nora Newcomer", "linkedin", community.id)
    assert joined.device
    point = db.session.scalars(select(ContactPoint).where(ContactPoint.candidate_id == person.id)).one()
    assert point.verified_at is not None
    touch = db.session.scalars(select(Touchpoint).where(Touchpoint.candidate_id == person.id)).one()
    assert (touch.source, touch.medium, touch.campaign_id, touch.detail) == ("linkedin", "community", 7, {"community": community.id})
    assert db.session.scalars(select(NoticeGiven).where(NoticeGiven.candidate_id == person.id)).one()
    assert db.session.scalars(select(CandidateTopic.topic_id).where(CandidateTopic.candidate_id == person.id)).all() == [topic_id]
    assert db.session.scalars(select(InterestSignal.source_kind).where(InterestSignal.candidate_id == person.id)).all()
    assert causes() == ["join-request", "community-welcome"]


def test_consents_hold_the_wording_the_moment_and_the_place_of_form_and_of_confirmation(ask):
    request = ask(consents=(Purpose.NEWSLETTER, Purpose.TRACKING))
    request.created_at = sent = now() - timedelta(hours=3)
    db.session.flush()
    joined = confirm_join(request, by=THERE)
    rows = consents(joined.membership.candidate_id)
    assert [(row.purpose, row.action) for row in rows] == [
        (Purpose.NEWSLETTER, ConsentAction.GIVEN), (Purpose.NEWSLETTER, ConsentAction.CONFIRMED),
        (Purpose.TRACKING, ConsentAction.GIVEN), (Purpose.TRACKING, ConsentAction.CONFIRMED),
    ]  # fmt: skip
    given, confirmed = rows[:2]
    assert (given.at, given.address, given.agent) == (sent, HERE.address, "Browser")
    assert confirmed.at > sent and confirmed.address == THERE.address
    assert given.text_id == confirmed.text_id == text_of(Purpose.NEWSLETTER).id


def test_nothing_ticked_is_no_consent(ask):
    joined = confirm_join(ask(consents=()), by=THERE)
    assert consents(joined.membership.candidate_id) == []


def test_pressing_twice_is_one_membership_and_one_welcome(ask):
    request = ask()
    first, second = confirm_join(request, by=THERE), confirm_join(request, by=THERE)
    assert first.membership.id == second.membership.id
    assert second.device is None
    assert causes().count("community-welcome") == 1
    assert (request.email, request.name, request.consents, request.address) == ("", "", {}, None)


def test_a_known_person_joins_as_themselves_and_keeps_their_name_and_first_source(ask, make):
    known = make.candidate("Eleonora Known", email="nora@example.org", source="referral")
    before = people()
    joined = confirm_join(ask(source="linkedin"), by=THERE)
    assert people() == before
    assert joined.membership.candidate_id == known.id
    db.session.refresh(known)
    assert (known.full_name, known.source) == ("Eleonora Known", "referral")
    assert db.session.scalars(select(Touchpoint.source).where(Touchpoint.candidate_id == known.id)).all() == ["linkedin"]


def test_a_member_is_told_by_mail_that_nothing_is_needed(ask, make, community):
    known = make.candidate("Mia Member", email="mia@example.org")
    make.membership(known, community)
    ask("mia@example.org", consents=(Purpose.NEWSLETTER, Purpose.POOL))
    assert causes() == ["community-member"]
    message = db.session.scalars(select(Message)).one()
    assert (message.candidate_id, message.recipient_name) == (known.id, "Mia Member")
    assert consents(known.id) == []


def test_a_second_form_cannot_change_what_the_first_link_confirms(ask):
    mine = ask(consents=())
    ask(consents=(Purpose.NEWSLETTER, Purpose.POOL), name="Somebody Else")
    joined = confirm_join(mine, by=THERE)
    assert consents(joined.membership.candidate_id) == []
    assert db.session.get_one(Candidate, joined.membership.candidate_id).full_name == "Nora Newcomer"


def test_the_link_dies_after_seven_days(ask):
    request = ask()
    request.expires_at = now() - timedelta(seconds=1)
    db.session.flush()
    before = people()
    with pytest.raises(JoinTooOld):
        confirm_join(request, by=THERE)
    assert people() == before


def test_the_sweep_forgets_unconfirmed_forms_and_the_address_in_their_mail(ask):
    old, young = ask(), ask("young@example.org")
    old.expires_at = now() - timedelta(minutes=1)
    db.session.flush()
    assert forget_join_requests() == 1
    assert db.session.scalars(select(JoinRequest.id)).all() == [young.id]
    mails = {mail.cause: mail for mail in db.session.scalars(select(Message))}
    gone = mails[f"join-request:{old.id}:1"]
    assert (gone.address, gone.recipient_name, gone.merge_values, gone.links, gone.state) == ("", "", {}, {}, MessageState.CANCELLED)
    assert mails[f"join-request:{young.id}:1"].address == "young@example.org"


def test_this_was_not_me_deletes_everything_at_once(ask):
    request = ask()
    decline_join(request)
    assert db.session.scalars(select(JoinRequest)).all() == []
    assert db.session.scalars(select(Message.address)).all() == [""]


def test_the_mailbox_is_asked_three_times_at_most(ask):
    request = ask()
    mail_again(request, by=HERE)
    assert request.mails == 1, "a second press within the minute"
    for _time in range(2):
        db.session.execute(update(JoinRequest).values(mailed_at=now() - timedelta(minutes=2)))
        mail_again(request, by=HERE)
    assert request.mails == 3 and causes() == ["join-request"] * 3
    with pytest.raises(MailedEnough):
        mail_again(request, by=HERE)


def test_joining_again_after_leaving_is_a_new_membership(ask):
    first = confirm_join(ask(), by=THERE).membership
    leave_community(first, by=candidate_actor(first.candidate_id))
    leave_community(first, by=candidate_actor(first.candidate_id))
    assert first.left_at is not None
    again = confirm_join(ask(), by=THERE).membership
    assert again.id != first.id and again.left_at is None
    kinds = db.session.scalars(select(Activity.kind).where(Activity.candidate_id == first.candidate_id)).all()
    assert (kinds.count("community_joined"), kinds.count("community_left")) == (2, 1)


def test_whoever_unsubscribed_or_was_erased_comes_back_by_confirming_only(ask, make):
    person = make.candidate("Gone Person", email="gone@example.org")
    erase_candidate(person, by=SYSTEM, reason=ErasureReason.ASKED)
    suppress_address("gone@example.org", SuppressionReason.UNSUBSCRIBED)
    suppress_address("gone@example.org", SuppressionReason.COMPLAINT)
    request = ask("gone@example.org")
    asked = db.session.scalars(select(Message).where(Message.cause.startswith("join-request"))).one()
    assert asked.state is MessageState.DUE, "the one mail that asks"
    assert is_suppressed("gone@example.org", SuppressionReason.ERASED)
    joined = confirm_join(request, by=THERE)
    assert joined.membership.candidate_id != person.id
    assert not is_suppressed("gone@example.org", SuppressionReason.ERASED, SuppressionReason.UNSUBSCRIBED)
    assert is_suppressed("gone@example.org", SuppressionReason.COMPLAINT)
    welcome = db.session.scalars(select(Message).where(Message.cause.startswith("community-welcome"))).one()
    assert welcome.state is MessageState.DUE


def test_erasing_a_member_empties_memberships_and_pending_forms_of_their_address(ask, make):
    joined = confirm_join(ask(), by=THERE)
    person = db.session.get_one(Candidate, joined.membership.candidate_id)
    ask()
    erase_candidate(person, by=SYSTEM, reason=ErasureReason.ASKED)
    assert db.session.scalars(select(JoinRequest)).all() == []
    assert db.session.scalars(select(Membership)).all() == []


@pytest.mark.parametrize("kind, typed", [
    (CommunityQuestionKind.YEAR, "next"), (CommunityQuestionKind.YEAR, "99999"), (CommunityQuestionKind.YEAR, "²⁰²⁶"),
    (CommunityQuestionKind.YES_NO, "perhaps"), (CommunityQuestionKind.ONE, "Other"),
    (CommunityQuestionKind.MANY, ["A", "Other"]), (CommunityQuestionKind.SHORT, "x" * 501),
])  # fmt: skip
def test_answers_that_do_not_fit_are_refused_at_their_question(ask, make, community, kind, typed):
    question = make.community_question(community, kind=kind, options={"options": ["A", "B"]})
    with pytest.raises(MemberAnswerUnfit) as refused:
        ask(answers={question.id: typed})
    assert refused.value.field == f"question-{question.id}"


def test_answers_stand_with_the_membership(ask, make, community):
    year = make.community_question(community, "When do you graduate?", CommunityQuestionKind.YEAR, required=True)
    many = make.community_question(community, kind=CommunityQuestionKind.MANY, options={"options": ["A", "B", "C"]})
    with pytest.raises(MemberAnswerMissing):
        ask(answers={many.id: ["A"]})
    joined = confirm_join(ask(answers={year.id: "2027", many.id: ["C", "A"], 999_999: "not asked"}), by=THERE)
    kept = db.session.scalars(select(MembershipAnswer).order_by(MembershipAnswer.id)).all()
    assert [(row.membership_id, row.value, row.choices) for row in kept] == [
        (joined.membership.id, "2027", {}), (joined.membership.id, "A, C", {"values": ["A", "C"]}),
    ]  # fmt: skip


@pytest.mark.parametrize("state", [CommunityState.DRAFT, CommunityState.CLOSED])
def test_only_an_open_community_takes_members(ask, make, state):
    with pytest.raises(CommunityNotOpen):
        ask(into=make.community("Quiet", state=state))


def test_name_and_address_are_needed(ask):
    with pytest.raises(JoinerNameMissing):
        ask(name=" \u202e ")
    with pytest.raises(JoinerEmailUnfit):
        ask("nora@example.org\r\nBcc: all@example.org")


def test_a_signed_in_person_with_this_mailbox_needs_no_mail(ask, make):
    person = make.candidate("Sina Signed", email="sina@example.org")
    db.session.execute(update(ContactPoint).where(ContactPoint.candidate_id == person.id).values(verified_at=now()))
    ask("sina@example.org", by=candidate_actor(person.id))
    assert causes() == []
    ask("other@example.org", by=candidate_actor(person.id))
    assert causes() == ["join-request"]


def test_the_hourly_sweep_forgets_in_pieces(sweep, make, community, monkeypatch):
    from app.talent import tasks
    from app.talent.commands import joining

    monkeypatch.setattr(joining, "FORGOTTEN_AT_ONCE", 3)
    monkeypatch.setattr(tasks, "FORGOTTEN_AT_ONCE", 3)
    for number in range(7):
        make.join_request(community, f"old{number}@example.org", expires_at=now() - timedelta(days=1))
    assert sweep(tasks.forget_unconfirmed) == 7
    assert sweep(tasks.forget_unconfirmed) == 0


def test_the_timeline_names_the_community_and_what_was_agreed_to(ask, cast):
    joined = confirm_join(ask(), by=THERE)
    person = db.session.get_one(Candidate, joined.membership.candidate_id)
    said = {entry.sentence for entry in candidate_timeline(cast.ada, person).entries}
    assert {"joined the community Hearing Tech Engineers", "gave a consent: Newsletter", "confirmed a consent: Newsletter"} <= said
