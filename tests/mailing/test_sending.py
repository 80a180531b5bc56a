"""Sending: what a mail server says, and what the ledger makes of it."""

import email
import email.policy
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.candidates.models import Todo
from app.core import clock
from app.core.activity import Activity
from app.core.actors import SYSTEM
from app.core.claims import LEASE
from app.core.clock import now
from app.core.tokens import derived_token
from app.core.transaction import reading, transaction
from app.extensions import db
from app.mailing import gateway as gateways
from app.mailing import preparing
from app.mailing.commands import Address, Draft, SecretLink, plan_message, plan_messages, suppress_address
from app.mailing.envelope import OutgoingMail
from app.mailing.gateway import Answer, MissingGateway, Outcome, SmtpGateway
from app.mailing.letter import RenderedMessage
from app.mailing.models import (
    KeptMail,
    LaneState,
    Message,
    MessageAttempt,
    MessageKind,
    MessageState,
    Suppression,
    SuppressionReason,
)
from app.mailing.preparing import AHEAD
from app.mailing.sending import Handed, claim_messages, fence, record_outcome
from app.mailing.tasks import send_due_messages
from app.mailing.wording import quotable

LINK = {"status_link": SecretLink("magic-link", 7, "/m/")}


@pytest.fixture
def plan(make):
    def planned(to=None, cause="application-received:1", **more):
        return plan_message(
            **{"cause": cause, "kind": MessageKind.PROCESS, "to": to or make.candidate("Carla Candidate"),
               "template": "application-received", "values": {"job.title": "Backend Engineer"}, "links": LINK,
               "by": SYSTEM, **more}
        )  # fmt: skip

    return planned


def activities(kind):
    return db.session.scalars(select(Activity).where(Activity.kind == kind)).all()


def attempts():
    return db.session.scalars(select(MessageAttempt.outcome).order_by(MessageAttempt.id)).all()


def test_a_mail_arrives_with_text_html_and_the_real_link(plan, sweep, gateway, peer):
    message = plan()
    assert sweep(send_due_messages, gateway=gateway) == 1
    mail = email.message_from_bytes(peer.delivered[0], policy=email.policy.default)
    secret = derived_token("magic-link", 7)
    assert mail["Message-ID"] == f"<{message.mail_id}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail.get_content_type() == "multipart/alternative"
    assert f"http://localhost/m/{secret}" in mail.get_body(("plain",)).get_content()
    assert f'href="http://localhost/m/{secret}"' in mail.get_body(("html",)).get_content()
    assert max(len(line) for line in peer.delivered[0].split(b"\r\n")) <= 998
    assert (message.state, message.due_at, attempts()) == (MessageState.ACCEPTED, None, ["accepted"])
    assert message.content_hash
    assert [activity.subject_id for activity in activities("message_accepted")] == [message.id]


def test_without_a_mail_server_in_development_the_mail_is_kept_with_its_real_link(plan, sweep):
    message = plan()
    sweep(send_due_messages)
    assert message.state is MessageState.ACCEPTED
    assert attempts() == ["kept"]
    raw = db.session.scalars(select(KeptMail.raw)).one()
    assert derived_token("magic-link", 7) in email.message_from_bytes(raw, policy=email.policy.default).as_string()


def test_without_a_mail_server_in_earnest_everything_waits_and_says_why(plan, sweep):
    message = plan()
    assert sweep(send_due_messages, gateway=MissingGateway()) == 0
    assert (message.state, message.attempts) == (MessageState.DUE, 0)
    assert db.session.scalars(select(LaneState.pause_reason)).one() == "no mail server is set"


def test_a_large_batch_leaves_whole_and_in_its_order(make, sweep, gateway, peer):
    drafts = [Draft(cause=f"t:{number}", kind=MessageKind.PROCESS, to=Address(f"reader.{number}@example.org"), subject=f"No. {number}", body="Hello.")
              for number in range(3 * AHEAD + 1)]  # fmt: skip
    plan_messages(drafts, by=SYSTEM)
    assert sweep(send_due_messages, gateway=gateway) == len(drafts)
    assert [email.message_from_bytes(raw)["Subject"] for raw in peer.delivered] == [draft.subject for draft in drafts]


