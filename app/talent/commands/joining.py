"""Joining by double opt-in. Until the mailbox answers there is a pending row and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, delete, or_, select

from app.candidates.models import Candidate, ContactKind, ContactPoint, NoticeText, Purpose, Topic
from app.candidates.sign_in import candidate_for_email
from app.candidates.values import BadValue, email_address, email_key
from app.core.actors import Actor, ActorKind
from app.core.clock import now
from app.core.locks import hold_name
from app.core.refusals import Refused
from app.core.text import one_line
from app.extensions import db
from app.mailing.commands import forget_strangers
from app.talent.commands.community_letters import plan_already_member, plan_join_confirmation
from app.talent.commands.community_questions import Given, member_answers
from app.talent.models import Community, CommunityQuestion, CommunityState, JoinRequest, Membership
from app.talent.queries.communities import JOIN_REQUEST

REQUEST_LIVES = timedelta(days=7)
CONFIRMED_IS_KEPT = timedelta(days=30)
"""So long an old link leads on instead of saying that nobody knows it."""
MOST_MAILS = 3
MAIL_AGAIN_AFTER = timedelta(minutes=1)
FORGOTTEN_AT_ONCE = 200


class CommunityNotOpen(Refused):
    sentence = _("This community takes no new members at the moment.")


class JoinerNameMissing(Refused):
    sentence = _("Please tell us your name.")

    def __init__(self) -> None:
        super().__init__(field="name")


class JoinerEmailUnfit(Refused):
    sentence = _("Please check the e-mail address.")

    def __init__(self) -> None:
        super().__init__(field="email")


class MailedEnough(Refused):
    sentence = _("We have written to this address often enough. Look into the spam folder, or write to us.")


@dataclass(frozen=True, kw_only=True)
class Joiner:
    """What the form said. `consents` maps each ticked purpose to the very wording that stood beside the box."""

    name: str
    email: str
    answers: Mapping[int, Given] = field(default_factory=dict)
    topic_ids: Sequence[int] = ()
    consents: Mapping[Purpose, NoticeText] = field(default_factory=dict)
    notice_text: NoticeText | None = None
    locale: str = "en"
    agent: str = ""
    source: str = ""
    campaign_id: int | None = None


def request_join(community: Community, joiner: Joiner, *, by: Actor) -> JoinRequest:
    """Keep the form until its mailbox answers, and ask the mailbox. Alike for addresses we know and those we do not."""
    _require_open(community)
    name, address = one_line(joiner.name)[:200], _checked_address(joiner.email)
    if not name:
        raise JoinerNameMissing()
    questions = select(CommunityQuestion).where(
        CommunityQuestion.community_id == community.id, CommunityQuestion.retired_at.is_(None)
    )
    answers = member_answers(db.session.scalars(questions.order_by(CommunityQuestion.position)).all(), joiner.answers)
    topics = select(Topic.id).where(Topic.id.in_(set(joiner.topic_ids)), Topic.active)
    request = JoinRequest(
        community_id=community.id, name=name, email=address, email_key=email_key(address), answers=answers,
        topic_ids={"ids": sorted(db.session.scalars(topics))}, locale=joiner.locale[:10],
        consents={purpose.value: text.id for purpose, text in joiner.consents.items()},
        notice_text_id=joiner.notice_text.id if joiner.notice_text else None, address=(by.address or "")[:45] or None,
        agent=one_line(joiner.agent)[:300] or None, source=one_line(joiner.source)[:200],
        campaign_id=joiner.campaign_id, expires_at=now() + REQUEST_LIVES,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    if not proves_mailbox(by, address):
        mail_join_request(request, community, by=by)
    return request


def proves_mailbox(by: Actor, email: str) -> bool:
    """Whether whoever acts is signed in as the person whose verified mailbox this is: nothing is left to confirm."""
    if by.kind is not ActorKind.CANDIDATE:
        return False
    own = select(ContactPoint.id).where(
        ContactPoint.candidate_id == by.id, ContactPoint.kind == ContactKind.EMAIL,
        ContactPoint.value_key == email_key(email), ContactPoint.verified_at.is_not(None),
    )  # fmt: skip
    return db.session.scalar(own.limit(1)) is not None


def mail_again(request: JoinRequest, *, by: Actor) -> None:
    """Ask the mailbox once more, three times at most. A second press within the minute does nothing."""
    request = db.session.scalars(
        select(JoinRequest).where(JoinRequest.id == request.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if request.confirmed_at is not None or request.expires_at <= now():
        return
    if request.mails >= MOST_MAILS:
        raise MailedEnough()
    if request.mailed_at is None or request.mailed_at <= now() - MAIL_AGAIN_AFTER:
        mail_join_request(request, db.session.get_one(Community, request.community_id), by=by)


def mail_join_request(request: JoinRequest, community: Community, *, by: Actor) -> None:
    """A member reads that they are one; everybody else is asked."""
    request.mails += 1
    request.mailed_at = now()
    member = _member(community, request.email)
    request.candidate_id = member.id if member is not None else None
    if member is not None:
        plan_already_member(request, community, member, by=by)
    else:
        plan_join_confirmation(request, community, by=by)


def decline_join(request: JoinRequest) -> None:
    """"This was not me": everything the form said is gone at once."""
    _forget([request.id])


def forget_join_requests(limit: int = FORGOTTEN_AT_ONCE) -> int:
    """Forms nobody confirmed in time, and what is left of confirmed ones; answers how many went."""
    past = db.session.scalars(
        select(JoinRequest.id)
        .where(
            or_(
                and_(JoinRequest.confirmed_at.is_(None), JoinRequest.expires_at < now()),
                JoinRequest.confirmed_at < now() - CONFIRMED_IS_KEPT,
            )
        )
        .order_by(JoinRequest.id)
        .limit(limit)
    ).all()
    if past:
        _forget(list(past))
    return len(past)


def _forget(ids: list[int]) -> None:
    """The rows, and the address in the mails that asked: nobody's but a stranger's, perhaps."""
    causes = [f"{JOIN_REQUEST}:{request_id}:{number}" for request_id in ids for number in range(1, MOST_MAILS + 1)]
    forget_strangers(causes, reason="join-request-ended")
    db.session.execute(delete(JoinRequest).where(JoinRequest.id.in_(ids)))


def _require_open(community: Community) -> None:
    """Open until this transaction ends: whoever closes it waits."""
    state = select(Community.state).where(Community.id == community.id).with_for_update(read=True)
    if db.session.scalar(state) is not CommunityState.OPEN:
        raise CommunityNotOpen()


def _checked_address(email: str) -> str:
    try:
        return email_address(email)
    except BadValue:
        raise JoinerEmailUnfit() from None


def _member(community: Community, email: str) -> Candidate | None:
    """Whoever reads this mailbox, when already a member."""
    hold_name("applicant", email_key(email))
    candidate = candidate_for_email(email)
    if candidate is None:
        return None
    present = select(Membership.id).where(
        Membership.candidate_id == candidate.id, Membership.community_id == community.id, Membership.left_at.is_(None)
    )
    return candidate if db.session.scalar(present) is not None else None
