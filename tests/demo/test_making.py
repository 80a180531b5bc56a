"""The demo company: made once, believable, and readable by nobody else."""

import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.accounts.models import Installation, User
from app.accounts.passwords import check_new_password, verify_password
from app.accounts.permissions import Role
from app.candidates.models import Candidate, ConsentRenewal, ContactPoint, Document, DocumentKind, ReadingState, Todo
from app.core.activity import Activity
from app.core.clock import now, today
from app.core.transaction import reading, transaction
from app.demo.making import make_demo
from app.extensions import db
from app.hiring.models import (
    Application,
    ApplicationState,
    Offer,
    OfferState,
    Rating,
    ReviewRequest,
    Scorecard,
    StageStay,
)
from app.hiring.queries import coming_interviews, owed_cards
from app.jobs.models import CloseReason, Job, JobState, Opening
from app.jobs.queries import colleagues_jobs
from app.mailing.models import Message, MessageKind, MessageState
from app.search.documents import documents_of
from app.search.index import check_integrity, index_dirty
from app.search.models import COLUMNS, SearchDocument, SearchSound
from app.search.sounds import sounds_of
from app.talent.models import EmployeeLink
from app.talent.queries.finalists import finalists_for
from app.talent.queries.referrals import ReferralState, own_referrals
from app.talent.queries.wanted import wants_of

pytestmark = pytest.mark.real_commits
RESERVED = re.compile(r"[@.]example(\.(org|com|net))?$")


def count(statement):
    return db.session.scalar(select(func.count()).select_from(statement.subquery()))


@pytest.fixture
def demo(app, capsys):
    make_demo()
    with transaction():
        yield app


def test_a_year_at_the_demo_company(demo):
    """One walk, for making it takes a while: everything that is promised of the demo is there."""
    assert db.session.scalars(select(Installation)).one().demo
    assert set(db.session.scalars(select(User.role))) == set(Role)
    assert set(db.session.scalars(select(User.team_id).where(User.role == Role.RECRUITER))) == {1, 2}
    assert count(select(Candidate.id)) >= 300  # and those who joined a community by themselves
    states = dict(db.session.execute(select(Job.state, func.count()).group_by(Job.state)).all())
    assert sum(states.values()) == 13 and set(states) == set(JobState)
    people_in_every_state()
    colleagues_who_refer_and_apply()
    a_year_that_ends_today()
    nobody_real_and_nobody_older_than_their_career()
    every_number_agrees()
    everybody_is_indexed_as_a_rebuild_would_have_it()
    an_interviewer_has_something_to_do()
    the_sign_in_file(Path(demo.config["DATA_DIR"]))


def people_in_every_state():
    assert set(db.session.scalars(select(Application.state))) == set(ApplicationState)
    offers = set(db.session.scalars(select(Offer.state)))
    assert {OfferState.DRAFT, OfferState.SENT, OfferState.ACCEPTED, OfferState.DECLINED} <= offers
    active = select(Application).where(Application.state == ApplicationState.ACTIVE)
    assert count(active.where(Application.reply_by < today())) >= 3
    assert count(active.where(Application.confirmed_at.is_(None))) >= 2
    assert count(active.where(Application.suspicious != "")) >= 1
    assert count(select(ReviewRequest.id).where(ReviewRequest.answered_at.is_(None))) >= 4
    assert count(select(ReviewRequest.id).where(ReviewRequest.answered_at.is_not(None))) >= 30
    busiest = db.session.scalars(select(func.count(Application.id)).group_by(Application.job_id)).all()
    assert max(busiest) >= 80


def colleagues_who_refer_and_apply():
    link = db.session.scalars(select(EmployeeLink).where(EmployeeLink.email_key.startswith("hugo@"))).first()
    assert {one.state for one in own_referrals(link)} == {ReferralState.IN_PROCESS, ReferralState.RECEIVED}
    mira = db.session.scalars(select(EmployeeLink).where(EmployeeLink.email_key.startswith("mira."))).first()
    assert [one.state for one in own_referrals(mira)] == [ReferralState.CLOSED]
    (alone,) = [job for job in colleagues_jobs(limit=99) if job.title.startswith("Fitting Lab")]
    assert count(select(Application.id).where(Application.job_id == alone.id)) == 1
    ends_soon = select(ConsentRenewal.id).where(ConsentRenewal.answered_at.is_(None))
    assert count(ends_soon) >= 3
    embedded = db.session.scalars(select(Job).where(Job.title.startswith("Senior Embedded"))).one()
    ada = db.session.scalars(select(User).where(User.email.startswith("ada@"))).one()
    assert finalists_for(embedded, ada, wants_of(embedded))


