"""Giving the word, and taking it back: now or at a time, pause, resume, cancel. The sweep does what follows (tasks)."""

from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.accounts.models import User
from app.campaigns.activities import (
    CampaignCancelled,
    CampaignConfirmed,
    CampaignPaused,
    CampaignResumed,
    CampaignWithdrawn,
)
from app.campaigns.audience import Audience, describe_audience
from app.campaigns.commands.drafts import NotADraft, campaign_with_texts
from app.campaigns.models import Campaign, CampaignState
from app.campaigns.queries.readiness import problems
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.wake import Lane, wake
from app.extensions import db


class NotReady(Refused):
    sentence = _("Something is missing before this newsletter can be sent.")


class TimeHasPassed(Refused):
    sentence = _("This time has passed. Choose a later one, or send it now.")

    def __init__(self) -> None:
        super().__init__(field="at")


class NotInThisState(Refused):
    sentence = _("This is not possible any more: look at how far the newsletter is now.")


def send_campaign(campaign: Campaign, *, at: datetime | None = None, seen: int | None = None, by: Actor) -> Campaign:
    """Send it now, or at its time. Whom the audience means is asked when it starts; what it says is fixed then."""
    held = campaign_with_texts(campaign.id, lock=True)
    if held.state is not CampaignState.DRAFT:
        raise NotADraft()
    held.check_version(seen)
    if at is not None and at <= now():
        raise TimeHasPassed()
    author = db.session.get_one(User, by.user_id)
    if missing := problems(held, author):
        raise NotReady(missing[0].sentence, field=missing[0].field)
    held.state = CampaignState.SCHEDULED if at is not None else CampaignState.PLANNING
    held.scheduled_at, held.confirmed_at, held.confirmed_by_id = at, now(), by.user_id
    held.audience_said = describe_audience(author, Audience.read(held.audience))[:2000]
    held.cursor, held.matched = 0, None
    _due(held, at or now())
    record(CampaignConfirmed(subject=held), by=by)
    return held


def unschedule_campaign(campaign: Campaign, *, by: Actor) -> None:
    """A draft again, before its time came."""
    held = _held(campaign, CampaignState.SCHEDULED)
    held.state, held.scheduled_at = CampaignState.DRAFT, None
    held.due_at, held.claimed_until, held.fence = None, None, held.fence + 1
    record(CampaignWithdrawn(subject=held), by=by)


def pause_campaign(campaign: Campaign, *, by: Actor) -> None:
    """Nothing more leaves from the moment this is committed; the hold is asked in the very update before handing over."""
    held = _held(campaign, CampaignState.PLANNING, CampaignState.SENDING)
    held.state = CampaignState.PAUSED
    _due(held, now())
    record(CampaignPaused(subject=held), by=by)


def resume_campaign(campaign: Campaign, *, by: Actor) -> None:
    """Go on where it stopped: with planning, when that was not done."""
    held = _held(campaign, CampaignState.PAUSED)
    held.state = CampaignState.SENDING if held.planned_at is not None else CampaignState.PLANNING
    held.last_error = None
    _due(held, now())
    record(CampaignResumed(subject=held), by=by)


def cancel_campaign(campaign: Campaign, *, by: Actor) -> None:
    """Whoever has not got it never will. Immediate, as a pause is."""
    held = _held(
        campaign, CampaignState.SCHEDULED, CampaignState.PLANNING, CampaignState.SENDING, CampaignState.PAUSED
    )
    held.state, held.finished_at = CampaignState.CANCELLED, now()
    _due(held, now())
    record(CampaignCancelled(subject=held), by=by)


def _held(campaign: Campaign, *states: CampaignState) -> Campaign:
    db.session.flush()
    held = campaign_with_texts(campaign.id, lock=True)
    if held.state not in states:
        raise NotInThisState(gettext("This newsletter is: %(state)s.", state=held.state.label))
    return held


def _due(campaign: Campaign, at: datetime) -> None:
    """The sweep takes it up, whoever holds it now: a new fence ends an older claim's work."""
    campaign.due_at, campaign.claimed_until, campaign.fence = at, None, campaign.fence + 1
    campaign.attempts, campaign.parked_at = 0, None
    db.session.flush()
    if at <= now():
        wake(Lane.BULK)
