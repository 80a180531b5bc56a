"""Acts on more than a few: chunk by chunk, each application exactly once, whatever dies on the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import User
from app.core.activity import Activity
from app.core.claims import claim_due
from app.core.clock import at, now
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.commands import (
    bulk_move,
    bulk_reject,
    cancel_bulk_act,
    ensure_reject_reasons,
    move_application,
    undo_bulk_act,
)
from app.hiring.commands.bulk import (
    AT_ONCE,
    AlreadyFinished,
    AlreadyUndone,
    MailHasLeft,
    TooManyAtOnce,
    advance_bulk_act,
)
from app.hiring.models import (
    Application,
    ApplicationState,
    BulkAct,
    BulkActItem,
    BulkState,
    ItemOutcome,
    Rejection,
    RejectReason,
    StageStay,
    StopReason,
)
from app.hiring.tasks import advance_bulk_acts, work_on_chunk
from app.jobs.models import Job, JobMember, Stage
from app.mailing.commands import ensure_templates
from app.mailing.models import Message, MessageState

pytestmark = pytest.mark.real_commits
MANY = AT_ONCE + 15


@pytest.fixture
def many(cast, make):
    with transaction():
        ensure_templates()
        ensure_reject_reasons()
        return [one.id for one in make.applications(MANY, cast.job)]


@pytest.fixture
def reason(many):
    with transaction():
        return db.session.scalars(select(RejectReason)).first().id


@pytest.fixture
def screening(cast, make):
    with transaction():
        return make.stage(cast.job, "Screening").id


@pytest.fixture
def moving(cast, many, screening, ada):
    """A move of all that waits for a worker."""
    with transaction():
        return bulk_move(many, job=job_of(cast), to=db.session.get_one(Stage, screening), by=ada).id


@pytest.fixture
def rejecting(cast, many, reason, ada):
    with transaction():
        return bulk_reject(
            many, job=job_of(cast), reason=db.session.get_one(RejectReason, reason), by=ada, note="Thank you.", delay=2
        ).id


def job_of(cast):
    return db.session.get_one(Job, cast.job.id, populate_existing=True)


def act_of(act_id):
    return db.session.get_one(BulkAct, act_id, populate_existing=True)


def fresh(act_id):
    with transaction():
        return act_of(act_id)


def count(*where, of=Application):
    with transaction():
        return db.session.scalar(select(func.count()).select_from(of).where(*where))


def outcomes(act_id):
    with transaction():
        rows = db.session.execute(
            select(BulkActItem.outcome, func.count()).where(BulkActItem.act_id == act_id).group_by(BulkActItem.outcome)
        )
        return dict(rows.all())


def claimed():
    with transaction():
        return claim_due(BulkAct, limit=1)[0]


def moves_recorded():
    return count(Activity.kind == "application_moved", of=Activity)


def test_the_request_only_writes_down_what_was_chosen(moving, screening):
    act = fresh(moving)
    assert (act.state, act.total, act.reached) == (BulkState.WORKING, MANY, 0)
    assert outcomes(moving) == {ItemOutcome.WAITING: MANY}
    assert count(Application.stage_id == screening) == 0


def test_the_worker_moves_all(moving, screening):
    assert advance_bulk_acts() == MANY
    act = fresh(moving)
    assert (act.state, act.passed, act.reached, act.due_at) == (BulkState.DONE, MANY, MANY, None)
    assert count(Application.stage_id == screening) == moves_recorded() == MANY
    assert advance_bulk_acts() == 0


def test_a_worker_that_dies_between_chunks_leaves_each_done_exactly_once(moving, screening):
    dead = claimed()
    assert work_on_chunk(dead, 7) == (7, True)
    assert advance_bulk_acts() == 0, "the lease of the dead one still runs"
    with at(now() + timedelta(seconds=31)):
        assert advance_bulk_acts() == MANY - 7
        assert work_on_chunk(dead, 7) == (0, False), "its late step is refused"
    assert count(Application.stage_id == screening) == moves_recorded() == MANY
    assert count(StageStay.stage_id == screening, of=StageStay) == MANY


def test_a_worker_that_dies_within_a_chunk_has_done_nothing_of_it(moving, screening):
    class Killed(Exception):
        pass

    claim = claimed()
    work_on_chunk(claim, 7)
    with pytest.raises(Killed), transaction():
        assert advance_bulk_act(act_of(moving), 10) == 10
        raise Killed
    assert count(Application.stage_id == screening) == fresh(moving).passed == 7
    with at(now() + timedelta(seconds=31)):
        advance_bulk_acts()
    assert count(Application.stage_id == screening) == moves_recorded() == MANY


def test_two_workers_do_each_once(app, rejecting):
    answers = in_threads(app, advance_bulk_acts, advance_bulk_acts)
    assert sorted(answers) == [0, MANY], answers
    assert count(of=Rejection) == MANY
    assert count(Message.cause.startswith("rejection:"), of=Message) == MANY


def in_threads(app, *acts):
    """Each in a thread and a context of its own, opening its own transactions."""
    def run(act):
        with app.app_context():
            return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_rejection_keeps_its_note_and_the_date_of_its_mails(rejecting, reason):
    due = fresh(rejecting).letters_due_at
    with at(now() + timedelta(seconds=20)):
        advance_bulk_acts()
    with transaction():
        rejections = db.session.scalars(select(Rejection)).all()
        assert {(one.note, one.reason_id) for one in rejections} == {("Thank you.", reason)}
        assert len(rejections) == MANY
        assert set(db.session.scalars(select(Message.due_at).where(Message.cause.startswith("rejection:")))) == {due}
    assert fresh(rejecting).note == "", "the rejections hold it"


def test_what_colleagues_did_meanwhile_is_left_alone(cast, make, many, rejecting, screening, hugo):
    with transaction():
        interview = make.stage(cast.job, "Interview")
        for number, to in ((0, interview), (1, db.session.get_one(Stage, screening))):
            one = db.session.get_one(Application, many[number])
            move_application(one, to=to, by=hugo, from_stage=one.stage_id)
    advance_bulk_acts()
    assert outcomes(rejecting) == {ItemOutcome.MOVED_ON: 2, ItemOutcome.DONE: MANY - 2}
    assert count(Application.state == ApplicationState.ACTIVE) == 2


def test_it_stops_when_asked_and_what_was_done_stands(moving, screening):
    claim = claimed()
    work_on_chunk(claim, 7)
    with transaction():
        cancel_bulk_act(act_of(moving))
    assert work_on_chunk(claim, 7) == (0, False)
    assert advance_bulk_acts() == 0
    act = fresh(moving)
    assert (act.state, act.stop_reason, act.reached) == (BulkState.STOPPED, StopReason.ASKED, 7)
    assert outcomes(moving) == {ItemOutcome.DONE: 7, ItemOutcome.NOT_REACHED: MANY - 7}
    assert count(Application.stage_id == screening) == 7
    with pytest.raises(AlreadyFinished), transaction():
        cancel_bulk_act(act_of(moving))


def test_one_undo_takes_all_back(moving, screening, ada, many, cast, make):
    advance_bulk_acts()
    with transaction():
        assert undo_bulk_act(act_of(moving), by=ada) == 0, "the rest follows in the background"
    assert advance_bulk_acts() == MANY
    act = fresh(moving)
    assert (act.state, act.returned, act.undone_at is not None) == (BulkState.UNDONE, MANY, True)
    assert count(Application.stage_id == screening) == 0
    assert count(StageStay.left_at.is_(None), of=StageStay) == MANY
    with pytest.raises(AlreadyUndone), transaction():
        undo_bulk_act(act_of(moving), by=ada)


def test_undo_while_it_still_works_stops_it_and_restores_what_was_done(moving, screening, ada):
    claim = claimed()
    work_on_chunk(claim, 7)
    with transaction():
        assert undo_bulk_act(act_of(moving), by=ada) == 7
    assert work_on_chunk(claim, 7) == (0, False)
    assert fresh(moving).state is BulkState.UNDONE
    assert count(Application.stage_id == screening) == 0


def test_undoing_a_rejection_stops_every_mail_at_once(rejecting, ada):
    advance_bulk_acts()
    with transaction():
        undo_bulk_act(act_of(rejecting), by=ada)
    letters = Message.cause.startswith("rejection:")
    assert count(letters, Message.state == MessageState.CANCELLED, of=Message) == MANY
    dead = claimed()
    work_on_chunk(dead, 9)
    with at(now() + timedelta(seconds=31)):
        advance_bulk_acts()
    assert count(Application.state == ApplicationState.ACTIVE) == MANY
    assert count(Activity.kind == "rejection_undone", of=Activity) == MANY


def test_after_the_first_mail_there_is_no_undo_of_all(rejecting, ada):
    advance_bulk_acts()
    with transaction():
        letter = db.session.scalars(select(Message).where(Message.cause.startswith("rejection:"))).first()
        letter.state = MessageState.ACCEPTED
    with pytest.raises(MailHasLeft), transaction():
        undo_bulk_act(act_of(rejecting), by=ada)
    assert count(Application.state == ApplicationState.REJECTED) == MANY


def test_whoever_loses_the_right_meanwhile_goes_no_further(cast, moving, screening):
    claim = claimed()
    work_on_chunk(claim, 7)
    with transaction():
        db.session.get_one(User, cast.ada.id).deactivated_at = now()
    assert work_on_chunk(claim, 7) == (0, False)
    act = fresh(moving)
    assert (act.state, act.stop_reason) == (BulkState.STOPPED, StopReason.NOT_ALLOWED)
    assert count(Application.stage_id == screening) == 7


def test_a_job_that_became_another_teams_goes_no_further(cast, make, many, screening, rejecting):
    with transaction():
        job = job_of(cast)
        job.team_id, job.confidential = cast.other_team.id, True
        for member in db.session.scalars(select(JobMember).where(JobMember.user_id == cast.ada.id)):
            db.session.delete(member)
    advance_bulk_acts()
    assert fresh(rejecting).stop_reason is StopReason.NOT_ALLOWED
    assert count(of=Rejection) == 0


def test_a_stage_that_was_retired_meanwhile_takes_nobody_in(moving, screening):
    with transaction():
        db.session.get_one(Stage, screening).retired_at = now()
    advance_bulk_acts()
    assert fresh(moving).stop_reason is StopReason.TARGET_GONE
    assert count(Application.stage_id == screening) == 0


def test_a_chunk_takes_as_many_queries_whatever_its_size(rejecting, queries):
    claim = claimed()
    with queries as sent:
        work_on_chunk(claim, 5)
    for_few = statements_but_inserts(sent)
    with queries as sent:
        work_on_chunk(claim, 25)
    assert statements_but_inserts(sent) == for_few
    assert for_few <= 30


def statements_but_inserts(sent):
    """Without what writes activities: from twenty on they go in one statement, and their numbers are asked for once."""
    return sum(not statement.startswith(("INSERT", "SELECT max(activities.id)")) for statement in sent.statements)


def test_too_many_are_refused_not_cut(cast, many, screening, ada):
    with pytest.raises(TooManyAtOnce), transaction():
        bulk_move(range(1, 5_002), job=job_of(cast), to=db.session.get_one(Stage, screening), by=ada)
