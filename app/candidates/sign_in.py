"""How a candidate signs in without a password: magic links and the sessions they open.

The secret of a link is derived from its row (`link_token`), never stored. Looking at a link changes nothing, however
often a mail scanner does it; redeeming it happens by POST, once.
"""

from datetime import timedelta

from sqlalchemy import bindparam, select, update

from app.candidates.activities import CandidateSignedOut, MagicLinkAsked, MailboxConfirmed
from app.candidates.models import Candidate, CandidateSession, ContactKind, ContactPoint, MagicLink
from app.candidates.values import BadValue, email_address, email_key
from app.core.activity import record
from app.core.actors import Actor, candidate_actor
from app.core.clock import now
from app.core.throttle import Throttle
from app.core.tokens import derived_token, new_token, row_of_token, token_hash
from app.core.transaction import aside
from app.extensions import db

PURPOSE = "magic-link"
ASKED_LIVES = timedelta(minutes=10)
MAILED_LIVES = timedelta(days=14)
"""Links inside receipts and status mails. Later they still open a page, with one prefilled button."""
SESSION_LIVES = timedelta(days=30)
SEEN_EVERY = timedelta(hours=1)

ASKS_PER_MAILBOX = Throttle("magic-link-mailbox", 5, timedelta(hours=1))
ASKS_PER_ADDRESS = Throttle("magic-link-address", 30, timedelta(hours=1))
"""Faces check and hit these (keyed by e-mail and by network address) before `request_magic_link`."""


def candidate_for_email(address: str) -> Candidate | None:
    """Whose mailbox this is: a verified one first, else the person who has had the address longest."""
    try:
        key = email_key(email_address(address))
    except BadValue:
        return None
    return db.session.scalars(_OF_MAILBOX, {"address": key}).one_or_none()


_OF_MAILBOX = (
    select(Candidate)
    .join(ContactPoint, ContactPoint.candidate_id == Candidate.id)
    .where(ContactPoint.kind == ContactKind.EMAIL, ContactPoint.value_key == bindparam("address"), Candidate.erased_at.is_(None))
    .order_by(ContactPoint.verified_at.is_(None), ContactPoint.id)
    .limit(1)
)


def request_magic_link(address: str, *, next_path: str = "/me", by: Actor) -> MagicLink | None:
    """A short-lived link for whoever asked, or None when nobody has this address: answer both alike.

    The link goes to the address on the record. Older links that were asked for are void from now on.
    """
    candidate = candidate_for_email(address)
    if candidate is None:
        return None
    known = db.session.scalars(
        select(ContactPoint.value).where(
            ContactPoint.candidate_id == candidate.id, ContactPoint.value_key == email_key(email_address(address))
        )
    ).first()
    db.session.execute(
        update(MagicLink)
        .where(MagicLink.candidate_id == candidate.id, MagicLink.on_request, MagicLink.used_at.is_(None))
        .where(MagicLink.voided_at.is_(None))
        .values(voided_at=now())
    )
    link = make_magic_link(candidate, email=known or address, next_path=next_path, on_request=True)
    record(MagicLinkAsked(candidate=candidate, subject=link), by=by)
    return link


def make_magic_link(candidate: Candidate, *, email: str, next_path: str = "/me", on_request: bool = False) -> MagicLink:
    """A link to put into a mail to `email`; the mail's `links` take it as `(PURPOSE, link.id)`."""
    lives = ASKED_LIVES if on_request else MAILED_LIVES
    link = MagicLink(
        candidate_id=candidate.id,
        email=email,
        next_path=next_path[:300],
        on_request=on_request,
        expires_at=now() + lives,
    )
    db.session.add(link)
    db.session.flush()
    return link


def link_token(link: MagicLink) -> str:
    """The secret part of `/m/<token>`."""
    return derived_token(PURPOSE, link.id)


def magic_link_of_token(token: str) -> MagicLink | None:
    """The link a token names, in whatever state; None when we never made it."""
    link_id = row_of_token(PURPOSE, token)
    return db.session.get(MagicLink, link_id) if link_id is not None else None


def is_usable(link: MagicLink) -> bool:
    """Whether the link can still be redeemed; if not, offer to send a fresh one to `link.email`."""
    return link.used_at is None and link.voided_at is None and link.expires_at > now()


def redeem_magic_link(link: MagicLink, *, address: str | None = None) -> str | None:
    """Sign in by this link: the secret of a new session, or None when it is used, void, expired or its person gone.

    Whoever redeems it reads that mailbox, so the address counts as verified from now on.
    """
    used = db.session.execute(
        update(MagicLink)
        .where(MagicLink.id == link.id, MagicLink.used_at.is_(None), MagicLink.voided_at.is_(None))
        .where(MagicLink.expires_at > now())
        .values(used_at=now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return None
    candidate = db.session.get(Candidate, link.candidate_id)
    if candidate is None or candidate.is_erased:
        return None
    by = candidate_actor(candidate.id, address)
    verify_mailbox(candidate.id, link.email)
    record(MailboxConfirmed(candidate=candidate, subject=link), by=by)
    return start_candidate_session(candidate)


def start_candidate_session(candidate: Candidate) -> str:
    """Keep this device signed in for 30 days; answers the secret of its cookie."""
    secret = new_token()
    db.session.add(
        CandidateSession(candidate_id=candidate.id, token_hash=token_hash(secret), expires_at=now() + SESSION_LIVES)
    )
    return secret


def candidate_of_token(secret: str) -> Candidate | None:
    """The candidate a cookie's secret belongs to, while the session lives."""
    row = db.session.execute(
        select(Candidate, CandidateSession)
        .join(CandidateSession, CandidateSession.candidate_id == Candidate.id)
        .where(CandidateSession.token_hash == token_hash(secret), CandidateSession.ended_at.is_(None))
        .where(CandidateSession.expires_at > now(), Candidate.erased_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    candidate, session = row
    if session.seen_at < now() - SEEN_EVERY:
        session_id = session.id
        aside(lambda: _seen(session_id))
    return candidate


def end_candidate_session(secret: str, *, by: Actor) -> None:
    """Sign this device out."""
    ended = db.session.execute(
        update(CandidateSession)
        .where(CandidateSession.token_hash == token_hash(secret), CandidateSession.ended_at.is_(None))
        .values(ended_at=now())
        .returning(CandidateSession.candidate_id)
    ).scalar_one_or_none()
    if ended is not None:
        record(CandidateSignedOut(candidate=ended), by=by)


def verify_mailbox(candidate_id: int, email: str) -> None:
    """Somebody used a link that was sent there: the address is theirs, and they are there."""
    db.session.execute(
        update(ContactPoint)
        .where(ContactPoint.candidate_id == candidate_id, ContactPoint.kind == ContactKind.EMAIL)
        .where(ContactPoint.value_key == email_key(email), ContactPoint.verified_at.is_(None))
        .values(verified_at=now())
    )
    db.session.execute(
        update(Candidate)
        .where(Candidate.id == candidate_id)
        .values(human_signal_at=now(), updated_at=Candidate.updated_at)
    )


def _seen(session_id: int) -> None:
    db.session.execute(update(CandidateSession).where(CandidateSession.id == session_id).values(seen_at=now()))
