"""Making and changing pools and their stages."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import func, or_, select, update

from app.accounts.models import User
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import NotAllowed, Refused
from app.core.text import clean_text, folded, one_line
from app.extensions import db
from app.talent.activities import PoolArchived, PoolChanged, PoolMade, PoolReopened
from app.talent.models import DEFAULT_STAGES, RHYTHMS, Pool, PoolMember, PoolStage, Sharing
from app.talent.policy import may_change

MOST_STAGES = 12
RHYTHM = 90


class PoolNeedsName(Refused):
    sentence = _("Give the pool a name.")


class PoolNameTaken(Refused):
    sentence = _("There is a pool of this name already.")


class NoStages(Refused):
    sentence = _("A pool needs at least one stage.")


class TooManyStages(Refused):
    sentence = _("A pool can have up to twelve stages.")


class StageNameTwice(Refused):
    sentence = _("Two stages have the same name.")


class PeopleInPoolStage(Refused):
    """A stage does not go while people are in it."""


def make_pool(
    *, name: str, owner: User, by: Actor, purpose: str = "", target_role: str = "", sharing: Sharing = Sharing.SHARED,
    stages: Sequence[str] = (), rhythm_days: int = RHYTHM,
) -> Pool:  # fmt: skip
    """A pool with the usual stages in the maker's language, unless others are named."""
    pool = Pool(owner_id=owner.id, name="", name_key="", sharing=sharing, rhythm_days=_rhythm(rhythm_days))
    _describe(pool, name, purpose, target_role)
    db.session.add(pool)
    db.session.flush()
    names = _stage_names(stages or [str(label) for label in DEFAULT_STAGES])
    db.session.add_all(PoolStage(pool_id=pool.id, position=at, name=stage) for at, stage in enumerate(names))
    record(PoolMade(subject=pool, sharing=sharing), by=by)
    return pool


def change_pool(
    pool: Pool, *, name: str, viewer: User, by: Actor, purpose: str = "", target_role: str = "",
    sharing: Sharing = Sharing.SHARED, owner_id: int | None = None, version: int | None = None,
    rhythm_days: int | None = None,
) -> None:  # fmt: skip
    _require_own(viewer, pool)
    pool.check_version(version)
    pool.sharing, pool.owner_id = sharing, owner_id or pool.owner_id
    pool.rhythm_days = _rhythm(rhythm_days or pool.rhythm_days)
    _describe(pool, name, purpose, target_role)
    record(PoolChanged(subject=pool, sharing=sharing), by=by)


def change_pool_stages(pool: Pool, entries: Sequence[tuple[int | None, str]], *, viewer: User, by: Actor) -> None:
    """The stages in their new order: (id, name) of those that stay, (None, name) of new ones; the rest go if empty."""
    _require_own(viewer, pool)
    db.session.execute(select(Pool.id).where(Pool.id == pool.id).with_for_update())
    names = _stage_names([name for _id, name in entries])
    present = {
        stage.id: stage for stage in db.session.scalars(select(PoolStage).where(PoolStage.pool_id == pool.id))
    }  # fmt: skip
    staying = {stage_id for stage_id, _name in entries if stage_id in present}
    going = [stage for stage_id, stage in present.items() if stage_id not in staying]
    _refuse_held(going)
    for position, ((stage_id, _typed), name) in enumerate(zip(entries, names, strict=True)):
        if stage_id is not None and stage_id in present:
            present[stage_id].name, present[stage_id].position = name, position
        else:
            db.session.add(PoolStage(pool_id=pool.id, position=position, name=name))
    db.session.flush()
    _drop(pool, going)
    record(PoolChanged(subject=pool, sharing=pool.sharing), by=by)


def archive_pool(pool: Pool, *, viewer: User, by: Actor) -> None:
    """Out of the way, its people stay members. Twice changes nothing."""
    _require_own(viewer, pool)
    if pool.archived_at is None:
        pool.archived_at = now()
        record(PoolArchived(subject=pool), by=by)


def reopen_pool(pool: Pool, *, viewer: User, by: Actor) -> None:
    _require_own(viewer, pool)
    if pool.archived_at is not None:
        pool.archived_at = None
        record(PoolReopened(subject=pool), by=by)


def _describe(pool: Pool, name: str, purpose: str, target_role: str) -> None:
    name = one_line(name)[:200]
    if not name:
        raise PoolNeedsName(field="name")
    taken = select(Pool.id).where(
        Pool.name_key == folded(name),
        Pool.archived_at.is_(None),
        Pool.id != (pool.id or 0),
        or_(Pool.sharing == Sharing.SHARED, Pool.owner_id == pool.owner_id),
    )
    with db.session.no_autoflush:
        if db.session.scalar(taken.limit(1)) is not None:
            raise PoolNameTaken(field="name")
    pool.name, pool.name_key = name, folded(name)
    pool.purpose, pool.target_role = clean_text(purpose).strip()[:4000], one_line(target_role)[:200]


def _rhythm(days: int) -> int:
    return days if days in RHYTHMS else RHYTHM


def _stage_names(typed: Sequence[str]) -> list[str]:
    names = [one_line(name)[:200] for name in typed]
    if not names or not all(names):
        raise NoStages(field="stages")
    if len(names) > MOST_STAGES:
        raise TooManyStages(field="stages")
    if len({folded(name) for name in names}) < len(names):
        raise StageNameTwice(field="stages")
    return names


def _refuse_held(going: Sequence[PoolStage]) -> None:
    for stage in going:
        living = select(func.count()).where(PoolMember.stage_id == stage.id, PoolMember.left_at.is_(None))
        if number := db.session.scalar(living) or 0:
            raise PeopleInPoolStage(
                ngettext(
                    "%(num)s person is in “%(stage)s”. Move them first.",
                    "%(num)s people are in “%(stage)s”. Move them first.",
                    number,
                    stage=stage.name,
                ),
                field="stages",
            )


def _drop(pool: Pool, going: Sequence[PoolStage]) -> None:
    """Past stays in a stage that goes name the first of those that remain."""
    past = [stage.id for stage in going]
    if not past:
        return
    remaining = select(PoolStage.id).where(PoolStage.pool_id == pool.id, PoolStage.id.not_in(past))
    first = db.session.scalar(remaining.order_by(PoolStage.position).limit(1))
    told = update(PoolMember).where(PoolMember.stage_id.in_(past)).values(stage_id=first)
    db.session.execute(told.execution_options(synchronize_session=False))
    for stage in going:
        db.session.delete(stage)


def _require_own(viewer: User, pool: Pool) -> None:
    if not may_change(viewer, pool):
        raise NotAllowed()
