"""Interviews as pages list them: agendas, busy times, what waits for an outcome or a scorecard."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Select, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.core.clock import now
from app.extensions import db
from app.hiring.models import (
    OWING,
    Application,
    CalendarFeed,
    Interview,
    InterviewKind,
    InterviewState,
    Scorecard,
    Seat,
    SeatRole,
)
from app.hiring.policy import own_interviews, visible_interviews
from app.jobs.models import Job, JobMember

PER_PAGE = 40
AGENDAS = ("coming", "past", "open")
FEED_BACK, FEED_AHEAD = timedelta(days=30), timedelta(days=180)


@dataclass(frozen=True)
class Agenda:
    """A page of interviews in the order of their time; `after` is where the next page begins, or None."""

    interviews: list[Interview]
    after: str | None


@dataclass(frozen=True)
class Busy:
    """One colleague's interviews on a day."""

    user: User
    interviews: list[Interview]


def for_lists() -> list[ORMOption]:
    return [
        joinedload(Interview.application).load_only(
            Application.candidate_id, Application.job_id, Application.given_name, Application.state
        ),
        joinedload(Interview.application).joinedload(Application.job).load_only(Job.title),
        selectinload(Interview.seats).joinedload(Seat.user).load_only(User.name),
    ]


def for_page() -> list[ORMOption]:
    """What the page of one interview and its commands touch."""
    return [
        joinedload(Interview.application).joinedload(Application.job),
        joinedload(Interview.stage),
        joinedload(Interview.coordinator),
        selectinload(Interview.seats).joinedload(Seat.user),
    ]


def agenda_of(viewer: User, *, which: str = "coming", everyone: bool = False, after: str = "") -> Agenda:
    """Interviews the viewer sits in, or all visible ones: coming soonest first, past latest first, or those past ones
    nobody said the outcome of.
    """
    statement = visible_interviews(viewer) if everyone else _own(viewer)
    moment = now()
    if which == "coming":
        statement = statement.where(Interview.state == InterviewState.SCHEDULED, Interview.ends_at > moment)
    elif which == "open":
        statement = statement.where(Interview.state == InterviewState.SCHEDULED, Interview.ends_at <= moment)
    else:
        statement = statement.where(Interview.state != InterviewState.CANCELLED, Interview.ends_at <= moment)
    rising = which != "past"
    place = _place(after)
    if place is not None:
        at, number = place
        later = Interview.starts_at > at if rising else Interview.starts_at < at
        beyond = Interview.id > number if rising else Interview.id < number
        statement = statement.where(or_(later, and_(Interview.starts_at == at, beyond)))
    order = (Interview.starts_at, Interview.id) if rising else (Interview.starts_at.desc(), Interview.id.desc())
    found = _all(statement.options(*for_lists()).order_by(*order).limit(PER_PAGE + 1))
    more = found[PER_PAGE - 1] if len(found) > PER_PAGE else None
    return Agenda(found[:PER_PAGE], f"{more.starts_at.timestamp():.6f}_{more.id}" if more else None)


def interviews_of(viewer: User, application_id: int) -> list[Interview]:
    """Those of one application, in order of time, called-off ones included."""
    mine = visible_interviews(viewer).where(Interview.application_id == application_id)
    return _all(mine.options(selectinload(Interview.seats).joinedload(Seat.user)).order_by(Interview.starts_at, Interview.id))


def coming_interviews(viewer: User, *, limit: int, within: timedelta = timedelta(days=7)) -> list[Interview]:
    """The viewer's own of the next days, today's that are still going on included."""
    moment = now()
    own = {"user": viewer.id, "moment": moment, "until": moment + within, "most": limit}
    return list(db.session.scalars(_coming(), own))


@cache
def _coming() -> Select[Interview]:
    soon = (
        select(Interview)
        .join(Seat, Seat.interview_id == Interview.id)
        .where(
            Seat.user_id == bindparam("user"), Interview.state == InterviewState.SCHEDULED,
            Interview.ends_at > bindparam("moment"), Interview.starts_at < bindparam("until"),
        )
    )  # fmt: skip
    return soon.options(*for_lists()).order_by(Interview.starts_at, Interview.id).limit(bindparam("most", type_=Integer))


def owed_cards(viewer: User, *, limit: int) -> list[Interview]:
    """Interviews that have begun and whose scorecard the viewer has not given, longest due first."""
    return list(db.session.scalars(_owed(), {"user": viewer.id, "moment": now(), "most": limit}))


@cache
def _owed() -> Select[Interview]:
    given = select(Scorecard.id).where(
        Scorecard.interview_id == Interview.id, Scorecard.user_id == bindparam("user"), Scorecard.submitted_at.is_not(None)
    )
    return (
        select(Interview)
        .join(Seat, Seat.interview_id == Interview.id)
        .where(
            Seat.user_id == bindparam("user"), Seat.role != SeatRole.OBSERVER, Interview.state.in_(OWING),
            Interview.starts_at <= bindparam("moment"), ~given.exists(),
        )
        .options(*for_lists())
        .order_by(Interview.cards_due_on, Interview.id)
        .limit(bindparam("most", type_=Integer))
    )  # fmt: skip


