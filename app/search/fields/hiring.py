"""Fields of applications. Each is a condition on one visible application; side by side they speak of the same one."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from app.core.text import folded
from app.extensions import db
from app.hiring.models import (
    Application,
    ApplicationState,
    Offer,
    OfferState,
    Rating,
    ReasonSide,
    Rejection,
    RejectReason,
    Scorecard,
)
from app.hiring.policy import visible_scorecards
from app.jobs.models import Job, Stage, StageType
from app.search.catalogue import Compile, Kind, QueryField, Subject, Value, register_field
from app.search.conditions import bool_of, ids_named, in_days, in_moments, lacking
from app.search.fields.offered import MOST_VALUES
from app.search.scope import Scope
from app.search.syntax import Condition, Missing, Present, Words
from app.search.tokens import spelled, tokens

_STATES = {spelled(state.value): state for state in ApplicationState}
_TYPES = {spelled(kind.value): kind for kind in StageType}


def application_field(matches: Compile, present: ColumnElement[bool]) -> Compile:
    """`any` is `present`, `none` says that the person has no visible application with it."""

    def compiled(condition: Condition, scope: Scope) -> ColumnElement[bool]:
        match condition:
            case Missing():
                return lacking(scope.ids_of_applications().where(present))
            case Present():
                return present
        return matches(condition, scope)

    return compiled


def _stage(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
    """A stage by its name or its type, or how the application ended."""
    if not isinstance(condition, Words):
        return false()
    typed = " ".join(condition.tokens)
    if typed in _STATES:
        state = bool_of(Application.state == _STATES[typed])
        return state if typed != "hired" else or_(state, Application.stage_id.in_(_stages_of_type(StageType.HIRED)))
    names = ids_named(select(Stage.name, Stage.name).distinct(), condition, whole=True)
    stages = [Application.stage_id.in_(select(Stage.id).where(Stage.name.in_(names)))]
    if typed in _TYPES:
        stages.append(Application.stage_id.in_(_stages_of_type(_TYPES[typed])))
    return and_(Application.state == ApplicationState.ACTIVE, or_(*stages))


def _stages_of_type(kind: StageType) -> Any:
    return select(Stage.id).where(Stage.type == kind)


def _stage_values(scope: Scope, typed: str) -> list[Value]:
    jobs = scope.jobs.with_only_columns(Job.id)
    names = db.session.execute(
        select(Stage.name, func.count())
        .where(Stage.job_id.in_(jobs))
        .group_by(Stage.name)
        .order_by(func.count().desc())
    )
    start = spelled(typed)
    fixed = [Value(key, str(state.label)) for key, state in _STATES.items() if key.startswith(start)]
    return ([Value(name, name) for name, _n in names if spelled(name).startswith(start)] + fixed)[:MOST_VALUES]


def _job(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    """Words of the job's title, or its short name in addresses."""
    if not isinstance(condition, Words):
        return false()
    jobs = scope.jobs.with_only_columns(Job.id)
    named = or_(Job.title_key.contains(folded(condition.text), autoescape=True), Job.slug == condition.text.lower())
    return Application.job_id.in_(jobs.where(named))


def _job_values(scope: Scope, typed: str) -> list[Value]:
    rows = scope.jobs.with_only_columns(Job.title).where(Job.title_key.contains(folded(typed), autoescape=True))
    return [Value(title, title) for title in db.session.scalars(rows.distinct().order_by(Job.title).limit(MOST_VALUES))]


