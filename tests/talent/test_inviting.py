"""Inviting to apply: who is asked and who is not, what the link proves, and every way it ends."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.candidates.commands.consents import record_consent
from app.candidates.models import Consent, ConsentAction, InterestProfile, Purpose
from app.core.activity import Activity, record
from app.core.actors import candidate_actor, user_actor, visitor_actor
from app.core.clock import now
from app.extensions import db
from app.hiring.commands import add_application, confirm_application, receive_application
from app.hiring.models import ApplicationState
from app.jobs.activities import JobClosed
from app.jobs.models import CloseReason, JobState
from app.mailing.commands import ensure_templates, suppress_address
from app.mailing.models import KeptMail, Message, MessageKind, MessageState, SuppressionReason
from app.mailing.tasks import send_due_messages
from app.mailing.wording import WordingRefused
from app.talent.commands.inviting import (
    InvitationOver,
    LinkMissing,
    NobodyToInvite,
    NotInvitable,
    TooManyToInvite,
    Words,
    invite_to_apply,
    plan_invitations,
    withdraw_invitation,
)
from app.talent.models import InvitationState, JobInvitation
from app.talent.queries.invitations import shipped_words

WORDS = {"en": Words("{{job.title}} for {{first_name|you}}", "Hello {{first_name}}, [apply]({{link}}).\n\n{{sender.name}}")}


@pytest.fixture
def job(make: Any, cast: Any) -> Any:
    ensure_templates()
    return make.job("DSP Engineer")


@pytest.fixture
def invite(job: Any, cast: Any) -> Any:
    def send(*people: Any, **changes: Any) -> list[JobInvitation]:
        values: dict[str, Any] = {"sender": cast.ada, "words": WORDS, "by": user_actor(cast.ada.id), **changes}
        return invite_to_apply(values.pop("job", job), [one.id for one in people], **values)

    return send


def why(job: Any, viewer: Any, candidate: Any) -> str:
    plan = plan_invitations(job, [candidate.id], viewer=viewer)
    return plan.left_out[0][1] if plan.left_out else ""


def test_an_invitation_is_a_mail_from_a_person_with_a_basis(job: Any, invite: Any, make: Any, cast: Any) -> None:
    person = make.candidate("Nora Neu", given_name="Nora")
    agreed = make.candidate("Ada Agreed")
    record_consent(agreed, purpose=Purpose.POOL, action=ConsentAction.CONFIRMED, method="form", by=user_actor(cast.ada.id))
    pool = make.pool(owner=cast.ada)
    first, second = invite(person, agreed, pool=pool)
    messages = {one.candidate_id: one for one in db.session.scalars(select(Message))}
    mail = messages[person.id]
    assert (mail.kind, mail.subject, mail.sender) == (MessageKind.INVITATION, "DSP Engineer for Nora", "Ada Recruiter")
    assert (mail.reply_to, mail.basis) == (cast.ada.email, "legitimate_interest")
    assert messages[agreed.id].basis == "consent:pool"
    assert mail.links["link"] == ["job-invitation", first.id, "/jobs/" + job.slug + "/apply?invitation={token}"]
    assert (first.pool_id, second.message_id) == (pool.id, messages[agreed.id].id)
    kinds = db.session.scalars(select(Activity.kind).where(Activity.candidate_id == person.id)).all()
    assert list(kinds) == ["invited_to_apply"]


def test_nobody_is_asked_twice_for_a_job(job: Any, invite: Any, make: Any, cast: Any) -> None:
    person = make.candidate()
    invite(person)
    assert why(job, cast.ada, person) == "was invited to this job already"
    with pytest.raises(NobodyToInvite):
        invite(person)


def test_everybody_who_is_not_asked_has_a_reason(job: Any, make: Any, cast: Any) -> None:
    by = user_actor(cast.ada.id)
    applied, hired, nowhere, said_no, paused = (make.candidate() for _n in range(5))
    bounced, restricted = make.candidate(email="gone@example.org"), make.candidate(restricted_at=now())
    unreachable = make.candidate(email=None)
    add_application(applied, job, by=by)
    make.application(hired, make.job(), stage="Hired", state=ApplicationState.HIRED)
    suppress_address("gone@example.org", SuppressionReason.HARD_BOUNCE, by=by)
    record_consent(said_no, purpose=Purpose.POOL, action=ConsentAction.WITHDRAWN, method="form", by=by)
    make.add(InterestProfile(candidate_id=paused.id, paused_until=now() + timedelta(days=30)))
    db.session.flush()
    assert why(job, cast.ada, nowhere) == ""
    assert why(job, cast.ada, applied) == "has applied for this job already"
    assert why(job, cast.ada, hired) == "works here"
    assert why(job, cast.ada, bounced) == "the address does not exist"
    assert why(job, cast.ada, restricted) == "the use of this person's data is restricted"
    assert why(job, cast.ada, unreachable) == "no e-mail address is known"
    assert why(job, cast.ada, said_no) == "this person does not want to hear about jobs at the moment"
    assert why(job, cast.ada, paused) == "this person paused our mail"


def test_three_approaches_a_year_are_enough_without_consent(invite: Any, make: Any, cast: Any) -> None:
    person = make.candidate()
    for _number in range(3):
        invite(person, job=make.job())
    fourth = make.job()
    assert "three times" in why(fourth, cast.ada, person)
    record_consent(person, purpose=Purpose.POOL, action=ConsentAction.CONFIRMED, method="form", by=user_actor(cast.ada.id))
    assert why(fourth, cast.ada, person) == ""


def test_planning_two_hundred_takes_as_many_statements_as_planning_two(
    job: Any, make: Any, cast: Any, queries: Any
) -> None:
    few, many = [make.candidate().id for _n in range(2)], [make.candidate().id for _n in range(60)]
    db.session.flush()
    with queries as sent:
        plan_invitations(job, few, viewer=cast.ada)
    small = sent.count
    with queries as sent:
        plan = plan_invitations(job, many, viewer=cast.ada)
    assert (len(plan.reached), sent.count) == (60, small)


def test_too_many_at_once_are_refused(job: Any, cast: Any) -> None:
    with pytest.raises(TooManyToInvite):
        plan_invitations(job, list(range(1, 300)), viewer=cast.ada)


@pytest.mark.parametrize("state", [JobState.DRAFT, JobState.ON_HOLD, JobState.CLOSED, JobState.FILLED])
def test_one_invites_to_open_jobs_only(invite: Any, make: Any, state: JobState) -> None:
    with pytest.raises(NotInvitable):
        invite(make.candidate(), job=make.job(state=state))


def test_one_does_not_invite_to_a_job_the_site_does_not_show(invite: Any, make: Any) -> None:
    with pytest.raises(NotInvitable):
        invite(make.candidate(), job=make.job(published=False))
    with pytest.raises(NotInvitable):
        invite(make.candidate(), job=make.job(confidential=True))


@pytest.mark.parametrize(
    ("words", "refusal", "field"),
    [
        (Words("", "[go]({{link}})"), WordingRefused, "subject_en"),
        (Words("Hello", "No link at all"), LinkMissing, "body_en"),
        (Words("Hello", "{{unknown}} {{link}}"), WordingRefused, "body_en"),
    ],
)
def test_words_that_cannot_leave_are_refused_at_their_field(
    invite: Any, make: Any, words: Words, refusal: type[Any], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        invite(make.candidate(), words={"en": words})
    assert refused.value.field == field


def test_everybody_reads_their_own_language(invite: Any, make: Any, job: Any) -> None:
    german, english = make.candidate(locale="de"), make.candidate(locale="en")
    invite(german, english, words=shipped_words(["de", "en"]))
    subjects = {one.candidate_id: one.subject for one in db.session.scalars(select(Message))}
    assert subjects[german.id] == "DSP Engineer: Wäre das etwas für Sie?"
    assert subjects[english.id] == "DSP Engineer: would this be something for you?"


def test_an_invitation_taken_back_stops_its_mail(invite: Any, make: Any, cast: Any) -> None:
    invitation = invite(make.candidate())[0]
    assert withdraw_invitation(invitation, by=user_actor(cast.ada.id)) is False
    assert db.session.scalars(select(Message.state)).one() is MessageState.CANCELLED
    with pytest.raises(InvitationOver):
        withdraw_invitation(invitation, by=user_actor(cast.ada.id))


def test_applying_answers_the_invitation_however_somebody_came(invite: Any, make: Any, cast: Any, job: Any) -> None:
    person = make.candidate()
    invitation = invite(person)[0]
    application = add_application(person, job, by=user_actor(cast.ada.id))
    assert (invitation.state, invitation.application_id) == (InvitationState.APPLIED, application.id)
    assert db.session.scalars(select(Message.state).where(Message.kind == MessageKind.INVITATION)).one() is MessageState.CANCELLED


def test_a_form_in_somebodys_name_answers_nothing(invite: Any, make: Any, job: Any) -> None:
    person = make.candidate(email="nora@example.org")
    invitation = invite(person)[0]
    received = receive_application(
        job=job, name="Nora", email="nora@example.org", link="https://example.org/nora", by=visitor_actor()
    )
    assert invitation.state is InvitationState.SENT
    confirm_application(received.application, by=candidate_actor(person.id))
    assert invitation.state is InvitationState.APPLIED


def test_closing_the_job_stops_waiting_invitations(invite: Any, make: Any, cast: Any, job: Any) -> None:
    invite(make.candidate())
    record(JobClosed(job=job, reason=CloseReason.CANCELLED), by=user_actor(cast.ada.id))
    assert db.session.scalars(select(Message.state)).one() is MessageState.CANCELLED


def test_who_leaves_the_pool_for_good_is_not_written_to(invite: Any, make: Any, cast: Any) -> None:
    person = make.candidate()
    invite(person)
    record_consent(person, purpose=Purpose.POOL, action=ConsentAction.WITHDRAWN, method="preferences", by=candidate_actor(person.id))
    assert db.session.scalars(select(Message.state)).one() is MessageState.CANCELLED


@pytest.mark.parametrize("change", ["paused", "withdrawn", "unsubscribed"])
def test_whoever_wants_quiet_before_it_leaves_gets_nothing(
    invite: Any, make: Any, cast: Any, sweep: Any, change: str
) -> None:
    """The gate is asked again when the mail is claimed: what changed since it was planned counts."""
    person = make.candidate(email="nora@example.org")
    invite(person)
    if change == "paused":
        make.add(InterestProfile(candidate_id=person.id, paused_until=now() + timedelta(days=30)))
    elif change == "withdrawn":
        make.add(Consent(candidate_id=person.id, purpose=Purpose.POOL, action=ConsentAction.WITHDRAWN, method="form"))
    else:
        suppress_address("nora@example.org", SuppressionReason.UNSUBSCRIBED, by=candidate_actor(person.id))
    db.session.flush()
    sweep(send_due_messages)
    assert db.session.scalars(select(Message.state)).one() is MessageState.SUPPRESSED


def test_an_invitation_that_left_carries_a_way_out(invite: Any, make: Any, sweep: Any) -> None:
    invite(make.candidate())
    sweep(send_due_messages)
    message = db.session.scalars(select(Message)).one()
    assert message.state is MessageState.ACCEPTED
    raw = db.session.scalars(select(KeptMail.raw)).one().decode()
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    assert "/u/" in raw
    assert "invitation=3D" in raw or "invitation=" in raw
