"""Becoming a member, which the mailbox confirms, and leaving."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update

from app.candidates.commands import add_candidate, give_notice, record_notice_shown, record_touchpoint
from app.candidates.commands.consents import record_consent
from app.candidates.commands.interest import Signal, add_signals
from app.candidates.commands.preferences import choose_topics
from app.candidates.facts import PersonFacts
from app.candidates.models import Candidate, ConsentAction, NoticeText, Purpose, SignalKind, Touchpoint
from app.candidates.sign_in import candidate_for_email, make_magic_link, redeem_magic_link
from app.core.activity import record
from app.core.actors import Actor, candidate_actor, visitor_actor
from app.core.clock import now
from app.core.locks import hold_name
from app.core.refusals import Refused
from app.core.rows import insert_rows
from app.extensions import db
from app.mailing.commands import lift_suppression
from app.mailing.models import SuppressionReason
from app.talent.activities import CommunityJoined, CommunityLeft
from app.talent.commands.campus import keep_education
from app.talent.commands.community_letters import plan_welcome
from app.talent.models import Community, JoinRequest, Membership, MembershipAnswer

MEDIUM = "community"
LIFTED = (SuppressionReason.UNSUBSCRIBED, SuppressionReason.ERASED)
"""What a mailbox that asks to join and confirms it takes back. A complaint or a block by hand is a person's to lift."""


class JoinTooOld(Refused):
    sentence = _("This link is too old. Join again on the page of the community; it takes a minute.")


@dataclass(frozen=True)
class Joined:
    """`device` is the secret of a session for the device that pressed the button, None when it was pressed before."""

    membership: Membership
    device: str | None


def confirm_join(request: JoinRequest, *, by: Actor) -> Joined:
    """The mailbox answered: find or make the person, keep what they agreed to, and welcome them. Once per request."""
    request = db.session.scalars(
        select(JoinRequest).where(JoinRequest.id == request.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if request.confirmed_at is not None and request.candidate_id is not None:
        return Joined(_latest(request.candidate_id, request.community_id), None)
    if request.expires_at <= now():
        raise JoinTooOld()
    hold_name("applicant", request.email_key)
    community = db.session.get_one(Community, request.community_id)
    candidate = _person(request, by=by)
    device = redeem_magic_link(make_magic_link(candidate, email=request.email), address=by.address)
    person = candidate_actor(candidate.id, by.address)
    for reason in LIFTED:
        lift_suppression(request.email, reason, candidate_id=candidate.id, by=person)
    _keep_agreements(request, candidate, by=person)
    if chosen := request.topic_ids.get("ids"):
        choose_topics(candidate, chosen, by=person)
    membership = _membership(request, candidate, community, by=person)
    keep_education(candidate, request.answers, by=person)
    plan_welcome(membership, community, candidate, request, by=person)
    _forget_form(request, candidate)
    return Joined(membership, device)


def leave_community(membership: Membership, *, by: Actor) -> None:
    """The person leaves, or somebody takes them out. Consents stand for themselves and stay as they are."""
    left = db.session.execute(
        update(Membership).where(Membership.id == membership.id, Membership.left_at.is_(None)).values(left_at=now())
    )
    if left.rowcount != 1:  # type: ignore[attr-defined]
        return
    db.session.refresh(membership, attribute_names=["left_at"])
    community = db.session.get_one(Community, membership.community_id)
    record(CommunityLeft(candidate=membership.candidate_id, subject=community, membership=membership.id), by=by)


def _person(request: JoinRequest, *, by: Actor) -> Candidate:
    """Whose mailbox it is, else a new record. The first touch is never overwritten; each one is kept."""
    source, detail = request.source or MEDIUM, {"community": request.community_id}
    candidate = candidate_for_email(request.email)
    if candidate is not None:
        record_touchpoint(
            candidate, source=source, medium=MEDIUM, by=by, campaign_id=request.campaign_id, detail=detail
        )
        return candidate
    facts = PersonFacts(name=request.name, emails=[request.email], locale=request.locale, source=source)
    candidate = add_candidate(facts, by=visitor_actor(by.address), origin="community", medium=MEDIUM)
    first = update(Touchpoint).where(Touchpoint.candidate_id == candidate.id)
    db.session.execute(first.values(campaign_id=request.campaign_id, detail=detail))
    return candidate


def _keep_agreements(request: JoinRequest, candidate: Candidate, *, by: Actor) -> None:
    """Each ticked purpose twice: given by the form, from where it was sent, and confirmed by the mailbox now."""
    sender = candidate_actor(candidate.id, request.address)
    for purpose in (purpose for purpose in Purpose if purpose.value in request.consents):
        text = db.session.get(NoticeText, request.consents[purpose.value])
        record_consent(
            candidate, purpose=purpose, action=ConsentAction.GIVEN, method="form", by=sender, text=text,
            locale=request.locale, agent=request.agent or "", at=request.created_at,
        )  # fmt: skip
        record_consent(
            candidate, purpose=purpose, action=ConsentAction.CONFIRMED, method="form", by=by, text=text,
            locale=request.locale, evidence=f"join request {request.id}",
        )  # fmt: skip
    if request.notice_text_id is not None:
        record_notice_shown(candidate, text=db.session.get_one(NoticeText, request.notice_text_id))
        give_notice(candidate, how="joined", by=by)


def _membership(request: JoinRequest, candidate: Candidate, community: Community, *, by: Actor) -> Membership:
    """The present membership with these answers, else a new one."""
    membership = db.session.scalars(
        select(Membership).where(
            Membership.candidate_id == candidate.id, Membership.community_id == community.id, Membership.left_at.is_(None)
        )
    ).one_or_none()
    if membership is None:
        membership = Membership(
            candidate_id=candidate.id, community_id=community.id, source=request.source or MEDIUM
        )
        db.session.add(membership)
        db.session.flush()
        record(CommunityJoined(candidate=candidate, subject=community, membership=membership.id), by=by)
        add_signals([_signal(membership)])
    db.session.execute(delete(MembershipAnswer).where(MembershipAnswer.membership_id == membership.id))
    told = [
        {"membership_id": membership.id, "question_id": int(question_id), "value": answer["value"],
         "choices": {"values": answer["values"]} if "values" in answer else {}}
        for question_id, answer in request.answers.items()
    ]  # fmt: skip
    insert_rows(MembershipAnswer, told)
    return membership


def _signal(membership: Membership) -> Signal:
    return Signal(
        candidate_id=membership.candidate_id, kind=SignalKind.JOINED_COMMUNITY, source_kind="memberships",
        source_id=membership.id,
    )  # fmt: skip


def _forget_form(request: JoinRequest, candidate: Candidate) -> None:
    """What the form said stands on the record now; the row only remembers that its link was used."""
    request.confirmed_at, request.candidate_id = now(), candidate.id
    request.name = request.email = request.email_key = ""
    request.answers, request.topic_ids, request.consents = {}, {}, {}
    request.address = request.agent = None
    db.session.flush()


def _latest(candidate_id: int, community_id: int) -> Membership:
    return db.session.scalars(
        select(Membership)
        .where(Membership.candidate_id == candidate_id, Membership.community_id == community_id)
        .order_by(Membership.id.desc())
        .limit(1)
    ).one()
