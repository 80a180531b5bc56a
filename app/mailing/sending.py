"""Claims on the ledger and what becomes of them: every step is one short transaction of the worker (see tasks)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Insert, Integer, LargeBinary, Update, exists, insert, select, update

from app.core.claims import LEASE, Claim, claim_due, delay_after
from app.core.clock import now
from app.core.types import UtcDateTime
from app.extensions import db
from app.mailing.commands.suppressing import suppress_address
from app.mailing.commands.telling import close_notice_duties, make_todos, tell_accepted, tell_failed, tell_suppressed
from app.mailing.envelope import OutgoingMail
from app.mailing.gate import gate_reason, hold_reason
from app.mailing.gateway import Answer, Outcome
from app.mailing.lanes import lanes_with_tokens, use_tokens
from app.mailing.letter import RenderedMessage
from app.mailing.models import KeptMail, Message, MessageAttempt, MessageState, SuppressionReason
from app.mailing.statements import run, value

MOST_ATTEMPTS = 28
"""With delays that double up to four hours, these are about three days."""

OVER = (MessageState.ACCEPTED, MessageState.HARD_FAILED, MessageState.AMBIGUOUS, MessageState.CANCELLED)
"""Whoever finds a message in one of these came too late to do anything about it."""

HELD_FOR = timedelta(minutes=1)
"""A message that has to wait is looked at again after so long, unless it is let go before."""


@dataclass(frozen=True)
class Handed:
    """A message that was handed over, and what the server said."""

    claim: Claim
    answer: Answer
    rendered: RenderedMessage
    mail: OutgoingMail
    is_process: bool
    carries_notice: bool = False

    @property
    def is_plainly_accepted(self) -> bool:
        """Nothing follows from it but what the ledger itself says."""
        return self.answer.outcome is Outcome.ACCEPTED and not (self.is_process or self.carries_notice)


def claim_messages(limit: int) -> list[Claim]:
    """Take due messages, lane by lane. Those that may not go, or perhaps went already, are settled here."""
    claims: list[Claim] = []
    for lane, tokens in lanes_with_tokens():
        room = min(limit - len(claims), tokens)
        if room <= 0:
            break
        taken = claim_due(Message, Message.lane == lane, limit=room)
        claims.extend(sorted(taken, key=lambda claim: claim.id))
        use_tokens(lane, len(taken))
    return _sorted_out(claims)


def fence(claim: Claim) -> bool:
    """The last question before the irreversible step: ours still, not cancelled meanwhile, and the gate still open."""
    passed = pass_fence(claim)
    if not passed:
        stand_back(claim)
    return passed


def pass_fence(claim: Claim, *, on: Connection | None = None) -> bool:
    """`fence` without what follows from a no."""
    moment = now()
    passed = run(
        _fencing_update, on=on, claimed_id=claim.id, claimed_fence=claim.fence, moment=moment, until=moment + LEASE
    )
    return bool(passed)


def stand_back(claim: Claim) -> None:
    """What follows from a no: it is settled, or left to whoever holds it now."""
    _sorted_out([claim], claimed_before=True)


def _fencing_update() -> Update:
    return (
        update(Message.__table__)  # type: ignore[arg-type]
        .where(
            Message.id == value("claimed_id"),
            Message.fence == value("claimed_fence"),
            Message.state == MessageState.CLAIMED,
            gate_reason().is_(None),
            hold_reason().is_(None),
        )
        .values(
            state=MessageState.HANDED_OVER,
            handed_over_at=value("moment", UtcDateTime()),
            claimed_until=value("until", UtcDateTime()),
        )
    )


def give_back(claims: Sequence[Claim]) -> None:
    """Nothing was handed over: due as before, and the attempt does not count."""
    for claim in claims:
        _update(
            Message.id == claim.id,
            Message.fence == claim.fence,
            Message.state == MessageState.CLAIMED,
            state=MessageState.DUE,
            claimed_until=None,
            attempts=Message.attempts - 1,
        )


def note_accepted(handed: Handed, *, on: Connection) -> None:
    """`record_outcome` of what is plainly accepted, as nearly every mail of a newsletter is."""
    _note_attempt(handed.claim, handed.answer, on=on)
    _note_acceptance(handed, on=on)


def record_outcome(handed: Handed) -> None:
    """Write down what the server said, and what follows from it."""
    answer, claim = handed.answer, handed.claim
    _note_attempt(claim, answer)
    if answer.outcome in (Outcome.ACCEPTED, Outcome.KEPT):
        _accepted(handed)
    elif answer.outcome is Outcome.SOFT and claim.attempts < MOST_ATTEMPTS:
        _put_off(claim, answer)
    elif answer.outcome is Outcome.LOST:
        _lost(claim, answer)
    else:
        _failed(claim, answer)


def fail_unsendable(claim: Claim, words: str) -> None:
    """The mail cannot even be written: the address is none."""
    _note_attempt(claim, Answer(Outcome.UNSENDABLE, None, words))
    _settle(claim, MessageState.HARD_FAILED, "unsendable")


def _sorted_out(claims: list[Claim], *, claimed_before: bool = False) -> list[Claim]:
    """Settle what may not go; mark the rest as claimed and answer it."""
    if not claims:
        return []
    reason = gate_reason()
    rows = db.session.execute(
        select(Message.id, Message.state, Message.never_twice, Message.fence, reason, hold_reason()).where(
            Message.id.in_([claim.id for claim in claims])
        )
    )
    standing = {row[0]: row[1:] for row in rows}
    free: list[Claim] = []
    untried: list[int] = []
    for claim in claims:
        state, never_twice, newest_fence, why, hold = standing[claim.id]
        if newest_fence != claim.fence or state in OVER:
            continue
        if state is MessageState.SUPPRESSED:
            _tell_of_suppression(claim)
        elif state is MessageState.HANDED_OVER and never_twice:
            _settle(claim, MessageState.AMBIGUOUS, "ambiguous")
        elif why is not None:
            _hold_back(claim, why)
        elif hold is not None:
            _put_off_untried(claim)
        elif state is MessageState.CLAIMED and not claimed_before:
            untried.append(claim.id)
            free.append(replace(claim, attempts=claim.attempts - 1))
        else:
            free.append(claim)
    if untried:  # whoever held them died or was too slow before a word was said: that was no attempt
        _update(Message.id.in_(untried), attempts=Message.attempts - 1)
    if free and not claimed_before:
        _update(Message.id.in_([claim.id for claim in free]), state=MessageState.CLAIMED)
    return free


def _accepted(handed: Handed) -> None:
    changed = _note_acceptance(handed)
    if handed.answer.outcome is Outcome.KEPT:
        run(_keeping, message_id=handed.claim.id, moment=now(), raw=handed.mail.raw)
    if changed and handed.is_process:
        tell_accepted([_fresh(handed.claim.id)])
    if changed and handed.carries_notice:
        close_notice_duties(_fresh(handed.claim.id))


def _note_acceptance(handed: Handed, *, on: Connection | None = None) -> bool:
    """Acceptance is a fact, whoever holds the claim by now: it also stops a second copy that is being prepared."""
    content = content_hash(handed.rendered)
    return bool(run(_accepting_update, on=on, message_id=handed.claim.id, moment=now(), content=content))


def _put_off(claim: Claim, answer: Answer) -> None:
    _update_claimed(
        claim,
        state=MessageState.SOFT_FAILED,
        due_at=now() + delay_after(claim.attempts),
        claimed_until=None,
        last_error=answer.words[:200],
    )


def _put_off_untried(claim: Claim) -> None:
    """It has to wait, for instance because its campaign is paused; this was no attempt."""
    _update_claimed(
        claim, state=MessageState.DUE, due_at=now() + HELD_FOR, claimed_until=None, attempts=Message.attempts - 1
    )


def _lost(claim: Claim, answer: Answer) -> None:
    """No answer came. Again with the same Message-ID, unless a second copy would be worse than none."""
    if _fresh(claim.id).never_twice:
        _settle(claim, MessageState.AMBIGUOUS, "ambiguous", answer.words)
    elif claim.attempts < MOST_ATTEMPTS:
        _put_off(claim, answer)
    else:
        _settle(claim, MessageState.HARD_FAILED, "gave-up", answer.words)


def _failed(claim: Claim, answer: Answer) -> None:
    """What a server refused for good is refused, whoever holds the claim by now; giving up is for whoever holds it."""
    reasons = {Outcome.POLICY: "policy", Outcome.SOFT: "gave-up", Outcome.NO_SUCH_ADDRESS: "hard-bounce"}
    is_fact = answer.outcome is not Outcome.SOFT
    _settle(claim, MessageState.HARD_FAILED, reasons.get(answer.outcome, "refused"), answer.words, is_fact=is_fact)
    if answer.outcome is Outcome.NO_SUCH_ADDRESS:
        message = _fresh(claim.id)
        suppress_address(message.address, SuppressionReason.HARD_BOUNCE, candidate_id=message.candidate_id)


def _settle(claim: Claim, state: MessageState, reason: str, words: str = "", *, is_fact: bool = False) -> None:
    """The end of a message that did not, or perhaps did not, reach its recipient."""
    settled = _update(
        Message.id == claim.id,
        Message.state.not_in(OVER) if is_fact else Message.fence == claim.fence,
        state=state,
        reason=reason,
        failed_at=now(),
        due_at=None,
        claimed_until=None,
        last_error=words[:200],
    )
    if settled:
        tell_failed([_fresh(claim.id)])


def _hold_back(claim: Claim, reason: str) -> None:
    if _update_claimed(claim, state=MessageState.SUPPRESSED, reason=reason, due_at=None, claimed_until=None):
        message = _fresh(claim.id)
        tell_suppressed([message])
        make_todos([message] if message.kind.is_process else [])


def _tell_of_suppression(claim: Claim) -> None:
    """It was held back when it was planned; now is when it would have left."""
    if _update_claimed(claim, due_at=None, claimed_until=None):
        tell_suppressed([_fresh(claim.id)])


def content_hash(rendered: RenderedMessage) -> str:
    return hashlib.sha256(f"{rendered.subject}\n\n{rendered.text}".encode()).hexdigest()


def _accepting_update() -> Update:
    return (
        update(Message.__table__)  # type: ignore[arg-type]
        .where(Message.id == value("message_id"), Message.state != MessageState.ACCEPTED)
        .values(
            state=MessageState.ACCEPTED,
            accepted_at=value("moment", UtcDateTime()),
            due_at=None,
            claimed_until=None,
            last_error=None,
            content_hash=value("content"),
        )
    )


def _keeping() -> Insert:
    """Once: what was kept first is what would have left."""
    kept = KeptMail.__table__
    told = (value("message_id", Integer()), value("moment", UtcDateTime()), value("raw", LargeBinary()))
    fresh = select(*told).where(~exists().where(kept.c.message_id == value("message_id", Integer())))
    return insert(kept).from_select(["message_id", "at", "raw"], fresh)  # type: ignore[arg-type]


def _note_attempt(claim: Claim, answer: Answer, *, on: Connection | None = None) -> None:
    run(_attempt, on=on, message_id=claim.id, at=now(), outcome=answer.outcome.value, code=answer.code, answer=answer.words[:500])


def _attempt() -> Insert:
    return insert(MessageAttempt.__table__).values(  # type: ignore[arg-type]
        message_id=value("message_id"),
        at=value("at", UtcDateTime()),
        outcome=value("outcome"),
        code=value("code"),
        answer=value("answer"),
    )


def _fresh(message_id: int) -> Message:
    return db.session.get_one(Message, message_id, populate_existing=True)


def _update_claimed(claim: Claim, **values: object) -> bool:
    return _update(Message.id == claim.id, Message.fence == claim.fence, **values)


def _update(*where: ColumnElement[bool], **values: object) -> bool:
    changed = db.session.execute(
        update(Message).where(*where).values(**values).execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]