def a_year_that_ends_today():
    first, last = db.session.execute(select(func.min(Activity.at), func.max(Activity.at))).one()
    assert (now() - first).days >= 365 and last <= now()
    assert (now() - last).total_seconds() < 3600
    week = select(Application.id).where(Application.applied_at > now() - timedelta(days=7))
    assert count(week) >= 20
    open_todos = select(Todo).where(Todo.done_at.is_(None), Todo.cancelled_at.is_(None))
    assert count(open_todos.where(Todo.due_on == today())) >= 6
    assert count(open_todos.where(Todo.due_on < today())) >= 2


def nobody_real_and_nobody_older_than_their_career():
    addresses = [value for value in db.session.scalars(select(ContactPoint.value)) if "@" in value]
    assert addresses and all(RESERVED.search(address) for address in addresses)
    assert all(RESERVED.search(user.email) for user in db.session.scalars(select(User)))
    assert count(select(Document.id).where(Document.reading == ReadingState.READ)) >= 60
    assert not count(select(Document.id).where(Document.reading != ReadingState.READ, Document.kind == DocumentKind.RESUME))


def everybody_is_indexed_as_a_rebuild_would_have_it():
    """A year of acts, each of which noted only whom it changed; whoever came with many others waits for the sweep."""
    while index_dirty():
        pass
    people = list(db.session.scalars(select(Candidate.id).where(Candidate.erased_at.is_(None))))
    rebuilt = documents_of(people, with_vector=False)
    columns = [getattr(SearchDocument, name) for name in ("candidate_id", *COLUMNS)]
    kept = {row.candidate_id: dict(row._mapping) for row in db.session.execute(select(*columns))}
    assert kept == {one["candidate_id"]: {name: one[name] for name in ("candidate_id", *COLUMNS)} for one in rebuilt}
    heard = {(row.candidate_id, row.sound) for row in db.session.execute(select(SearchSound.candidate_id, SearchSound.sound))}
    assert heard == {(one["candidate_id"], sound) for one in rebuilt for sound in sounds_of(one["name"])}
    assert check_integrity() == []


def every_number_agrees():
    hires = count(select(Application.id).where(Application.state == ApplicationState.HIRED))
    assert hires == count(select(Opening.id).where(Opening.close_reason == CloseReason.HIRED)) >= 5
    assert not count(select(StageStay.id).where(StageStay.left_at < StageStay.entered_at))
    waiting = select(Message.due_at).where(Message.state.in_((MessageState.PLANNED, MessageState.DUE)))
    assert all(due > now() for due in db.session.scalars(waiting))
    not_said = select(Message.id).where(Message.state.in_((MessageState.SUPPRESSED, MessageState.HARD_FAILED)))
    assert not count(not_said.where(Message.kind != MessageKind.CAMPAIGN))  # of a newsletter some are held back, as in life


def an_interviewer_has_something_to_do():
    ines = db.session.scalars(select(User).where(User.email.startswith("ines@"))).one()
    assert coming_interviews(ines, limit=9) and owed_cards(ines, limit=9)
    assert {card.overall for card in db.session.scalars(select(Scorecard))} >= {Rating.STRONG_YES, Rating.YES, Rating.NO}


def the_sign_in_file(directory):
    file = directory / "demo-sign-ins"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    users = list(db.session.scalars(select(User)))
    passwords = {}
    for user in users:
        line = next(line for line in text.splitlines() if user.email in line)
        passwords[user.email] = line.split()[-1]
        assert str(user.role.label) in line and user.name in line
    assert len(set(passwords.values())) == len(users)
    for password in passwords.values():
        check_new_password(password, context=["Larkspur Hearing"])
    assert verify_password(users[0].password_hash, passwords[users[0].email])
    candidate = re.search(r"/me with (\S+@\S+)\.$", text, re.MULTILINE).group(1)
    person = db.session.scalar(select(ContactPoint.candidate_id).where(ContactPoint.value == candidate))
    offers = select(Offer.state).join(Application).where(Application.candidate_id == person)
    assert db.session.scalars(offers).all() == [OfferState.SENT]
    assert "/dev/mailbox" in text
    assert not (directory / "demo-unfinished").exists()


def test_a_database_that_holds_somebody_is_left_alone(app, make, capsys):
    with transaction():
        make.installation()
    make_demo()
    with reading():
        assert not count(select(Candidate.id))
    assert capsys.readouterr().out == ""
    assert not (Path(app.config["DATA_DIR"]) / "demo-sign-ins").exists()


def test_an_interrupted_demo_says_so(app, make, capsys):
    with transaction():
        make.installation()
    (Path(app.config["DATA_DIR"]) / "demo-unfinished").touch()
    make_demo()
    assert "interrupted" in capsys.readouterr().out
