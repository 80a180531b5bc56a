"""Sweeps: newsletters on their way, and hits to be judged. Safe to run twice and to kill anywhere."""

import time
from collections.abc import Callable
from datetime import timedelta

from flask_babel import force_locale
from sqlalchemy import select

from app.campaigns.commands.drafts import campaign_with_texts
from app.campaigns.commands.hits import forget_origins, judge_hits
from app.campaigns.commands.planning import (
    begin_campaign,
    finish_if_settled,
    finish_planning,
    mailing_of,
    move_cursor,
    people_left,
    stop_planning,
)
from app.campaigns.models import Campaign, CampaignState
from app.core.actors import SYSTEM
from app.core.claims import Claim, claim_due, finish, give_back, holds, retry_later
from app.core.clock import now
from app.core.refusals import Refused
from app.core.transaction import reading, transaction
from app.extensions import db
from app.mailing.commands.bulk import BulkPlanning, write_bulk
from app.mailing.commands.stopping import call_off_messages, let_go_messages, put_back_messages
from app.mailing.models import Message

AT_ONCE = 1_000
"""Messages put back, let go or called off in one transaction."""
FIRST_CHUNK, SMALLEST_CHUNK, LARGEST_CHUNK = 800, 400, 4_000
"""Messages planned in one transaction: as many as its time allows."""
WRITE_SECONDS = 0.07
PAUSE_SECONDS = 0.02
TURN_SECONDS = 15.0
LOOK_SOON, LOOK_LATER = timedelta(seconds=2), timedelta(minutes=1)
HITS_AT_ONCE = 50
MOST_ATTEMPTS = 5


def advance_campaigns() -> int:
    """Go on with the newsletter that has waited longest; answers how many messages it touched."""
    with transaction():
        claims = claim_due(Campaign, limit=1)
    return sum(_work_on(claim) for claim in claims)


def judge_waiting_hits() -> int:
    with transaction():
        return judge_hits(HITS_AT_ONCE)


def forget_where_hits_came_from() -> int:
    with transaction():
        return forget_origins()


def _work_on(claim: Claim) -> int:
    steps = {
        CampaignState.SCHEDULED: _plan, CampaignState.PLANNING: _plan, CampaignState.SENDING: _let_go,
        CampaignState.PAUSED: _put_back, CampaignState.CANCELLED: _call_off,
    }  # fmt: skip
    with reading():
        state = db.session.scalar(select(Campaign.state).where(Campaign.id == claim.id))
    try:
        step = steps.get(state) if state is not None else None
        if step is None:
            with transaction():
                finish(Campaign, claim)
            return 0
        return step(claim)
    except Exception as error:
        with transaction():
            retry_later(Campaign, claim, type(error).__name__, most_attempts=MOST_ATTEMPTS)
        raise


def _plan(claim: Claim) -> int:
    """Chunk by chunk: who is next is worked out without a lock, then written together with the cursor."""
    try:
        with transaction():
            if not holds(Campaign, claim):
                return 0
            begin_campaign(campaign_with_texts(claim.id, lock=True))
        with reading():
            campaign = campaign_with_texts(claim.id)
            if campaign.state is not CampaignState.PLANNING:
                return 0
            planning, people = BulkPlanning(mailing_of(campaign), by=SYSTEM), people_left(campaign)
    except Refused as refusal:
        return _stop(claim, refusal)
    done, size, began = 0, FIRST_CHUNK, time.monotonic()
    while people:
        if time.monotonic() - began > TURN_SECONDS:
            with transaction():
                give_back(Campaign, claim)
            return done
        drafting = time.monotonic()
        with reading():
            draft = planning.draft(people[:size])
        people = people[size:]
        time.sleep(max(0.0, PAUSE_SECONDS - (time.monotonic() - drafting)))  # to others the draft is the pause they need
        writing = time.monotonic()
        with transaction():
            if not _still_planning(claim):
                return done
            done += write_bulk(draft)
            move_cursor(claim.id, draft.last)
        size = _next_size(size, time.monotonic() - writing)
    with transaction():
        if _still_planning(claim):
            finish_planning(campaign_with_texts(claim.id, lock=True))
            _look_again(claim, LOOK_SOON)
    return done


def _next_size(size: int, seconds: float) -> int:
    """As many as can be written while others wait hardly longer than a page takes."""
    wanted = int(size * WRITE_SECONDS / max(seconds, 0.001))
    return max(SMALLEST_CHUNK, min(wanted, size * 2, LARGEST_CHUNK))


def _let_go(claim: Claim) -> int:
    """Whatever was put back by a pause goes on; when nothing waits any more, the newsletter is sent."""
    done = _in_steps(claim, CampaignState.SENDING, lambda: let_go_messages(claim.id, limit=AT_ONCE))
    with transaction():
        if not holds(Campaign, claim):
            return done
        campaign = campaign_with_texts(claim.id, lock=True)
        if campaign.state is not CampaignState.SENDING:
            return done
        if finish_if_settled(campaign):
            db.session.flush()
            finish(Campaign, claim)
        else:
            _look_again(claim, LOOK_SOON if _something_is_due(claim.id) else LOOK_LATER)
    return done


def _put_back(claim: Claim) -> int:
    """The hold stops what is claimed; the rest is taken out of the lanes, so that nobody looks at it in vain."""
    done = _in_steps(claim, CampaignState.PAUSED, lambda: put_back_messages(claim.id, limit=AT_ONCE))
    with transaction():
        finish(Campaign, claim)
    return done


def _call_off(claim: Claim) -> int:
    done = _in_steps(
        claim, CampaignState.CANCELLED, lambda: call_off_messages(claim.id, reason="campaign-cancelled", limit=AT_ONCE)
    )
    with transaction():
        finish(Campaign, claim)
    return done


def _in_steps(claim: Claim, state: CampaignState, step: Callable[[], int]) -> int:
    """Repeat a step, each in a transaction of its own, for as long as it finds something and the campaign stays so."""
    done = 0
    while True:
        with transaction():
            if not holds(Campaign, claim) or _state(claim.id) is not state:
                return done
            number = step()
        done += number
        if number < AT_ONCE:
            return done
        time.sleep(PAUSE_SECONDS)


def _still_planning(claim: Claim) -> bool:
    return holds(Campaign, claim) and _state(claim.id) is CampaignState.PLANNING


def _state(campaign_id: int) -> CampaignState | None:
    return db.session.scalar(select(Campaign.state).where(Campaign.id == campaign_id).with_for_update())


def _stop(claim: Claim, refusal: Refused) -> int:
    """A list is gone or a text cannot be sent any more: a person has to look."""
    with transaction():
        if holds(Campaign, claim):
            campaign = campaign_with_texts(claim.id, lock=True)
            with force_locale(campaign.locale):
                stop_planning(campaign, str(refusal))
            db.session.flush()
            finish(Campaign, claim, last_error=campaign.last_error)
    return 0


def _look_again(claim: Claim, after: timedelta) -> None:
    db.session.flush()
    finish(Campaign, claim, due_at=now() + after, attempts=0)


def _something_is_due(campaign_id: int) -> bool:
    soon = select(Message.id).where(Message.campaign_id == campaign_id, Message.due_at <= now() + LOOK_SOON)
    return db.session.scalar(soon.limit(1)) is not None