def test_a_mail_that_cannot_be_rendered_undoes_nothing_before_it(make, sweep, gateway, peer, monkeypatch):
    drafts = [Draft(cause=f"t:{name}", kind=MessageKind.PROCESS, to=Address(f"{name}@example.org"), subject=name, body="Hello.")
              for name in ("before", "broken", "after")]  # fmt: skip
    messages = plan_messages(drafts, by=SYSTEM)
    render = preparing.render_message

    def breaking(message, *given, **named):
        if message.subject == "broken":
            raise ZeroDivisionError
        return render(message, *given, **named)

    monkeypatch.setattr(preparing, "render_message", breaking)
    with pytest.raises(ZeroDivisionError):
        sweep(send_due_messages, gateway=gateway)
    for message in messages:
        db.session.refresh(message)
    assert [message.state for message in messages] == [MessageState.ACCEPTED, MessageState.CLAIMED, MessageState.DUE]
    assert sweep(send_due_messages, gateway=gateway) == 1
    assert [email.message_from_bytes(raw)["Subject"] for raw in peer.delivered] == ["before", "after"]


def test_not_yet_due_is_not_sent(plan, sweep, gateway, peer):
    plan(due_at=now() + timedelta(hours=1))
    assert sweep(send_due_messages, gateway=gateway) == 0
    assert peer.delivered == []


def test_a_temporary_refusal_is_tried_again_later(plan, sweep, gateway, peer):
    message = plan()
    peer.on_rcpt = lambda address: "451 4.3.0 try later"
    sweep(send_due_messages, gateway=gateway)
    assert message.state is MessageState.SOFT_FAILED
    assert message.due_at > now()
    assert message.last_error == "4.3.0 try later"
    peer.on_rcpt = lambda address: None
    with clock.at(now() + timedelta(minutes=1)):
        sweep(send_due_messages, gateway=gateway)
    assert message.state is MessageState.ACCEPTED
    assert attempts() == ["soft", "accepted"]


def test_an_answer_of_421_pauses_everything_and_counts_no_attempt(plan, sweep, gateway, peer):
    first, second = plan(), plan(cause="second")
    peer.on_rcpt = lambda address: "421 4.3.2 shutting down"
    sweep(send_due_messages, gateway=gateway)
    assert first.state is MessageState.SOFT_FAILED
    assert (second.state, second.attempts) == (MessageState.DUE, 0)
    assert sweep(send_due_messages, gateway=gateway) == 0, "paused"
    peer.on_rcpt = lambda address: None
    with clock.at(now() + timedelta(minutes=1)):
        sweep(send_due_messages, gateway=gateway)
    assert {first.state, second.state} == {MessageState.ACCEPTED}
    assert db.session.scalars(select(LaneState.failures)).one() == 0


def test_an_address_that_does_not_exist_is_suppressed_and_somebody_is_told(plan, sweep, gateway, peer, make, cast):
    gone = make.candidate("Gone Person", email="gone@example.org", owner_id=cast.ada.id)
    message = plan(gone)
    peer.on_rcpt = lambda address: "550 5.1.1 no such user"
    sweep(send_due_messages, gateway=gateway)
    assert (message.state, message.reason) == (MessageState.HARD_FAILED, "hard-bounce")
    assert db.session.scalars(select(Suppression.reason)).one() is SuppressionReason.HARD_BOUNCE
    assert [activity.data["reason"] for activity in activities("message_failed")] == ["hard-bounce"]
    assert db.session.scalars(select(Todo.owner_id).where(Todo.candidate_id == gone.id)).all() == [cast.ada.id]
    assert plan(gone, cause="next").reason == "hard-bounce"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("550 5.7.1 blocked by policy", "policy"),
        ("550 5.7.515 unauthenticated", "policy"),
        ("552 5.3.4 message too big", "refused"),
        ("554 5.2.1 mailbox disabled", "refused"),
        ("550 no", "refused"),
        ("553 5.1.8 bad sender", "refused"),
    ],
)
def test_other_refusals_never_suppress_the_recipient(plan, sweep, gateway, peer, answer, reason):
    message = plan()
    peer.on_data = lambda raw: answer
    sweep(send_due_messages, gateway=gateway)
    assert (message.state, message.reason) == (MessageState.HARD_FAILED, reason)
    assert db.session.scalar(select(func.count(Suppression.id))) == 0


