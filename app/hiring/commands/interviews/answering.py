"""What people say about an interview: the panel and the candidate before it, whoever was there afterwards."""

from collections.abc import Callable

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _

from app.accounts.models import User
from app.candidates.commands import add_todo
from app.core.activity import record
from app.core.actors import SYSTEM, Actor
from app.core.clock import now, today
from app.core.refusals import NotAllowed, Refused
from app.core.text import clean_text
from app.extensions import db
from app.hiring.activities import InterviewAnswered, InterviewImpossible, InterviewOutcomeNoted
from app.hiring.commands.interviews.cancelling import NotScheduled
from app.hiring.models import OUTCOMES, Application, Interview, InterviewState, SeatResponse


class NotOnPanel(NotAllowed):
    sentence = _("Only those who take part can answer.")


class NotYetBegun(Refused):
    sentence = _("How an interview went can be said once it has begun.")


def answer_invitation(interview: Interview, application: Application, *, accepted: bool, by: Actor) -> None:
    """Somebody of the panel will come, or cannot: then whoever arranged it gets a to-do. The seats come along."""
    seat = interview.seat_of(by.user_id or 0)
    if seat is None:
        raise NotOnPanel()
    if not interview.is_scheduled:
        raise NotScheduled()
    answer = SeatResponse.ACCEPTED if accepted else SeatResponse.DECLINED
    if seat.response is answer:
        return
    seat.response, seat.responded_at = answer, now()
    record(
        InterviewAnswered(
            candidate=application.candidate_id, job=application.job_id, application=application, subject=interview,
            accepted=accepted,
        ),
        by=by,
    )  # fmt: skip
    if not accepted and interview.coordinator_id != by.user_id:
        who, whom = db.session.get_one(User, seat.user_id).name, application.given_name
        _tell_coordinator(
            interview, application,
            lambda: gettext("%(colleague)s cannot come to the interview with %(name)s: find somebody else",
                            colleague=who, name=whom),
        )  # fmt: skip


def say_cannot_come(interview: Interview, application: Application, *, words: str, by: Actor) -> None:
    """The candidate cannot make it: the interview stands until somebody changes it, and a colleague has to."""
    db.session.refresh(interview, ["state", "version"], with_for_update=True)
    if not interview.is_scheduled or interview.has_begun or not application.is_active:
        raise NotScheduled(_("This interview cannot be changed any more. Please write to us."))
    first = interview.cannot_at is None
    interview.cannot_at, interview.cannot_words = now(), clean_text(words).strip()[:1000]
    if not first:
        return
    record(
        InterviewImpossible(
            candidate=application.candidate_id, job=application.job_id, application=application, subject=interview
        ),
        by=by,
    )
    whom = application.given_name
    _tell_coordinator(
        interview, application,
        lambda: gettext("%(name)s cannot make it to the interview: propose another time", name=whom),
    )  # fmt: skip


def note_outcome(
    interview: Interview, application: Application, *, outcome: InterviewState, by: Actor, note: str = "",
    version: int | None = None,
) -> None:  # fmt: skip
    """How it went. Where somebody was absent nobody owes a scorecard. Can be put right later."""
    db.session.refresh(interview, ["state", "version", "starts_at"], with_for_update=True)
    interview.check_version(version)
    if outcome not in OUTCOMES or interview.state is InterviewState.CANCELLED:
        raise NotScheduled()
    if not interview.has_begun:
        raise NotYetBegun()
    interview.state, interview.outcome_at = outcome, now()
    interview.outcome_note = clean_text(note).strip()[:1000]
    record(
        InterviewOutcomeNoted(
            candidate=application.candidate_id, job=application.job_id, application=application, subject=interview,
            outcome=outcome,
        ),
        by=by,
    )  # fmt: skip


def _tell_coordinator(interview: Interview, application: Application, sentence: Callable[[], str]) -> None:
    """A to-do for whoever arranged it, in their language."""
    coordinator = db.session.get(User, interview.coordinator_id or 0)
    if coordinator is None:
        return
    with force_locale(coordinator.locale):
        what = sentence()
    add_todo(
        what=what, due_on=today(), owner_id=coordinator.id, by=SYSTEM, candidate_id=application.candidate_id,
        application=application,
    )  # fmt: skip
