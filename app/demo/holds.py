"""Somebody who was rejected says that it was not fair: until that is settled their record is kept as it is."""

from functools import partial

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.candidates.models import Candidate
from app.compliance.holds import place_hold
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur
from app.extensions import db
from app.hiring.models import Application, ApplicationState

DAYS_AGO = 19


def plan_holds(clockwork: Clockwork, larkspur: Larkspur) -> None:
    clockwork.plan(clockwork.ago(DAYS_AGO, hour=13), partial(_complain, larkspur))


def _complain(larkspur: Larkspur) -> None:
    again = aliased(Application)
    twice = exists().where(again.candidate_id == Candidate.id, again.id != Application.id)
    rejected = (
        select(Candidate)
        .join(Application, Application.candidate_id == Candidate.id)
        .where(
            Application.state == ApplicationState.REJECTED,
            Application.closed_publicly_at.is_not(None),
            Candidate.erased_at.is_(None),
            ~twice,
        )
        .order_by(Application.id)
    )
    person = db.session.scalars(rejected.limit(1)).first()
    if person is not None:
        place_hold(person, reason="Complaint under the equal treatment act, file 2026-14", by=larkspur.by("cleo"))