def test_a_lost_reply_is_sent_again_with_the_same_message_id(plan, sweep, gateway, peer):
    message = plan()
    peer.hangs_up = True
    sweep(send_due_messages, gateway=gateway)
    assert message.state is MessageState.SOFT_FAILED
    assert attempts() == ["lost"]
    peer.hangs_up = False
    with clock.at(now() + timedelta(minutes=1)):
        sweep(send_due_messages, gateway=gateway)
    ids = [email.message_from_bytes(raw)["Message-ID"] for raw in peer.delivered]
    assert ids == [f"<{message.mail_id}>"] * 2
    assert message.state is MessageState.ACCEPTED


def test_a_lost_reply_of_a_never_twice_mail_waits_for_a_person(plan, sweep, gateway, peer):
    message = plan(never_twice=True)
    peer.hangs_up = True
    sweep(send_due_messages, gateway=gateway)
    assert (message.state, message.due_at) == (MessageState.AMBIGUOUS, None)
    assert [activity.data["reason"] for activity in activities("message_failed")] == ["ambiguous"]


def test_a_silent_server_is_given_up_on_in_time(plan, sweep, peer_settings, silent_port, monkeypatch):
    monkeypatch.setattr(gateways, "REPLY_SECONDS", 0.2)
    message = plan()
    silent = SmtpGateway(replace(peer_settings, mail_port=silent_port))
    assert sweep(send_due_messages, gateway=silent) == 0
    assert (message.state, message.attempts) == (MessageState.DUE, 0)
    assert db.session.scalars(select(LaneState.pause_reason)).one() == "no answer in time"


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(plan, sweep, peer_settings, peer):
    message = plan()
    sweep(send_due_messages, gateway=SmtpGateway(replace(peer_settings, mail_use_tls=True)))
    assert message.state is MessageState.DUE
    assert peer.delivered == []


def test_after_a_crash_between_hand_over_and_answer_the_same_mail_goes_again(plan, sweep, gateway, peer):
    message = plan()
    [claim] = claim_messages(10)
    assert fence(claim)
    assert sweep(send_due_messages, gateway=gateway) == 0, "the lease still stands"
    with clock.at(now() + LEASE * 2):
        sweep(send_due_messages, gateway=gateway)
    assert message.state is MessageState.ACCEPTED


def test_after_a_crash_a_never_twice_mail_waits_for_a_person(plan, sweep, gateway, peer):
    message = plan(never_twice=True)
    [claim] = claim_messages(10)
    assert fence(claim)
    with clock.at(now() + LEASE * 2):
        sweep(send_due_messages, gateway=gateway)
    assert message.state is MessageState.AMBIGUOUS
    assert peer.delivered == []


def test_a_worker_that_slept_past_its_lease_may_not_send(plan):
    plan()
    [slept] = claim_messages(10)
    with clock.at(now() + LEASE * 2):
        [awake] = claim_messages(10)
        assert not fence(slept)
        assert fence(awake)


def taken_over(plan, **more):
    """A message whose first worker handed it over and slept past its lease; another has claimed it."""
    message = plan(**more)
    [slow] = claim_messages(10)
    assert fence(slow)
    with clock.at(now() + LEASE * 2):
        [quick] = claim_messages(10)
    return message, slow, quick


def answered(claim, outcome, words):
    return Handed(claim, Answer(outcome, 250, words), RenderedMessage("", "", quotable(()), {}), OutgoingMail("", "", b""), True)


