"""What an interview is to be, and whether it can be that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.core.clock import now
from app.core.refusals import Refused
from app.core.text import clean_text, one_line
from app.extensions import db
from app.hiring.interviewing import is_zone
from app.hiring.models import Application, Interview, InterviewKind, InterviewState, Seat, SeatRole

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=14)
FURTHEST = timedelta(days=365)
LARGEST_PANEL = 12


class InterviewUnfit(Refused):
    """Something about the plan cannot be; `field` says what."""


class CandidateBusy(Refused):
    """Nobody can be in two interviews at once."""


class PanelBusy(Refused):
    """Somebody of the panel sits in another interview then; it can be arranged nevertheless."""

    def __init__(self, clashes: Sequence[str]) -> None:
        super().__init__(
            gettext("Already taken at that time: %(clashes)s.", clashes="; ".join(clashes)), field="despite_clashes"
        )


@dataclass(frozen=True)
class PanelSeat:
    user_id: int
    role: SeatRole = SeatRole.INTERVIEWER


@dataclass(frozen=True, kw_only=True)
class InterviewPlan:
    """Everything that can be said about an interview; times are moments, `time_zone` is the candidate's."""

    kind: InterviewKind
    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    panel: Sequence[PanelSeat]
    place: str = ""
    link: str = ""
    instructions: str = ""
    panel_note: str = ""


def checked(plan: InterviewPlan) -> InterviewPlan:
    """The plan as it is kept, or a refusal that names the field."""
    title = one_line(plan.title)[:200] or str(plan.kind.label)
    if not now() < plan.starts_at < now() + FURTHEST:
        raise InterviewUnfit(_("An interview lies in the future, within a year."), field="day")
    if not SHORTEST <= plan.ends_at - plan.starts_at <= LONGEST:
        raise InterviewUnfit(_("An interview lasts between ten minutes and two weeks."), field="minutes")
    if not is_zone(plan.time_zone):
        raise InterviewUnfit(_("Choose a time zone from the list."), field="time_zone")
    link = one_line(plan.link)[:500]
    if link and not _is_web_address(link):
        raise InterviewUnfit(_("A link begins with https:// or http://."), field="link")
    if not plan.panel:
        raise InterviewUnfit(_("Choose at least one person who takes part."), field="panel")
    if len({seat.user_id for seat in plan.panel}) > LARGEST_PANEL:
        raise InterviewUnfit(_("At most 12 people take part."), field="panel")
    return replace(
        plan, title=title, link=link, place=one_line(plan.place)[:500], panel=_once_each(plan.panel),
        instructions=clean_text(plan.instructions).strip()[:4000], panel_note=clean_text(plan.panel_note).strip()[:4000],
    )  # fmt: skip


def panel_members(plan: InterviewPlan) -> dict[int, User]:
    """The colleagues of the panel by id; refused when one of them cannot interview any more."""
    ids = [seat.user_id for seat in plan.panel]
    users = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}
    if len(users) < len(ids) or not all(user.may(Permission.FEEDBACK_GIVE) for user in users.values()):
        raise InterviewUnfit(_("Choose colleagues who are still active and may interview."), field="panel")
    return users


def check_candidate_is_free(application: Application, plan: InterviewPlan, *, but: int = 0) -> None:
    """The person's other interviews, to whatever job. A take-home task takes nobody's hour."""
    if plan.kind is InterviewKind.TAKE_HOME:
        return
    other = db.session.scalar(
        select(Interview)
        .join(Application, Application.id == Interview.application_id)
        .where(Application.candidate_id == application.candidate_id, *_overlaps(plan, but))
        .limit(1)
    )
    if other is not None:
        raise CandidateBusy(_("This person already has an interview at that time."), field="day")


def check_panel_is_free(plan: InterviewPlan, users: dict[int, User], *, but: int = 0) -> None:
    """Raise PanelBusy with who is taken; whoever arranges it decides."""
    if plan.kind is InterviewKind.TAKE_HOME:
        return
    taken = db.session.scalars(
        select(Seat.user_id)
        .join(Interview, Interview.id == Seat.interview_id)
        .where(Seat.user_id.in_(users), *_overlaps(plan, but))
        .distinct()
    ).all()
    if taken:
        raise PanelBusy(sorted(users[user_id].name for user_id in taken))


def choose_time_zone(interview: Interview, zone: str) -> None:
    """The candidate says in which zone they read times; it changes no moment."""
    if not is_zone(zone):
        raise InterviewUnfit(_("Choose a time zone from the list."), field="time_zone")
    interview.time_zone = zone


def _overlaps(plan: InterviewPlan, but: int) -> list[ColumnElement[bool]]:
    return [
        Interview.state == InterviewState.SCHEDULED, Interview.kind != InterviewKind.TAKE_HOME, Interview.id != but,
        Interview.starts_at < plan.ends_at, Interview.ends_at > plan.starts_at,
    ]  # fmt: skip


def _once_each(panel: Sequence[PanelSeat]) -> tuple[PanelSeat, ...]:
    return tuple({seat.user_id: seat for seat in panel}.values())


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in link