def busy_times(user_ids: Sequence[int], begin: datetime, end: datetime, *, but: int = 0) -> list[Busy]:
    """What these colleagues sit in between two moments, each with their interviews in order. Only interviews known here:
    what stands in other calendars is not known.
    """
    users = db.session.scalars(select(User).where(User.id.in_(user_ids)).order_by(User.name)).all()
    rows = db.session.execute(
        select(Seat.user_id, Interview)
        .join(Interview, Interview.id == Seat.interview_id)
        .where(
            Seat.user_id.in_(user_ids), Interview.state == InterviewState.SCHEDULED, Interview.id != but,
            Interview.kind != InterviewKind.TAKE_HOME, Interview.starts_at < end, Interview.ends_at > begin,
        )
        .order_by(Interview.starts_at)
    ).all()  # fmt: skip
    return [Busy(user, [interview for user_id, interview in rows if user_id == user.id]) for user in users]


def panel_choices(job_id: int) -> tuple[list[User], list[User]]:
    """Active colleagues who may sit in an interview: those on the job's team first, then everybody else."""
    members = set(db.session.scalars(select(JobMember.user_id).where(JobMember.job_id == job_id)))
    active = db.session.scalars(select(User).where(User.deactivated_at.is_(None)).order_by(User.name)).all()
    able = [user for user in active if user.may(Permission.FEEDBACK_GIVE)]
    return [user for user in able if user.id in members], [user for user in able if user.id not in members]


def next_interviews(application_ids: Collection[int]) -> dict[int, Interview]:
    """The next interview that stands of each application, for what candidates read."""
    ahead = _all(
        select(Interview)
        .where(
            Interview.application_id.in_(application_ids), Interview.state == InterviewState.SCHEDULED,
            Interview.ends_at > now(),
        )
        .order_by(Interview.starts_at.desc(), Interview.id)
    )  # fmt: skip
    return {interview.application_id: interview for interview in ahead}


def coming_of(application: Application) -> list[Interview]:
    """What the candidate reads of the interviews ahead: with whom, too. None once the application has ended."""
    if not application.is_active:
        return []
    ahead = select(Interview).where(
        Interview.application_id == application.id, Interview.state == InterviewState.SCHEDULED, Interview.ends_at > now()
    )
    seats = selectinload(Interview.seats).joinedload(Seat.user).load_only(User.name)
    return _all(ahead.options(seats).order_by(Interview.starts_at, Interview.id))


def own_interviews_by_application(candidate_id: int) -> dict[int, list[Interview]]:
    """A candidate's own interviews, by application."""
    found: dict[int, list[Interview]] = {}
    for interview in _all(own_interviews(candidate_id).order_by(Interview.starts_at, Interview.id)):
        found.setdefault(interview.application_id, []).append(interview)
    return found


def interviews_held(application_id: int) -> list[Interview]:
    """Those that took place."""
    held = (InterviewState.HELD, InterviewState.CUT_SHORT)
    took_place = select(Interview).where(Interview.application_id == application_id, Interview.state.in_(held))
    return _all(took_place.order_by(Interview.starts_at))


def last_known_zone(candidate_id: int) -> str | None:
    """The zone the candidate's last interview was told in."""
    return db.session.scalar(
        select(Interview.time_zone)
        .join(Application, Application.id == Interview.application_id)
        .where(Application.candidate_id == candidate_id)
        .order_by(Interview.id.desc())
        .limit(1)
    )


def feed_of(user: User) -> list[Interview]:
    """What a colleague's calendar link shows: their own of the last month and the next half year, called-off ones too,
    so that calendars drop them.
    """
    moment = now()
    mine = (
        select(Interview)
        .join(Seat, Seat.interview_id == Interview.id)
        .where(Seat.user_id == user.id, Interview.starts_at.between(moment - FEED_BACK, moment + FEED_AHEAD))
        .options(*for_page())
        .order_by(Interview.starts_at)
        .limit(500)
    )
    return _all(mine)


def open_feed(user_id: int) -> CalendarFeed | None:
    """The calendar link a colleague has, if any."""
    return db.session.scalar(
        select(CalendarFeed).where(CalendarFeed.user_id == user_id, CalendarFeed.revoked_at.is_(None)).limit(1)
    )


def feed_by_id(feed_id: int) -> CalendarFeed | None:
    """A link that still opens something, with its colleague."""
    return db.session.scalar(
        select(CalendarFeed)
        .join(User, User.id == CalendarFeed.user_id)
        .where(CalendarFeed.id == feed_id, CalendarFeed.revoked_at.is_(None), User.deactivated_at.is_(None))
        .options(joinedload(CalendarFeed.user))
    )


def called_off_by_rejection(application_id: int, since: datetime) -> int:
    """How many interviews a rejection called off: taking it back does not bring them back."""
    gone = select(Interview.id).where(
        Interview.application_id == application_id, Interview.cancelled_because == "rejected", Interview.updated_at >= since
    )
    return len(db.session.scalars(gone).all())


def days_of(interviews: Sequence[Interview], zone: str) -> list[tuple[date, list[Interview]]]:
    """The interviews under the days they begin on in `zone`, in their order."""
    place = ZoneInfo(zone)
    days: dict[date, list[Interview]] = {}
    for interview in interviews:
        days.setdefault(interview.starts_at.astimezone(place).date(), []).append(interview)
    return list(days.items())


def _own(viewer: User) -> Select[Interview]:
    return select(Interview).join(Seat, Seat.interview_id == Interview.id).where(Seat.user_id == viewer.id)


def _all(statement: Select[Interview]) -> list[Interview]:
    return list(db.session.scalars(statement))


def _place(text: str) -> tuple[datetime, int] | None:
    """A damaged place means the first page."""
    at, _underscore, number = text.partition("_")
    try:
        moment = datetime.fromtimestamp(float(at), UTC)
        return (moment, int(number)) if 0 < int(number) < 2**31 and 2000 < moment.year < 2200 else None
    except (ValueError, OverflowError, OSError):
        return None