def test_what_a_server_refused_is_refused_whoever_holds_it_by_now(plan):
    message, slow, quick = taken_over(plan, to=Address("gone@example.org"))
    record_outcome(answered(slow, Outcome.NO_SUCH_ADDRESS, "5.1.1 no such user"))
    assert not fence(quick)
    db.session.refresh(message)
    assert (message.state, message.reason, message.due_at) == (MessageState.HARD_FAILED, "hard-bounce", None)
    assert len(activities("message_failed")) == 1


def test_what_was_accepted_stays_so_though_the_gate_has_closed_since(plan, make):
    message, slow, quick = taken_over(plan, to=make.candidate("Carla", email="carla@example.org"))
    record_outcome(answered(slow, Outcome.ACCEPTED, "2.0.0 kept"))
    suppress_address("carla@example.org", SuppressionReason.ERASED)
    assert not fence(quick)
    db.session.refresh(message)
    assert (message.state, message.reason) == (MessageState.ACCEPTED, "")


def test_claims_that_came_to_nothing_count_as_no_attempt(plan):
    message = plan()
    for turn in range(3):
        with clock.at(now() + turn * 2 * LEASE):
            [claim] = claim_messages(10)
    db.session.refresh(message)
    assert claim.attempts == message.attempts == 1


def test_whoever_is_suppressed_between_claim_and_hand_over_gets_nothing(plan, make):
    message = plan(make.candidate("Carla", email="carla@example.org"))
    [claim] = claim_messages(10)
    suppress_address("carla@example.org", SuppressionReason.ERASED)
    assert not fence(claim)
    db.session.refresh(message)
    assert (message.state, message.reason) == (MessageState.SUPPRESSED, "erased")


def test_what_is_cancelled_between_claim_and_hand_over_does_not_leave(plan):
    message = plan()
    [claim] = claim_messages(10)
    from app.mailing.commands import cancel_messages

    cancel_messages(Message.id == message.id, reason="withdrawn")
    assert not fence(claim)
    db.session.refresh(message)
    assert message.state is MessageState.CANCELLED


def test_held_back_mail_is_told_of_when_it_would_have_left(plan, make, sweep, gateway):
    message = plan(make.candidate(email=None), due_at=now() + timedelta(days=2))
    sweep(send_due_messages, gateway=gateway)
    assert activities("message_suppressed") == []
    with clock.at(now() + timedelta(days=2, minutes=1)):
        sweep(send_due_messages, gateway=gateway)
    assert [activity.subject_id for activity in activities("message_suppressed")] == [message.id]
    assert message.due_at is None


@pytest.mark.parametrize(
    "address",
    ["a@b@c", "no-at-sign", "two words@example.org", "x@", "@example.org", "a" * 70 + "@example.org", "=?utf-8?q?=0D=0ABcc=3Ae=40e=2Ex?=@e.org",
     "evil@example.org>, other@example.org", "x@example.org\r\nBcc: y@example.org"],
)  # fmt: skip
def test_what_is_no_address_fails_and_hurts_nobody_else(plan, sweep, gateway, peer, address):
    bad, good = plan(Address(address, "Somebody")), plan(cause="good")
    sweep(send_due_messages, gateway=gateway)
    assert bad.state is MessageState.HARD_FAILED
    assert good.state is MessageState.ACCEPTED
    assert len(peer.delivered) == 1


def test_international_addresses_work(plan, sweep, gateway, peer):
    plan(Address("jörg@müller.example", "Jörg Müller"))
    sweep(send_due_messages, gateway=gateway)
    assert db.session.scalars(select(MessageAttempt.answer)).all() == ["2.0.0 kept"]
    assert "jörg@xn--mller-kva.example".encode() in peer.delivered[0]


