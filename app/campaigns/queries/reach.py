"""Who gets it and who does not, before a single message is planned: the gate asked of messages that would be."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from app.accounts.models import User
from app.campaigns.audience import Audience, audience_people
from app.campaigns.models import Campaign
from app.campaigns.queries.group_words import group_words
from app.candidates.models import Candidate
from app.extensions import db
from app.mailing.gate import LABELS, gate_reason, reason_label
from app.mailing.mailboxes import SAME_MAILBOX, further_copies, served_instead, sharing_with
from app.mailing.models import Message, MessageKind, MessageState
from app.mailing.registries import gate_parts
from app.mailing.would_be import would_be_messages


@dataclass(frozen=True)
class Group:
    """People whom one reason keeps from getting it. `label` follows "because …", `words` stand beside the number."""

    reason: str
    label: str
    number: int

    @property
    def words(self) -> str:
        return group_words(self.reason)


@dataclass(frozen=True)
class WhoGetsIt:
    """Everybody who is meant, those held back in the order the gate asks, and who is left."""

    matched: int
    groups: list[Group]
    will_get: int


@dataclass(frozen=True)
class Explanation:
    """Why one person gets it or does not."""

    gets_it: bool
    reason: str
    sentence: str


NOT_MEANT, LEFT_OUT = "not-meant", "left-out"


def who_gets_it(viewer: User, audience: Audience, *, campaign_id: int | None = None) -> WhoGetsIt:
    """Asked of everybody at once. Writes nothing."""
    rows = would_be_messages(audience_people(viewer, audience), kind=MessageKind.CAMPAIGN, campaign_id=campaign_id)
    reason = gate_reason(rows)
    asked = select(reason.label("reason"), rows.address_key.label("mailbox")).select_from(rows).subquery("asked")
    counted = db.session.execute(
        select(asked.c.reason, func.count(), func.count(asked.c.mailbox.distinct())).group_by(asked.c.reason)
    )
    numbers: dict[str, int] = {}
    for held, people, mailboxes in counted:
        numbers[held or ""] = people if held else mailboxes
        if not held and people > mailboxes:
            numbers[SAME_MAILBOX] = people - mailboxes
    return reckoned(numbers)


def people_of(viewer: User, audience: Audience, reason: str | None, *, campaign_id: int | None = None) -> Select[Any]:
    """The ids of those whom `reason` holds back; without a reason, of those who will get it."""
    rows = would_be_messages(audience_people(viewer, audience), kind=MessageKind.CAMPAIGN, campaign_id=campaign_id)
    said = gate_reason(rows)
    if reason and reason != SAME_MAILBOX:
        return select(rows.candidate_id).where(said == reason)
    allowed = select(rows.candidate_id, further_copies(rows).label("further")).where(said.is_(None)).subquery("allowed")
    return select(allowed.c.candidate_id).where(allowed.c.further if reason else ~allowed.c.further)


def explain(viewer: User, audience: Audience, candidate_id: int, *, campaign: Campaign | None = None) -> Explanation:
    """Why this person gets it or does not, in a sentence. Once it was planned for them, the ledger answers."""
    planned = _planned(campaign, candidate_id)
    if planned is not None:
        return planned
    people = audience_people(viewer, audience)
    if not _holds(people, candidate_id):
        if _holds(audience_people(viewer, audience.without_minus), candidate_id):
            return Explanation(False, LEFT_OUT, _("This person is among those who are left out."))
        return Explanation(False, NOT_MEANT, _("This person is not among those who are meant."))
    number = campaign.id if campaign else None
    rows = would_be_messages(people.where(Candidate.id == candidate_id), kind=MessageKind.CAMPAIGN, campaign_id=number)
    reason, mailbox = db.session.execute(select(gate_reason(rows), rows.address_key)).one()
    instead = None if reason else _served_first(people, candidate_id, mailbox, number)
    return _explained(reason or "") if instead is None else _same_mailbox(instead)


def reckoned(numbers: dict[str, int]) -> WhoGetsIt:
    """Counts by reason (empty: none) as the steps people read."""
    order = [*LABELS, *(name for name, _condition in gate_parts)]
    ranks = {reason: rank for rank, reason in enumerate(dict.fromkeys(order))}
    held = sorted((reason for reason in numbers if reason), key=lambda reason: ranks.get(reason, len(ranks)))
    groups = [Group(reason, reason_label(reason), numbers[reason]) for reason in held]
    return WhoGetsIt(sum(numbers.values()), groups, numbers.get("", 0))


def _planned(campaign: Campaign | None, candidate_id: int) -> Explanation | None:
    if campaign is None:
        return None
    message = db.session.scalars(
        select(Message).where(Message.campaign_id == campaign.id, Message.candidate_id == candidate_id).limit(1)
    ).one_or_none()
    if message is None:
        return None
    if message.state is MessageState.ACCEPTED:
        return Explanation(True, "", _("This person has got it."))
    if message.reason == SAME_MAILBOX and (instead := served_instead(message)):
        return _same_mailbox(instead)
    if message.reason:
        return _explained(message.reason)
    return Explanation(True, "", _("This person gets it; the mail is: %(state)s.", state=message.state.label))


def _explained(reason: str) -> Explanation:
    if not reason:
        return Explanation(True, "", _("This person will get it."))
    return Explanation(
        False, reason, _("This person does not get it, because %(reason)s.", reason=reason_label(reason))
    )


def _same_mailbox(name: str) -> Explanation:
    return Explanation(
        False, SAME_MAILBOX, _("This person does not get it: they have the same mailbox as %(name)s, who gets it.", name=name)
    )


def _served_first(people: Select[int], candidate_id: int, mailbox: str, campaign_id: int | None) -> str | None:
    """The name of whoever comes first among those with this mailbox who may get it, unless it is this person."""
    others = people.where(Candidate.id.in_(sharing_with(candidate_id)), Candidate.id < candidate_id)
    rows = would_be_messages(others, kind=MessageKind.CAMPAIGN, campaign_id=campaign_id)
    return db.session.scalar(
        select(Candidate.full_name)
        .join(rows, rows.candidate_id == Candidate.id)
        .where(gate_reason(rows).is_(None), rows.address_key == mailbox)
        .order_by(Candidate.id)
        .limit(1)
    )


def _holds(people: Select[int], candidate_id: int) -> bool:
    return db.session.scalar(people.where(Candidate.id == candidate_id)) is not None
