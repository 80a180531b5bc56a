"""Beginning an act on many, stopping it, taking it back. Few are done at once, many in the background."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import insert, literal, select

from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.text import clean_text
from app.core.wake import Lane, wake
from app.extensions import db
from app.hiring.commands.bulk.advancing import advance_bulk_act, forget_waiting, stop_bulk_act
from app.hiring.commands.bulk.plans import BulkPlan, plan_bulk_move, plan_bulk_rejection
from app.hiring.commands.letters import stop_letters_of_act
from app.hiring.commands.rejecting import DEFAULT_DELAY, ReasonRetired, SilenceNeedsAReason, due_after
from app.hiring.models import (
    Application,
    BulkAct,
    BulkActItem,
    BulkKind,
    BulkState,
    ItemOutcome,
    Rejection,
    RejectReason,
    StopReason,
)
from app.jobs.models import Job, Stage, StageType
from app.mailing.models import Message, MessageState

AT_ONCE = 25
"""So many are done in the request itself."""
MOST = 5_000
HAS_LEFT = (MessageState.HANDED_OVER, MessageState.ACCEPTED, MessageState.AMBIGUOUS)


class NothingToDo(Refused):
    sentence = _("None of the chosen applications can be changed like this.")


class HireOneByOne(Refused):
    sentence = _("People are hired one by one: each hire closes one opening.")


class AlreadyUndone(Refused):
    sentence = _("This was already taken back.")


class AlreadyFinished(Refused):
    sentence = _("This is finished already; there is nothing left to stop.")


class MailHasLeft(Refused):
    sentence = _("The first of the mails has left. Take rejections back one by one now, and tell each person why.")


class TooManyAtOnce(Refused):
    sentence = _("At most 5,000 applications can be changed at once. Narrow the list and do it in parts.")


def bulk_move(ids: Sequence[int], *, job: Job, to: Stage, by: Actor) -> BulkAct:
    """Move all that can be moved; what ended or is there already is left alone."""
    if to.job_id != job.id or to.retired_at is not None:
        raise NothingToDo()
    if to.type is StageType.HIRED:
        raise HireOneByOne()
    act = BulkAct(job_id=job.id, by_id=by.user_id, kind=BulkKind.MOVE, to_stage_id=to.id)
    return _begin(act, plan_bulk_move(_not_too_many(ids), job=job, to=to), by=by)


def bulk_reject(
    ids: Sequence[int], *, job: Job, reason: RejectReason, by: Actor, note: str = "", tell: bool = True,
    silence_reason: str = "", delay: int = DEFAULT_DELAY,
) -> BulkAct:  # fmt: skip
    """Reject all that were not interviewed; the mails wait `delay` working days and one undo stops them all."""
    silence = clean_text(silence_reason).strip()[:300]
    if reason.retired_at is not None:
        raise ReasonRetired()
    if not tell and not silence:
        raise SilenceNeedsAReason()
    act = BulkAct(
        job_id=job.id, by_id=by.user_id, kind=BulkKind.REJECT, reason_id=reason.id, tell=tell, silence_reason=silence,
        note=clean_text(note).strip()[:4000], letters_due_at=due_after(delay),
    )  # fmt: skip
    return _begin(act, plan_bulk_rejection(_not_too_many(ids), job=job), by=by)


def cancel_bulk_act(act: BulkAct) -> None:
    """Go no further. What was done until now stands and can still be taken back."""
    _hold(act)
    if act.state is not BulkState.WORKING:
        raise AlreadyFinished()
    stop_bulk_act(act, StopReason.ASKED)


def undo_bulk_act(act: BulkAct, *, by: Actor) -> int:
    """Take back what still stands of it, stopping it first; answers how many are back by now.

    The mails of a rejection are stopped here and now; the applications may follow in the background.
    """
    _hold(act)
    if act.undone_at is not None:
        raise AlreadyUndone()
    if _mail_has_left(act):
        raise MailHasLeft()
    if act.state is BulkState.WORKING:
        forget_waiting(act)
    act.state, act.undone_at, act.finished_at, act.stop_reason = BulkState.UNDOING, now(), None, None
    act.passed = act.returned
    act.fence += 1
    act.parked_at, act.attempts = None, 0
    if act.kind is BulkKind.REJECT:
        stop_letters_of_act(act)
    before = act.returned
    _advance_or_queue(act, act.reached, by=by)
    return act.returned - before


def _begin(act: BulkAct, plan: BulkPlan, *, by: Actor) -> BulkAct:
    if not plan.reached:
        raise NothingToDo()
    act.total = len(plan.reached)
    db.session.add(act)
    db.session.flush()
    chosen = select(
        literal(act.id), Application.id, Application.stage_id, literal(ItemOutcome.WAITING.value)
    ).where(Application.id.in_(plan.reached))  # fmt: skip
    columns = ["act_id", "application_id", "from_stage_id", "outcome"]
    db.session.execute(insert(BulkActItem).from_select(columns, chosen, include_defaults=False))
    _advance_or_queue(act, act.total, by=by)
    if act.state is BulkState.DONE and not act.reached:
        raise NothingToDo()
    return act


def _advance_or_queue(act: BulkAct, number: int, *, by: Actor) -> None:
    if number <= AT_ONCE:
        advance_bulk_act(act, max(number, 1), by=by)
    else:
        act.due_at, act.claimed_until = now(), None
        db.session.flush()
        wake(Lane.BULK)


def _not_too_many(ids: Sequence[int]) -> Sequence[int]:
    if len(ids) > MOST:
        raise TooManyAtOnce()
    return ids


def _hold(act: BulkAct) -> None:
    db.session.refresh(act, with_for_update=True)


def _mail_has_left(act: BulkAct) -> bool:
    if act.kind is not BulkKind.REJECT:
        return False
    left = (
        select(Message.id)
        .join(Rejection, Rejection.message_id == Message.id)
        .join(BulkActItem, BulkActItem.rejection_id == Rejection.id)
        .where(BulkActItem.act_id == act.id, BulkActItem.outcome == ItemOutcome.DONE, Message.state.in_(HAS_LEFT))
        .limit(1)
    )
    return db.session.scalar(left) is not None
