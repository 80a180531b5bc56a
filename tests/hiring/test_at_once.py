"""Two people at the same moment, with real commits on either engine."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core.actors import user_actor, visitor_actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.commands import (
    CandidateBusy,
    InterviewPlan,
    PanelSeat,
    StaleMove,
    accept_offer,
    hire_application,
    make_offer,
    move_application,
    receive_application,
    reject_application,
    schedule_interview,
    send_offer,
)
from app.hiring.models import (
    Application,
    ApplicationState,
    Interview,
    InterviewKind,
    Offer,
    OfferState,
    RejectReason,
    StageStay,
)
from app.jobs.commands import close_job
from app.jobs.models import CloseReason, Job, Opening, ResumeRule, Stage
from app.jobs.refusals import NoOpeningLeft
from app.mailing.commands import ensure_templates

pytestmark = pytest.mark.real_commits


def at_once(app, *acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads of their own, each in its own transaction; answers results and refusals in order."""
    begin = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        with app.app_context():
            begin.wait(timeout=240)
            try:
                with transaction():
                    answers[index] = act()
            except Exception as error:
                answers[index] = error

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=480)
    return answers


def fetched(model, record_id):
    return db.session.get_one(model, record_id)


def test_two_moves_at_once_are_one_move_and_one_refusal(app, cast, make):
    with transaction():
        application = make.application(cast.carla, cast.job)
        seen, screening, interview = application.stage_id, make.stage(cast.job, "Screening"), make.stage(cast.job, "Interview")

    def move(to, who):
        return lambda: move_application(
            fetched(Application, application.id), to=fetched(Stage, to.id), by=user_actor(who.id), from_stage=seen
        )

    answers = at_once(app, move(screening, cast.ada), move(interview, cast.hugo))
    assert sum(isinstance(answer, StaleMove) for answer in answers) == 1, answers
    with transaction():
        open_stays = select(func.count()).where(StageStay.application_id == application.id, StageStay.left_at.is_(None))
        assert db.session.scalar(open_stays) == 1
        assert db.session.scalar(select(func.count()).where(StageStay.application_id == application.id)) == 2


def test_two_hires_on_one_opening_leave_one_hired(app, cast, make):
    with transaction():
        first, second = make.application(cast.carla, cast.job), make.application(job=cast.job)

    def hire(application):
        return lambda: hire_application(fetched(Application, application.id), by=user_actor(cast.ada.id)) and None

    answers = at_once(app, hire(first), hire(second))
    assert sum(isinstance(answer, NoOpeningLeft) for answer in answers) == 1, answers
    with transaction():
        hired = select(func.count()).where(Application.state == ApplicationState.HIRED)
        assert db.session.scalar(hired) == 1
        assert db.session.scalar(select(func.count()).where(Opening.application_id.is_not(None))) == 1


def test_two_hires_on_two_openings_are_both_done(app, cast, make):
    with transaction():
        job = make.job(openings=2)
        first, second = make.application(cast.carla, job), make.application(job=job)

    def hire(application):
        return lambda: hire_application(fetched(Application, application.id), by=user_actor(cast.ada.id)) and None

    assert at_once(app, hire(first), hire(second)) == [None, None]
    with transaction():
        assert db.session.scalar(select(func.count()).where(Opening.application_id.is_not(None))) == 2


@pytest.mark.parametrize("known", [True, False])
def test_applying_twice_at_once_is_one_application(app, cast, make, known):
    with transaction():
        job = make.job(resume_rule=ResumeRule.OPTIONAL)
    email = "carla@example.org" if known else "brand.new@example.org"

    def apply():
        received = receive_application(
            job=fetched(Job, job.id), name="Carla Twice", email=email, by=visitor_actor("198.51.100.9")
        )
        return received.already

    answers = at_once(app, apply, apply, apply)
    assert sorted(answers, key=str) == [False, True, True], answers
    with transaction():
        assert db.session.scalar(select(func.count()).where(Application.job_id == job.id)) == 1


def test_accepting_while_being_rejected_ends_one_way_only(app, cast, make):
    from datetime import timedelta

    from app.core.actors import candidate_actor
    from app.core.clock import today

    with transaction():
        application = make.application(cast.carla, cast.job, given_email="carla@example.org")
        reason = make.reject_reason()
        ada = user_actor(cast.ada.id)
        offer = make_offer(
            application, title="Engineer", pay_minor=70_000_00, currency="EUR", starts_on=today() + timedelta(days=9), by=ada
        )
        send_offer(offer, application, by=ada)

    def accept():
        accept_offer(
            fetched(Offer, offer.id), fetched(Application, application.id), signed_name="Carla Candidate",
            by=candidate_actor(cast.carla.id),
        )  # fmt: skip

    def reject():
        reject_application(fetched(Application, application.id), reason=fetched(RejectReason, reason.id), by=ada)

    answers = at_once(app, accept, reject)
    assert sum(isinstance(answer, Refused) for answer in answers) == 1, answers
    with transaction():
        state = db.session.scalar(select(Application.state).where(Application.id == application.id))
        offer_state = db.session.scalar(select(Offer.state).where(Offer.id == offer.id))
        assert (state, offer_state) in (
            (ApplicationState.HIRED, OfferState.ACCEPTED), (ApplicationState.REJECTED, OfferState.WITHDRAWN),
        )  # fmt: skip


def test_closing_a_job_and_applying_at_once_leaves_nobody_active_on_a_closed_job(app, cast, make):
    with transaction():
        make.installation()
        ensure_templates()
        jobs = [make.job(resume_rule=ResumeRule.OPTIONAL) for _ in range(4)]

    def close(job):
        return lambda: close_job(fetched(Job, job.id), reason=CloseReason.CANCELLED, by=user_actor(cast.ada.id))

    def apply(job, number):
        email = f"late{number}@example.org"
        return lambda: receive_application(job=fetched(Job, job.id), name="Lena Late", email=email, by=visitor_actor()) and None

    for number, job in enumerate(jobs):
        answers = at_once(app, close(job), apply(job, number))
        assert sum(isinstance(answer, Refused) for answer in answers) == 1, answers
        with transaction():
            active = select(func.count()).where(Application.job_id == job.id, Application.state == ApplicationState.ACTIVE)
            closed = db.session.get_one(Job, job.id, populate_existing=True).is_over
            assert (db.session.scalar(active) == 0) == closed


def test_two_who_arrange_at_once_never_double_book_a_candidate(app, cast, make):
    """For two jobs, so that no row but the person's own keeps them apart."""
    with transaction():
        ensure_templates()
        first = make.application(cast.carla, cast.job)
        second = make.application(cast.carla, make.job(team_id=cast.team.id))
    starts_at = now() + timedelta(days=3)

    def arrange(application, who):
        plan = InterviewPlan(
            kind=InterviewKind.PHONE, title="Talk", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30),
            time_zone="UTC", panel=[PanelSeat(who.id)],
        )  # fmt: skip
        return lambda: schedule_interview(fetched(Application, application.id), plan=plan, by=user_actor(who.id)) and None

    answers = at_once(app, arrange(first, cast.ada), arrange(second, cast.hugo))
    assert sum(isinstance(answer, CandidateBusy) for answer in answers) == 1, answers
    with transaction():
        assert db.session.scalar(select(func.count(Interview.id))) == 1
