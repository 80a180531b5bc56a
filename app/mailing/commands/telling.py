"""When somebody could not be told something by mail, a person has to: a to-do, and an activity packages above react to."""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.queries import installation
from app.candidates.commands.consents import give_notice
from app.candidates.models import Candidate, Todo
from app.core.activity import record_all
from app.core.actors import SYSTEM
from app.core.clock import today
from app.extensions import db
from app.mailing.activities import MessageAccepted, MessageFailed, MessageSuppressed, about
from app.mailing.gate import reason_label
from app.mailing.models import Message
from app.mailing.registries import responsible


def tell_accepted(messages: Sequence[Message]) -> None:
    """Process mail only: the ledger itself is the history of the rest."""
    record_all([MessageAccepted(**about(message)) for message in messages if message.kind.is_process], by=SYSTEM)


def tell_failed(messages: Sequence[Message]) -> None:
    told = [message for message in messages if message.kind.is_process]
    record_all([MessageFailed(reason=message.reason, **about(message)) for message in told], by=SYSTEM)
    make_todos(told)


def tell_suppressed(messages: Sequence[Message]) -> None:
    told = [message for message in messages if message.kind.is_process]
    record_all([MessageSuppressed(reason=message.reason, **about(message)) for message in told], by=SYSTEM)


def make_todos(messages: Sequence[Message]) -> None:
    """A to-do about each candidate among the recipients, for whoever is responsible; one per message."""
    about_people = [message for message in messages if message.candidate_id is not None]
    if not about_people:
        return
    owners = _owners({message.candidate_id for message in about_people if message.candidate_id})
    fallback = _somebody()
    company = installation()
    with force_locale(company.default_locale if company else "en"):
        for message in about_people:
            owner_id = owners.get(message.candidate_id or 0) or _responsible(message) or fallback
            if owner_id is None:
                continue
            reason = reason_label(message.reason)
            db.session.add(
                Todo(
                    owner_id=owner_id,
                    candidate_id=message.candidate_id,
                    application_id=message.application_id,
                    what=_("A mail did not reach this person, please tell them another way: %(reason)s", reason=reason),
                    due_on=today(),
                )
            )
    db.session.flush()


def close_notice_duties(message: Message) -> None:
    """The mail said that we hold their data and how to object: whoever was owed that has been told."""
    candidate = db.session.get(Candidate, message.candidate_id) if message.candidate_id else None
    if candidate is not None:
        give_notice(candidate, how="mail", by=SYSTEM)


def _owners(candidate_ids: set[int]) -> dict[int, int]:
    """Candidate id → the active user who owns the record, erased candidates left out."""
    rows = db.session.execute(
        select(Candidate.id, User.id)
        .join(User, User.id == Candidate.owner_id)
        .where(Candidate.id.in_(candidate_ids), User.deactivated_at.is_(None), Candidate.erased_at.is_(None))
    )
    return {row[0]: row[1] for row in rows}


def _responsible(message: Message) -> int | None:
    return next((user_id for who in responsible if (user_id := who(message)) is not None), None)


def _somebody() -> int | None:
    """The longest-serving active admin."""
    return db.session.scalar(
        select(User.id).where(User.role == Role.ADMIN, User.deactivated_at.is_(None)).order_by(User.id).limit(1)
    )
