"""Legal holds: while one stands, nobody erases the record, merges it away or lets it go for want of a reason."""

from datetime import date, timedelta

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.permissions import GRANTS, Permission, Role
from app.candidates.commands import add_todo
from app.candidates.merging.registries import merge_blocks
from app.candidates.models import Candidate
from app.compliance.activities import ErasureWished, LegalHoldLifted, LegalHoldPlaced
from app.compliance.commands import erasure_blocks
from app.compliance.models import LegalHold
from app.compliance.policy import visible_holds
from app.compliance.renewing import reasons_to_keep
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.refusals import Refused
from app.core.text import one_line
from app.extensions import db
from app.insights.timeline import Group, guard_kinds, name_subjects
from app.search.conditions import among
from app.search.fields.standing import register_standing
from app.search.scope import Scope

ANSWERED_WITHIN = timedelta(days=7)
DECIDE = tuple(role for role in Role if Permission.HOLDS_DECIDE in GRANTS[role])


class UnderHold(Refused):
    sentence = _("A legal hold keeps this record as it is. Compliance decides when it may go.")


class HeldWouldGo(Refused):
    sentence = _(
        "A legal hold keeps the record that would become part of the other one. Keep that one instead, or ask compliance."
    )


class HoldReasonMissing(Refused):
    sentence = _("Say in a few words why.")


class HoldPast(Refused):
    sentence = _("Choose a day that is still to come, or none.")


class HoldOver(Refused):
    sentence = _("This hold has ended already.")


def place_hold(candidate: Candidate, *, reason: str, until: date | None = None, by: Actor) -> LegalHold:
    """Keep the record as it is from now on, through the day `until` or until somebody lifts the hold."""
    why = one_line(reason)[:500]
    if not why:
        raise HoldReasonMissing(field="reason")
    if until is not None and until < today():
        raise HoldPast(field="until")
    # an erasure of this moment comes first or finds the hold
    db.session.execute(select(Candidate.id).where(Candidate.id == candidate.id).with_for_update())
    db.session.refresh(candidate, ["erased_at"])
    if candidate.is_erased:
        raise Refused(_("This person has been erased already."))
    hold = LegalHold(candidate_id=candidate.id, reason=why, until=until, placed_by_id=by.user_id)
    db.session.add(hold)
    db.session.flush()
    record(LegalHoldPlaced(candidate=candidate, subject=hold), by=by)
    return hold


def lift_hold(hold: LegalHold, *, because: str, by: Actor) -> None:
    """The record may go again, if nothing else keeps it."""
    why = one_line(because)[:500]
    if not why:
        raise HoldReasonMissing(field="because")
    if not hold.stands:
        raise HoldOver()
    hold.lifted_at, hold.lifted_by_id, hold.lifted_because = now(), by.user_id, why
    db.session.flush()
    record(LegalHoldLifted(candidate=hold.candidate_id, subject=hold), by=by)  # type: ignore[arg-type]


def hold_on(candidate_id: int) -> LegalHold | None:
    """The hold that has kept this person longest, with who placed it."""
    standing = select(LegalHold).where(LegalHold.candidate_id == candidate_id, *_standing())
    return db.session.scalars(standing.order_by(LegalHold.id).limit(1).options(joinedload(LegalHold.placed_by))).first()


def wish_erasure(candidate: Candidate, hold: LegalHold, *, by: Actor) -> None:
    """The person wants to be erased although it cannot be yet: whoever looks after the hold answers. Once is enough."""
    if hold.erasure_asked_at is not None:
        return
    hold.erasure_asked_at = now()
    owner = _who_answers(hold)
    if owner is not None:
        with force_locale(owner.locale):
            what = gettext("Asks to be erased while a legal hold stands: answer them, and erase once it is lifted")
        add_todo(what=what, due_on=today() + ANSWERED_WITHIN, owner_id=owner.id, candidate_id=candidate.id, by=by)
    record(ErasureWished(candidate=candidate, subject=hold), by=by)


def _who_answers(hold: LegalHold) -> User | None:
    """Whoever placed it; when they left or may not any more, a compliance officer, else an admin."""
    if hold.placed_by is not None and hold.placed_by.may(Permission.HOLDS_DECIDE):
        return hold.placed_by
    others = list(
        db.session.scalars(select(User).where(User.deactivated_at.is_(None), User.role.in_(DECIDE)).order_by(User.id))
    )
    return min(others, key=lambda one: one.is_admin, default=None)


def _standing() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return LegalHold.lifted_at.is_(None), or_(LegalHold.until.is_(None), LegalHold.until >= today())


def people_held() -> Select[int]:
    """Ids of everybody whom a hold keeps now."""
    return select(LegalHold.candidate_id).where(*_standing())


def _is_held(candidate_id: int) -> bool:
    return db.session.scalar(people_held().where(LegalHold.candidate_id == candidate_id).limit(1)) is not None


def _refuse_erasing(candidate: Candidate) -> Refused | None:
    return UnderHold() if _is_held(candidate.id) else None


def _refuse_merging(kept_id: int, lost_id: int) -> Refused | None:
    """Into a held record others may be merged: it loses nothing, and the hold covers what comes."""
    return HeldWouldGo() if _is_held(lost_id) else None


def _held_now() -> ColumnElement[bool]:
    return Candidate.id.in_(people_held())


def _standing_of(scope: Scope) -> ColumnElement[bool]:
    return among(people_held(), scope)


erasure_blocks.append(_refuse_erasing)
merge_blocks.append(_refuse_merging)
reasons_to_keep.append(_held_now)
guard_kinds(
    (happening.kind() for happening in (LegalHoldPlaced, LegalHoldLifted, ErasureWished)),
    group=Group.CONSENT, seen_with=Permission.HOLDS_DECIDE,
)  # fmt: skip
name_subjects(
    LegalHold.__tablename__, lambda viewer: visible_holds(viewer).with_only_columns(LegalHold.id, LegalHold.reason)
)
register_standing(
    "held", _("kept by a legal hold"), _standing_of, seen_by=lambda viewer: viewer.may(Permission.HOLDS_DECIDE)
)
