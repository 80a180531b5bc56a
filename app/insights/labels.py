"""Where a person stands with us, in one word: derived, never stored, as far as the viewer may see."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import BindParameter, Integer, Select, bindparam
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.viewing import once_per_viewer
from app.candidates.commands.consents import is_open
from app.candidates.models import Consent, Purpose
from app.core.clock import today
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.hiring.policy import visible_applications
from app.jobs.models import Job, Stage, StageType


class Label(Enum):
    SUBSCRIBER = "subscriber"
    LEAD = "lead"
    APPLICANT = "applicant"
    FINALIST = "finalist"
    EMPLOYEE = "employee"
    ALUMNI = "alumni"

    @property
    def label(self) -> object:
        return {
            Label.SUBSCRIBER: _("Subscriber"),
            Label.LEAD: _("Lead"),
            Label.APPLICANT: _("Applicant"),
            Label.FINALIST: _("Finalist"),
            Label.EMPLOYEE: _("Employee"),
            Label.ALUMNI: _("Alumni"),
        }[self]

    @property
    def tone(self) -> str:
        return {"employee": "green", "finalist": "violet", "applicant": "blue", "subscriber": "amber"}.get(
            self.value, "neutral"
        )


_FROM_STATE = {ApplicationState.HIRED: Label.EMPLOYEE, ApplicationState.ACTIVE: Label.APPLICANT}
_ORDER = [Label.EMPLOYEE, Label.FINALIST, Label.APPLICANT, Label.ALUMNI]
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


def _label_from(state: ApplicationState, stage: StageType, left_on: date | None) -> Label | None:
    label = _FROM_STATE.get(state)
    if label is Label.EMPLOYEE and left_on is not None and left_on < today():
        return Label.ALUMNI
    return Label.FINALIST if label is Label.APPLICANT and stage is StageType.OFFER else label


def labels_of(viewer: User, ids: Sequence[int]) -> dict[int, Label]:
    """The label of each of these candidates; one query for all of them. What no mailbox has confirmed says nothing."""
    found: dict[int, Label] = {}
    if ids:
        for candidate_id, state, stage, left_on in db.session.execute(_standings(viewer), {"ids": ids}):
            label = _label_from(state, stage, left_on)
            if label and (candidate_id not in found or _ORDER.index(label) < _ORDER.index(found[candidate_id])):
                found[candidate_id] = label
    return found


@once_per_viewer
def _standings(viewer: User) -> Select[*tuple[Any, ...]]:
    seen = visible_applications(viewer).where(Application.candidate_id.in_(_IDS), Application.confirmed_at.is_not(None))
    return seen.join(Stage, Stage.id == Application.stage_id).with_only_columns(
        Application.candidate_id, Application.state, Stage.type, Application.left_on
    )


def label_of(applications: Sequence[Application], consents: Mapping[Purpose, Consent]) -> Label:
    """The label of one person from what the viewer sees of them; a lead unless something better is known."""
    confirmed = [one for one in applications if one.confirmed_at is not None]
    labels = [label for one in confirmed if (label := _label_from(one.state, one.stage.type, one.left_on))]
    if labels:
        return min(labels, key=_ORDER.index)
    subscribed = is_open(consents.get(Purpose.NEWSLETTER)) or is_open(consents.get(Purpose.JOB_ALERTS))
    return Label.SUBSCRIBER if subscribed else Label.LEAD


def applications_of(viewer: User, candidate_id: int) -> list[Application]:
    """The applications of a person that the viewer may see, newest first, with job and stage."""
    return list(db.session.scalars(_applications(viewer), {"person": candidate_id}))


@once_per_viewer
def _applications(viewer: User) -> Select[Application]:
    found = visible_applications(viewer).where(Application.candidate_id == bindparam("person", type_=Integer))
    found = found.options(joinedload(Application.job).load_only(Job.title), joinedload(Application.stage))
    return found.order_by(Application.id.desc())