def _applied(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    return in_moments(Application.applied_at, condition, scope)


def _rejected(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
    """By a reason of the employer's list, or by who ended it: `we`, `they`."""
    if not isinstance(condition, Words):
        return false()
    reasons = ids_named(select(RejectReason.id, RejectReason.name), condition)
    named: list[ColumnElement[bool]] = [RejectReason.id.in_(reasons)]
    named += [RejectReason.side == side for side in ReasonSide if condition.tokens == (side.value,)]
    rejections = select(Rejection.application_id).join(RejectReason, RejectReason.id == Rejection.reason_id)
    standing = rejections.where(Rejection.undone_at.is_(None), or_(*named))
    return and_(_is_rejected, Application.id.in_(standing))


def _rejected_values(_scope: Scope, typed: str) -> list[Value]:
    names = db.session.scalars(select(RejectReason.name).order_by(RejectReason.position))
    start = spelled(typed)
    return [Value(name, name) for name in names if any(word.startswith(start) for word in tokens(name))][:MOST_VALUES]


def _hired(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    return and_(_is_hired, in_moments(Application.ended_at, condition, scope))


def _left(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    return and_(_is_hired, in_days(Application.left_on, condition, scope))


def _offer(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    if not isinstance(condition, Words):
        return false()
    return Application.id.in_(select(Offer.application_id).where(Offer.state == OfferState(condition.text)))


def _rating(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    """Only of scorecards the viewer may read: who still owes one learns nothing from a question either."""
    if not isinstance(condition, Words):
        return false()
    given = _cards(scope).where(Scorecard.overall == Rating(condition.text.replace("-", "_")))
    return Application.id.in_(given)


def _rated(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    """Any and none depend on who asks, like the ratings themselves."""
    cards = _cards(scope)
    match condition:
        case Present():
            return Application.id.in_(cards)
        case Missing():
            return lacking(scope.ids_of_applications().where(Application.id.in_(cards)))
    return _rating(condition, scope)


def _cards(scope: Scope) -> Select[int]:
    given = visible_scorecards(scope.viewer).where(Scorecard.submitted_at.is_not(None), Scorecard.overall.is_not(None))
    return given.with_only_columns(Scorecard.application_id)


def _reply(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    return and_(
        Application.state == ApplicationState.ACTIVE, in_days(Application.reply_by, condition, scope, ahead=True)
    )


_is_rejected = bool_of(Application.state == ApplicationState.REJECTED)
_is_hired = bool_of(Application.state == ApplicationState.HIRED)
_is_leaving = and_(_is_hired, Application.left_on.is_not(None))
_has_offer = Application.id.in_(select(Offer.application_id))

for declared in (
    QueryField(name="stage", label=_("Stage"), kind=Kind.TEXT, subject=Subject.APPLICATION,
               compile=application_field(_stage, true()), values=_stage_values,
               help=_("a stage, or active, rejected, withdrawn, hired"),
               reading=_("in stage %(value)s"), any_reading=_("who ever applied"), none_reading=_("who never applied"),
               sort_rank=40),
    QueryField(name="job", label=_("Job"), kind=Kind.TEXT, subject=Subject.APPLICATION,
               compile=application_field(_job, true()), values=_job_values,
               reading=_("who applied for %(value)s"), any_reading=_("who ever applied"), none_reading=_("who never applied"),
               sort_rank=41),
    QueryField(name="applied", label=_("Applied"), kind=Kind.DATE, subject=Subject.APPLICATION,
               compile=application_field(_applied, true()), reading=_("who applied %(value)s"), any_reading=_("who ever applied"), none_reading=_("who never applied"),
               sort_rank=42),
    QueryField(name="rejected", label=_("Rejected because"), kind=Kind.TEXT, subject=Subject.APPLICATION,
               compile=application_field(_rejected, _is_rejected), values=_rejected_values,
               help=_("a reason, or we, they"), reading=_("rejected because of %(value)s"), any_reading=_("rejected for whatever reason"), none_reading=_("never rejected"),
               sort_rank=43),
    QueryField(name="hired", label=_("Hired"), kind=Kind.DATE, subject=Subject.APPLICATION,
               compile=application_field(_hired, _is_hired), reading=_("hired %(value)s"), any_reading=_("ever hired"), none_reading=_("never hired"),
               sort_rank=44),
    QueryField(name="left", label=_("Left the company"), kind=Kind.DATE, subject=Subject.APPLICATION,
               compile=application_field(_left, _is_leaving), reading=_("who left the company %(value)s"), any_reading=_("whose last day with the company is noted"), none_reading=_("who never left the company"),
               sort_rank=44),
    QueryField(name="offer", label=_("Offer"), kind=Kind.CHOICE, subject=Subject.APPLICATION,
               compile=application_field(_offer, _has_offer),
               choices=lambda: {state.value: state.label for state in OfferState},
               reading=_("with an offer: %(value)s"), any_reading=_("with an offer"), none_reading=_("never made an offer"),
               sort_rank=45),
    QueryField(name="rating", label=_("Scorecards say"), kind=Kind.CHOICE, subject=Subject.APPLICATION, compile=_rated,
               choices=lambda: {rating.value.replace("_", "-"): rating.label for rating in Rating},
               reading=_("with a scorecard that says %(value)s"), any_reading=_("with a scorecard"), none_reading=_("without a scorecard"),
               sort_rank=47),
    QueryField(name="reply", label=_("Reply by"), kind=Kind.DATE, looks_ahead=True, subject=Subject.APPLICATION,
               compile=application_field(_reply, bool_of(Application.reply_by.is_not(None))),
               reading=_("who were promised word %(value)s"), any_reading=_("who were promised word"), none_reading=_("who were promised no word"),
               sort_rank=46),
):  # fmt: skip
    register_field(declared)
