"""What insights adds to the query language: the steps from subscriber to hire, each by when it was taken."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, false, select

from app.accounts.models import Team, User
from app.accounts.policy import TALENT_ROLES
from app.candidates.models import Consent, ConsentAction, InterestSignal, Purpose
from app.hiring.models import Application, Offer, StageStay
from app.jobs.models import Job, Stage, StageType
from app.jobs.policy import nameable_jobs
from app.search.catalogue import Compile, Kind, QueryField, Subject, register_field
from app.search.conditions import ids_named, in_moments, linked_field
from app.search.fields.hiring import application_field
from app.search.scope import Scope
from app.search.syntax import Condition, Words
from app.talent.models import InvitationState, JobInvitation, Pool, PoolMember
from app.talent.policy import visible_pools

_GIVING = (ConsentAction.GIVEN, ConsentAction.CONFIRMED, ConsentAction.RENEWED)
_subscriptions = select(Consent.candidate_id).where(Consent.purpose == Purpose.NEWSLETTER, Consent.action.in_(_GIVING))
_signals = select(InterestSignal.candidate_id).where(InterestSignal.void_at.is_(None))
_interviews = select(StageStay.application_id).where(
    StageStay.stage_id.in_(select(Stage.id).where(Stage.type == StageType.INTERVIEW))
)
_offers = select(Offer.application_id).where(Offer.sent_at.is_not(None))


def _for_recruiting(rows: Callable[[User], Select[int]], moment: Any) -> Compile:
    """People by rows that are recruiting's own; for everybody else the question finds nobody."""

    def compiled(condition: Condition, scope: Scope) -> ColumnElement[bool]:
        if scope.viewer.role not in TALENT_ROLES:
            return false()
        return linked_field(rows(scope.viewer), lambda asked, within: in_moments(moment, asked, within))(condition, scope)

    return compiled


def _stays(viewer: User) -> Select[int]:
    return select(PoolMember.candidate_id).where(PoolMember.pool_id.in_(visible_pools(viewer).with_only_columns(Pool.id)))


def _invitations(viewer: User) -> Select[int]:
    sent = select(JobInvitation.candidate_id).where(JobInvitation.state != InvitationState.NOT_SENT)
    return sent.where(JobInvitation.job_id.in_(nameable_jobs(viewer)))


def _of_applications(rows: Any, moment: Any) -> Compile:
    """Applications by rows that belong to them."""
    return application_field(
        lambda condition, scope: Application.id.in_(rows.where(in_moments(moment, condition, scope))),
        Application.id.in_(rows),
    )


def _team(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
    if not isinstance(condition, Words):
        return false()
    named = ids_named(select(Team.id, Team.name), condition)
    return Application.job_id.in_(select(Job.id).where(Job.team_id.in_(named)))


_has_team = Application.job_id.in_(select(Job.id).where(Job.team_id.is_not(None)))

for declared in (
    QueryField(name="subscribed", label=_("Subscribed"), kind=Kind.DATE, compile=linked_field(
                   _subscriptions, lambda condition, scope: in_moments(Consent.at, condition, scope)),
               help=_("when they agreed to the newsletter"), reading=_("who subscribed %(value)s"), sort_rank=66),
    QueryField(name="engaged", label=_("Engaged"), kind=Kind.DATE, compile=_for_recruiting(lambda _viewer: _signals, InterestSignal.at),
               help=_("when they clicked, replied, joined or updated something themselves"),
               reading=_("who were engaged %(value)s"), sort_rank=67),
    QueryField(name="pooled", label=_("Put into a pool"), kind=Kind.DATE, compile=_for_recruiting(_stays, PoolMember.added_at),
               reading=_("put into a pool %(value)s"), sort_rank=68),
    QueryField(name="invited", label=_("Invited to apply"), kind=Kind.DATE,
               compile=_for_recruiting(_invitations, JobInvitation.invited_at),
               reading=_("invited to apply %(value)s"), sort_rank=69),
    QueryField(name="interviewed", label=_("Interviewed"), kind=Kind.DATE, subject=Subject.APPLICATION,
               compile=_of_applications(_interviews, StageStay.entered_at),
               help=_("when they came into an interview stage"), reading=_("interviewed %(value)s"), sort_rank=47),
    QueryField(name="offered", label=_("Offered"), kind=Kind.DATE, subject=Subject.APPLICATION,
               compile=_of_applications(_offers, Offer.sent_at), reading=_("who were offered a job %(value)s"), sort_rank=48),
    QueryField(name="team", label=_("Team of the job"), kind=Kind.TEXT, subject=Subject.APPLICATION, compile=application_field(_team, _has_team),
               reading=_("who applied to the team %(value)s"), sort_rank=49),
):  # fmt: skip
    register_field(declared)
