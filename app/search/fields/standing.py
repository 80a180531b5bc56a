"""`is:`: where somebody stands with us, derived from what happened and never stored."""

from collections.abc import Callable
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.candidates.models import Candidate, Purpose
from app.hiring.models import Application, ApplicationState, StageStay
from app.hiring.queries.employment import has_left, works_here
from app.jobs.models import Stage, StageType
from app.search.catalogue import Kind, QueryField, everybody, register_field
from app.search.conditions import among, among_any, lacking
from app.search.fields.hygiene import is_duplicate, is_suppressed
from app.search.fields.keeping import consenting
from app.search.scope import Scope
from app.search.syntax import Condition, Words

STALE_AFTER = timedelta(days=365)

STANDINGS: dict[str, object] = {
    "subscriber": _("a subscriber"),
    "lead": _("a lead"),
    "applicant": _("an applicant"),
    "finalist": _("a finalist"),
    "employee": _("an employee"),
    "alumni": _("alumni"),
    "stale": _("stale"),
    "suppressed": _("not to be written to"),
    "duplicate": _("perhaps known twice"),
}


def _is(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    name = condition.text if isinstance(condition, Words) else ""
    if name not in _STANDINGS or not _SEEN_BY.get(name, everybody)(scope.viewer):
        return false()
    return _STANDINGS[name](scope)


def _in_state(scope: Scope, state: ApplicationState) -> ColumnElement[bool]:
    return among(scope.ids_of_applications().where(Application.state == state), scope)


def _is_subscriber(scope: Scope) -> ColumnElement[bool]:
    return among_any([consenting(purpose, scope) for purpose in (Purpose.NEWSLETTER, Purpose.JOB_ALERTS)], scope)


def _is_lead(scope: Scope) -> ColumnElement[bool]:
    """Somebody we know who is not in process, not hired and not subscribed."""
    near = scope.ids_of_applications().where(Application.state.in_([ApplicationState.ACTIVE, ApplicationState.HIRED]))
    return and_(lacking(near), not_(_is_subscriber(scope.per_person)))


def _is_alumni(scope: Scope) -> ColumnElement[bool]:
    """Somebody who worked here, and does not any more."""
    return and_(
        among(scope.ids_of_applications().where(has_left()), scope), lacking(scope.ids_of_applications().where(works_here()))
    )


def _is_stale(scope: Scope) -> ColumnElement[bool]:
    return func.coalesce(Candidate.human_signal_at, Candidate.added_at) < scope.now - STALE_AFTER


def _reached_the_end() -> Select[int]:
    """Applications that were in an offer stage or in the last interview stage of their job."""
    other = aliased(Stage)
    last_interview = (
        select(func.max(other.position))
        .where(other.job_id == Stage.job_id, other.type == StageType.INTERVIEW)
        .scalar_subquery()
    )
    late = select(Stage.id).where(
        or_(
            Stage.type.in_([StageType.OFFER, StageType.HIRED]),
            and_(Stage.type == StageType.INTERVIEW, Stage.position == last_interview),
        )
    )
    return select(StageStay.application_id).where(StageStay.stage_id.in_(late))


_STANDINGS: dict[str, Callable[[Scope], ColumnElement[bool]]] = {
    "subscriber": _is_subscriber,
    "lead": _is_lead,
    "applicant": lambda scope: _in_state(scope, ApplicationState.ACTIVE),
    "finalist": lambda scope: among(scope.ids_of_applications().where(Application.id.in_(_reached_the_end())), scope),
    "employee": lambda scope: among(scope.ids_of_applications().where(works_here()), scope),
    "alumni": _is_alumni,
    "stale": _is_stale,
    "suppressed": is_suppressed,
    "duplicate": is_duplicate,
}

_SEEN_BY: dict[str, Callable[[User], bool]] = {}


def register_standing(
    name: str, label: object, compile_it: Callable[[Scope], ColumnElement[bool]], *, seen_by: Callable[[User], bool] = everybody
) -> None:
    """One more way to stand with us, of a package above; for whoever may not see it, it is true of nobody."""
    if name in STANDINGS:
        raise ValueError(f"two standings are called {name!r}")
    STANDINGS[name], _STANDINGS[name], _SEEN_BY[name] = label, compile_it, seen_by


def _offered_to(viewer: User) -> dict[str, object]:
    return {name: label for name, label in STANDINGS.items() if _SEEN_BY.get(name, everybody)(viewer)}


register_field(
    QueryField(
        name="is",
        label=_("Is"),
        kind=Kind.CHOICE,
        compile=_is,
        choices=lambda: STANDINGS,
        offered_to=_offered_to,
        reading=_("who are %(value)s"),
        sort_rank=30,
    )
)
