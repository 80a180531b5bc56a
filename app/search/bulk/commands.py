"""Beginning an act on many people, going on with it, stopping it, taking it back. Few are done at once."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import func, insert, select, update

from app.accounts.models import User
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.core.activity import record
from app.core.actors import Actor, user_actor
from app.core.clock import now
from app.core.refusals import NotAllowed, Refused
from app.core.wake import Lane, wake
from app.extensions import db
from app.hiring.models import BulkState, StopReason
from app.search.bulk.activities import PeopleActBegun, PeopleActTakenBack
from app.search.bulk.kinds import ActKind, Doing, act_kind
from app.search.bulk.models import DONE, KEPT, UNDONE, UNSEEN, PeopleAct, PeopleActItem
from app.search.bulk.people import Chosen, count_people, people_of, rehearse
from app.search.refusals import QueryError

AT_ONCE = 50
"""So many are done in the request itself."""


class NobodyReached(Refused):
    sentence = _("None of the chosen people can be changed like this.")


class TooManyPeople(Refused):
    sentence = _("These are too many to do at once. Narrow the search and do it in parts.")


class NumberDiffers(Refused):
    sentence = _("That is not the number of people. Look at it again and type how many it says.")


class ActIsOver(Refused):
    sentence = _("This is finished already; there is nothing left to stop.")


class AlreadyTakenBack(Refused):
    sentence = _("This was already taken back.")


class CannotBeTakenBack(Refused):
    sentence = _("This cannot be taken back.")


def begin_people_act(
    kind: ActKind, chosen: Chosen, *, given: Mapping[str, Any], viewer: User, by: Actor, typed: str = ""
) -> PeopleAct:
    """Do it to everybody it reaches. `given` comes from the kind's `read`; `typed` is the number a kind without a way
    back asks for. QueryError as in search.
    """
    if not viewer.may(kind.permission):
        raise NotAllowed()
    if count_people(chosen, viewer) > kind.most:
        raise TooManyPeople()
    rehearsal = rehearse(kind, given, chosen, viewer)
    if not rehearsal.reached:
        raise NobodyReached()
    if kind.asks_number and typed.strip() != str(rehearsal.reached):
        raise NumberDiffers(field="typed")
    act = PeopleAct(
        kind=kind.name, by_id=viewer.id, given=kind.prepare(dict(given)), query=None if chosen.query is None else chosen.query[:2000],
        chosen={} if chosen.query is not None else {"ids": sorted(db.session.scalars(people_of(chosen, viewer)))}, total=rehearsal.total,
        up_to_id=db.session.scalar(select(func.max(Candidate.id))) or 0,
    )  # fmt: skip
    db.session.add(act)
    db.session.flush()
    record(PeopleActBegun(subject=act, act=kind.name, number=rehearsal.total), by=by)
    return _advance_or_queue(act, rehearsal.total, by=by)


def advance_people_act(act: PeopleAct, size: int, *, by: Actor | None = None) -> int:
    """The next `size` people of an act whose row the caller holds; answers how many were looked at.

    Whoever began it must still be allowed to, and reaches whom they see now. `by` stands for them when their request does it.
    """
    kind = act_kind(act.kind)
    user = db.session.get(User, act.by_id, populate_existing=True)
    if kind is None or user is None or not user.may(kind.permission):
        _stop(act, StopReason.NOT_ALLOWED)
        return 0
    looked_at = (_take_back if act.is_undoing else _do)(act, kind, size, user=user, by=by or user_actor(user.id))
    db.session.flush()
    return looked_at


def stop_people_act(act: PeopleAct) -> None:
    """Go no further. What was done until now stands and can still be taken back, if its kind can."""
    _hold(act)
    if not act.is_busy or act.is_undoing:
        raise ActIsOver()
    _stop(act, StopReason.ASKED)
    db.session.flush()


def undo_people_act(act: PeopleAct, *, by: Actor) -> PeopleAct:
    """Put back what still stands of it; what can be stopped at once, such as mails that wait, is stopped now."""
    kind = act_kind(act.kind)
    _hold(act)
    if kind is None or kind.undo is None:
        raise CannotBeTakenBack()
    if act.undone_at is not None:
        raise AlreadyTakenBack()
    kind.halt(act.id)
    act.state, act.undone_at, act.finished_at, act.stop_reason = BulkState.UNDOING, now(), None, None
    act.fence += 1
    act.passed, act.parked_at, act.attempts = 0, None, 0
    record(PeopleActTakenBack(subject=act, act=act.kind, number=act.reached), by=by)
    return _advance_or_queue(act, act.reached, by=by)


def give_up_people_act(act: PeopleAct) -> None:
    """It failed several times: it ends where it is."""
    _stop(act, StopReason.FAILED)


def _advance_or_queue(act: PeopleAct, number: int, *, by: Actor) -> PeopleAct:
    if number <= AT_ONCE:
        identity = act.id
        advance_people_act(act, AT_ONCE + 1, by=by)
        return db.session.get_one(PeopleAct, identity)
    act.due_at, act.claimed_until = now(), None
    db.session.flush()
    wake(Lane.BULK)
    return act


def _do(act: PeopleAct, kind: ActKind, size: int, *, user: User, by: Actor) -> int:
    try:
        ids, seen = _next(act, user, size)
    except QueryError:
        _stop(act, StopReason.FAILED)
        return 0
    identity, given = act.id, dict(act.given)
    locked = select(Candidate.id).where(Candidate.id.in_(seen)).order_by(Candidate.id)
    db.session.execute(locked.with_for_update())
    people = select(Candidate.id).where(Candidate.id.in_(seen))
    outcomes: dict[int, str] = dict.fromkeys(set(ids) - set(seen), UNSEEN)
    outcomes |= {row[0]: row[1] for row in db.session.execute(kind.asked(given, people)) if row[1] is not None}
    wanted = [number for number in seen if number not in outcomes]
    done = kind.do(Doing(identity, given, wanted, user, by)) if wanted else {}
    outcomes |= {number: DONE if number in done else KEPT for number in wanted}
    if outcomes:
        row = {"act_id": identity, "before": None}
        db.session.execute(
            insert(PeopleActItem),
            [{**row, "candidate_id": number, "outcome": why, "before": done.get(number)} for number, why in outcomes.items()],
        )
    act = db.session.get_one(PeopleAct, identity)  # erasing somebody empties the session
    act.passed += len(ids)
    act.reached += len(done)
    act.after_id = ids[-1] if ids else act.after_id
    if len(ids) < size:
        _close(act, BulkState.DONE)
    db.session.flush()
    return len(ids)


def _next(act: PeopleAct, user: User, size: int) -> tuple[list[int], list[int]]:
    """The next people of the act in the order of their ids, and those among them whom its user sees."""
    if act.query is None:
        ids = [number for number in act.chosen.get("ids", ()) if number > act.after_id][:size]
        return ids, sorted(db.session.scalars(people_of(Chosen(ids), user)))
    found = people_of(Chosen(query=act.query), user).where(Candidate.id > act.after_id, Candidate.id <= act.up_to_id)
    ids = list(db.session.scalars(found.order_by(Candidate.id).limit(size)))
    return ids, ids


def _take_back(act: PeopleAct, kind: ActKind, size: int, *, user: User, by: Actor) -> int:
    rows = db.session.execute(
        select(PeopleActItem.candidate_id, PeopleActItem.before)
        .where(PeopleActItem.act_id == act.id, PeopleActItem.outcome == DONE)
        .order_by(PeopleActItem.candidate_id)
        .limit(size)
    )
    before = {row[0]: row[1] for row in rows}
    seen = visible_candidates(user).where(Candidate.id.in_(before)).with_only_columns(Candidate.id)
    ids = sorted(db.session.scalars(seen.order_by(Candidate.id).with_for_update()))
    back = kind.undo(Doing(act.id, dict(act.given), ids, user, by, before)) if kind.undo is not None and ids else set()
    for outcome, numbers in ((UNDONE, back), (KEPT, set(before) - back)):
        db.session.execute(
            update(PeopleActItem)
            .where(PeopleActItem.act_id == act.id, PeopleActItem.candidate_id.in_(numbers))
            .values(outcome=outcome)
            .execution_options(synchronize_session=False)
        )
    act.passed += len(before)
    act.returned += len(back)
    if len(before) < size:
        _close(act, BulkState.UNDONE)
    return len(before)


def _stop(act: PeopleAct, why: StopReason) -> None:
    """End it here; a worker that still holds it finds its claim gone."""
    if act.is_undoing:
        act.undone_at = None
    act.stop_reason = why
    act.fence += 1
    _close(act, BulkState.STOPPED)


def _close(act: PeopleAct, state: BulkState) -> None:
    kind = act_kind(act.kind)
    act.state, act.finished_at, act.chosen = state, now(), {}
    act.given = {**act.given, **dict.fromkeys(kind.fleeting if kind else (), "")}
    act.due_at = act.claimed_until = None


def _hold(act: PeopleAct) -> None:
    """As it is now, and nobody else's until this transaction ends."""
    db.session.flush()
    db.session.refresh(act, with_for_update=True)
