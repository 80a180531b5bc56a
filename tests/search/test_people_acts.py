"""Acts on many people: rehearsed, done in chunks as their user sees people at that moment, taken back exactly."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.accounts.permissions import Role
from app.candidates.models import Candidate, CandidateTag, Purpose, Tag
from app.compliance.models import Erasure
from app.core.activity import Activity
from app.core.actors import user_actor
from app.core.claims import claim_due
from app.core.clock import now
from app.core.refusals import NotAllowed, Refused
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.models import BulkState, StopReason
from app.mailing.commands import suppress_address
from app.mailing.models import Message, MessageKind, MessageState, SuppressionReason
from app.search.bulk import (
    AlreadyTakenBack,
    CannotBeTakenBack,
    Chosen,
    NobodyReached,
    PeopleAct,
    PeopleActItem,
    TooManyPeople,
    act_kind,
    act_kinds,
    begin_people_act,
    stop_people_act,
    undo_people_act,
)
from app.search.bulk.commands import NumberDiffers
from app.search.bulk.people import rehearse
from app.search.tasks import PEOPLE_ACTS, advance_people_acts

MAIL = {"subject_en": "Hello {{first_name}}", "body_en": "Are you well?", "basis": "personal"}


@pytest.fixture
def people(make):
    return [make.candidate(f"Person {number:02}", email=f"person{number}@example.org", city="Oslo") for number in range(6)]


@pytest.fixture
def many(make):
    """More than are done at once."""
    with transaction():
        return [make.candidate(f"Person {number:03}", city="Oslo").id for number in range(60)]


def begin(user, name, chosen, *, typed="", **said):
    kind = act_kind(name)
    return begin_people_act(kind, chosen, given=kind.read(said, user), viewer=user, by=user_actor(user.id), typed=typed)


def look(user, name, chosen, **said):
    kind = act_kind(name)
    found = rehearse(kind, kind.read(said, user), chosen, user)
    return found.reached, {group.reason: group.number for group in found.left_out}


def tagged(name):
    held = select(CandidateTag.candidate_id).join(Tag, Tag.id == CandidateTag.tag_id).where(Tag.name == name)
    return set(db.session.scalars(held))


def ids(people):
    return [person.id for person in people]


def state_of(act):
    return db.session.get_one(PeopleAct, act.id, populate_existing=True)


def count(*where, of=PeopleAct):
    return db.session.scalar(select(func.count()).select_from(of).where(*where))


def test_the_rehearsal_says_what_the_act_then_does(cast, people, make):
    begin(cast.ada, "tag", Chosen([people[0].id]), tag="speaker")
    assert look(cast.ada, "tag", Chosen(query="city:Oslo"), tag="Speaker") == (5, {"has": 1})
    act = begin(cast.ada, "tag", Chosen(query="city:Oslo"), tag="Speaker")
    assert (act.state, act.reached, act.total) == (BulkState.DONE, 5, 6)
    assert tagged("speaker") == set(ids(people))
    told = db.session.scalars(select(Activity.kind).where(Activity.candidate_id == people[1].id, Activity.kind == "tags_changed")).all()
    assert told == ["tags_changed"]


def test_taking_a_tagging_back_leaves_who_had_the_tag_before(cast, people):
    begin(cast.ada, "tag", Chosen([people[0].id]), tag="speaker")
    act = begin(cast.ada, "tag", Chosen(ids(people)), tag="speaker")
    undo_people_act(act, by=user_actor(cast.ada.id))
    assert (state_of(act).state, state_of(act).returned) == (BulkState.UNDONE, 5)
    assert tagged("speaker") == {people[0].id}
    with pytest.raises(AlreadyTakenBack):
        undo_people_act(act, by=user_actor(cast.ada.id))


def test_a_tag_taken_off_comes_back_where_it_was(cast, people):
    begin(cast.ada, "tag", Chosen(ids(people[:2])), tag="speaker")
    act = begin(cast.ada, "untag", Chosen(ids(people)), tag="speaker")
    assert act.reached == 2 and tagged("speaker") == set()
    undo_people_act(act, by=user_actor(cast.ada.id))
    assert tagged("speaker") == set(ids(people[:2]))


def test_owners_go_back_to_whom_they_were_unless_somebody_changed_them_since(cast, people):
    people[0].owner_id, people[1].owner_id = cast.root.id, cast.otto.id
    db.session.flush()
    act = begin(cast.ada, "owner", Chosen(ids(people)), owner=str(cast.otto.id))
    assert act.reached == 5
    db.session.execute(update(Candidate).where(Candidate.id == people[2].id).values(owner_id=cast.cora.id))
    undo_people_act(act, by=user_actor(cast.ada.id))
    owners = dict(db.session.execute(select(Candidate.id, Candidate.owner_id).where(Candidate.id.in_(ids(people)))).all())
    assert [owners[number] for number in ids(people)] == [cast.root.id, cast.otto.id, cast.cora.id, None, None, None]
    assert count(PeopleActItem.outcome == "kept", of=PeopleActItem) == 1


def test_an_owner_must_be_a_colleague_who_sees_people(cast, people):
    for nobody in (str(cast.ines.id), "999999", "x", ""):
        with pytest.raises(Refused):
            begin(cast.ada, "owner", Chosen(ids(people)), owner=nobody)


def test_who_gets_a_mail_is_what_the_gate_says(cast, people, make):
    suppress_address("person0@example.org", SuppressionReason.UNSUBSCRIBED)
    make.candidate("No Address", email=None, city="Oslo")
    reached, left_out = look(cast.ada, "mail", Chosen(query="city:Oslo"), **MAIL)
    assert (reached, left_out) == (5, {"unsubscribed": 1, "no-address": 1})
    act = begin(cast.ada, "mail", Chosen(query="city:Oslo"), **MAIL)
    mails = db.session.scalars(select(Message).where(Message.cause.startswith(f"people-act:{act.id}:"))).all()
    assert len(mails) == act.reached == 5
    assert {(mail.kind, mail.state, mail.reply_to) for mail in mails} == {(MessageKind.APPROACH, MessageState.PLANNED, cast.ada.email)}
    assert mails[0].merge_values == {"first_name": "Person"}
    assert all(mail.due_at > now() for mail in mails)


def test_mail_about_jobs_goes_only_to_who_agreed_to_be_kept_in_mind(cast, people, make):
    make.consent(people[0], Purpose.POOL)
    assert look(cast.ada, "mail", Chosen(ids(people)), **{**MAIL, "basis": "marketing"}) == (1, {"no-consent": 5})
    with pytest.raises(Refused):
        act_kind("mail").read({**MAIL, "basis": ""}, cast.ada)


def test_mails_are_stopped_until_they_leave(cast, people):
    act = begin(cast.ada, "mail", Chosen(ids(people)), **MAIL)
    gone = db.session.scalars(select(Message).where(Message.candidate_id == people[0].id)).one()
    gone.state, gone.handed_over_at, gone.due_at = MessageState.ACCEPTED, now(), None
    db.session.flush()
    undo_people_act(act, by=user_actor(cast.ada.id))
    states = dict(db.session.execute(select(Message.candidate_id, Message.state).where(Message.candidate_id.in_(ids(people)))).all())
    assert states.pop(people[0].id) is MessageState.ACCEPTED
    assert set(states.values()) == {MessageState.CANCELLED}
    assert state_of(act).returned == 5


def test_who_got_a_mail_lately_is_spared_when_asked_for(cast, people):
    begin(cast.ada, "mail", Chosen([people[0].id]), **MAIL)
    db.session.execute(update(Message).where(Message.candidate_id == people[0].id).values(state=MessageState.ACCEPTED, handed_over_at=now()))
    assert look(cast.ada, "mail", Chosen(ids(people)), **MAIL, spare="y") == (5, {"lately": 1})
    assert look(cast.ada, "mail", Chosen(ids(people)), **MAIL) == (6, {})


def test_nobody_in_process_and_nobody_hired_is_erased_in_bulk(cast, people, make):
    make.application(people[0], cast.job)
    said = {"erasure_reason": "no_basis"}
    assert look(cast.ada, "erase", Chosen(ids(people)), **said) == (5, {"in-process": 1})
    with pytest.raises(NumberDiffers):
        begin(cast.ada, "erase", Chosen(ids(people)), typed="6", **said)
    wanted = ids(people)
    act = begin(cast.ada, "erase", Chosen(wanted), typed="5", **said)
    assert (act.state, act.reached) == (BulkState.DONE, 5)
    assert count(of=Erasure) == 5
    assert db.session.get_one(Candidate, wanted[0]).erased_at is None
    with pytest.raises(CannotBeTakenBack):
        undo_people_act(act, by=user_actor(cast.ada.id))


def test_each_role_is_offered_what_it_may_do(cast):
    assert {kind.name for kind in act_kinds(cast.ada)} == {"tag", "untag", "owner", "mail", "refresh", "pool", "erase"}
    assert {kind.name for kind in act_kinds(cast.cora)} == {"tag", "untag", "owner", "mail", "refresh", "pool"}
    assert {kind.name for kind in act_kinds(cast.cleo)} == {"erase"}
    assert act_kinds(cast.hugo) == act_kinds(cast.ines) == []


def test_an_act_needs_its_permission_and_somebody_to_reach(cast, people):
    with pytest.raises(NotAllowed):
        begin(cast.hugo, "tag", Chosen(ids(people)), tag="x")
    with pytest.raises(NobodyReached):
        begin(cast.ada, "tag", Chosen([987_654]), tag="x")
    with pytest.raises(TooManyPeople):
        begin_people_act(
            act_kind("erase").__class__(**{**act_kind("erase").__dict__, "most": 3}), Chosen(ids(people)),
            given={"reason": "asked"}, viewer=cast.ada, by=user_actor(cast.ada.id), typed="6",
        )  # fmt: skip


def claimed():
    with transaction():
        return claim_due(PeopleAct, limit=1)[0]


@pytest.mark.real_commits
class TestInTheBackground:
    def began(self, user, name="tag", **said):
        with transaction():
            return begin(user, name, Chosen(query="city:Oslo"), **(said or {"tag": "speaker"}))

    def test_many_wait_for_the_worker_and_nobody_is_done_twice(self, cast, many):
        act = self.began(cast.ada)
        assert (act.state, act.reached) == (BulkState.WORKING, 0)
        PEOPLE_ACTS.chunk(claimed(), 25)
        with transaction():  # the worker died: its lease runs out
            db.session.execute(update(PeopleAct).values(claimed_until=now() - timedelta(seconds=1)))
        advance_people_acts()
        with transaction():
            assert (state_of(act).state, state_of(act).reached, state_of(act).passed) == (BulkState.DONE, 60, 60)
            assert tagged("speaker") == set(many)
            assert count(Activity.kind == "tags_changed", of=Activity) == 60

    def test_whoever_came_after_the_number_was_shown_is_not_reached(self, cast, make, many):
        self.began(cast.ada)
        with transaction():
            late = make.candidate("Late Comer", city="Oslo").id
        advance_people_acts()
        with transaction():
            assert late not in tagged("speaker")

    def test_stopping_keeps_what_was_done_and_undo_takes_it_back(self, cast, many):
        act = self.began(cast.ada)
        claim = claimed()
        PEOPLE_ACTS.chunk(claim, 20)
        with transaction():
            stop_people_act(state_of(act))
        assert PEOPLE_ACTS.chunk(claim, 20) == (0, False)
        with transaction():
            assert len(tagged("speaker")) == 20
            undo_people_act(state_of(act), by=user_actor(cast.ada.id))
            assert tagged("speaker") == set() and state_of(act).state is BulkState.UNDONE

    def test_whoever_may_not_any_more_goes_no_further(self, cast, many):
        act = self.began(cast.ada)
        with transaction():
            db.session.merge(cast.ada).role = Role.INTERVIEWER
        advance_people_acts()
        with transaction():
            assert state_of(act).stop_reason is StopReason.NOT_ALLOWED
            assert tagged("speaker") == set()

    def test_people_the_user_does_not_see_any_more_are_not_reached(self, cast, many):
        with transaction():
            act = begin(cast.ada, "tag", Chosen(many), tag="speaker")
            db.session.execute(update(Candidate).where(Candidate.id == many[0]).values(erased_at=now()))
        advance_people_acts()
        with transaction():
            assert (state_of(act).reached, state_of(act).passed) == (59, 60)
            assert db.session.get_one(PeopleActItem, (act.id, many[0])).outcome == "unseen"
            assert state_of(act).chosen == {}

    def test_a_chunk_takes_as_many_statements_whatever_its_size(self, cast, many, queries):
        self.began(cast.ada)
        claim = claimed()
        with queries as sent:
            PEOPLE_ACTS.chunk(claim, 5)
        few = sent.count
        with queries as sent:
            PEOPLE_ACTS.chunk(claim, 50)
        assert sent.count <= few <= 20