HOSTILE = ["\r\nBcc: evil@example.org", "\nBcc: evil@example.org", "\rBcc: evil@example.org", "%0d%0aBcc: evil@example.org",
           "\u2028Bcc: evil@example.org", "=?utf-8?q?=0D=0ABcc=3A_evil=40example=2Eorg?=", "\x00\x0bBcc: evil@example.org",
           '"><script>', "a" * 500, "\u202egnp.exe", "e\u0301\u0327" * 60]  # fmt: skip


@pytest.mark.parametrize("evil", HOSTILE)
def test_nothing_typed_can_add_a_header(plan, make, sweep, gateway, peer, evil):
    stored = evil.replace("\x00", "")  # a database holds no NUL
    person = make.candidate(f"Eve {stored}"[:200], given_name=stored[:200], email="eve@example.org")
    plan(person, values={"job.title": f"Engineer {evil}"})
    sweep(send_due_messages, gateway=gateway)
    mail = email.message_from_bytes(peer.delivered[0], policy=email.policy.default)
    assert mail["Bcc"] is None
    assert [address.addr_spec for address in mail["To"].addresses] == ["eve@example.org"]
    assert set(mail.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted", "MIME-Version", "Content-Type",
    }  # fmt: skip


def test_bulk_lanes_wait_for_tokens_and_process_mail_does_not(make, plan, sweep, gateway, peer, app, monkeypatch):
    settings = replace(app.extensions["settings"], mail_per_hour=2)
    monkeypatch.setitem(app.extensions, "settings", settings)
    person = make.candidate("Carla", email="carla@example.org")
    drafts = [Draft(cause=f"p:{n}", kind=MessageKind.CAMPAIGN, to=person, subject="News", body="Hello") for n in range(5)]
    bulk = plan_messages(drafts, by=SYSTEM)
    ids = [message.id for message in bulk]
    db.session.execute(update(Message).where(Message.id.in_(ids)).values(
        kind=MessageKind.PERSONAL, state=MessageState.DUE, reason="", due_at=now()))  # fmt: skip
    urgent = plan(person)
    for _ in range(3):
        sweep(send_due_messages, gateway=gateway)
    states = [db.session.get(Message, id_, populate_existing=True).state for id_ in ids]
    assert states.count(MessageState.ACCEPTED) == 2
    assert urgent.state is MessageState.ACCEPTED
    with clock.at(now() + timedelta(hours=1)):
        sweep(send_due_messages, gateway=gateway)
    states = [db.session.get(Message, id_, populate_existing=True).state for id_ in ids]
    assert states.count(MessageState.ACCEPTED) == 4


@pytest.mark.real_commits
def test_two_workers_send_each_message_once(app, make, peer, peer_settings):
    with transaction():
        person = make.candidate("Carla", email="carla@example.org")
        for number in range(40):
            plan_message(cause=f"m:{number}", kind=MessageKind.PROCESS, to=person, template="rejection",
                         values={"job.title": "Engineer"}, by=SYSTEM)  # fmt: skip
    trouble = []

    def work():
        with app.app_context():
            try:
                while send_due_messages(limit=7, gateway=SmtpGateway(peer_settings)):
                    pass
            except Exception as error:
                trouble.append(error)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert trouble == []
    ids = [email.message_from_bytes(raw)["Message-ID"] for raw in peer.delivered]
    assert len(ids) == len(set(ids)) == 40
    with reading():
        assert set(db.session.scalars(select(Message.state))) == {MessageState.ACCEPTED}


@pytest.mark.real_commits
def test_two_plans_of_one_cause_at_once_leave_one_message(app, make):
    with transaction():
        person = make.candidate("Carla", email="carla@example.org")
    ready = threading.Barrier(2)

    def plan_it():
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    plan_message(cause="once", kind=MessageKind.PROCESS, to=person, template="rejection",
                                 values={"job.title": "Engineer"}, by=SYSTEM)  # fmt: skip
            except IntegrityError:
                pass
            finally:
                db.session.remove()

    threads = [threading.Thread(target=plan_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading():
        assert db.session.scalar(select(func.count(Message.id))) == 1
