"""Sessions of staff: kept on the server, ended by sign-out, idleness, age, and any change of password or role."""

from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, true, update
from sqlalchemy.orm import contains_eager

from app.accounts.models import Installation, StaffSession, User
from app.core.clock import now
from app.core.text import one_line
from app.core.tokens import new_token, token_hash
from app.core.transaction import aside
from app.extensions import db

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly "last seen" is kept: a write per click would be too many."""
SITE = (Installation.company_name, Installation.accent, Installation.default_locale, Installation.demo)
"""The employer as pages show it."""


def start_session(user: User, address: str | None, agent: str | None) -> str:
    """Sign `user` in: a new session, whose secret is answered once and stored only as its hash."""
    token = new_token()
    db.session.add(
        StaffSession(
            token_hash=token_hash(token),
            user_id=user.id,
            expires_at=now() + LONGEST,
            address=(address or "")[:45] or None,
            agent=one_line(agent)[:300] or None,
        )
    )
    db.session.flush()
    return token


def user_and_site(token: str) -> tuple[User, tuple[Any, ...]] | None:
    """The user whose session `token` is the secret of and the columns of `SITE`, or None when it ended: who asks and where is
    one question of every page. Notes afterwards that they were here.
    """
    row = _row_of_token(token)
    if row is None:
        return None
    session: StaffSession = row[0]
    if now() - session.seen_at >= NOTED_EVERY:
        session_id, user_id = session.id, session.user_id
        aside(lambda: _note_seen(session_id, user_id))
    return session.user, tuple(row[1:])


def session_of_token(token: str) -> StaffSession | None:
    """The living session `token` is the secret of, with its user and their team."""
    row = _row_of_token(token)
    return row[0] if row is not None else None


def _row_of_token(token: str) -> Row[*tuple[Any, ...]] | None:
    if not token or len(token) > 100:
        return None
    moment = now()
    asked = {"secret": token_hash(token), "moment": moment, "idle": moment - IDLE}
    return db.session.execute(_living_session(), asked).first()


@cache
def _living_session() -> Select[*tuple[Any, ...]]:
    """Every request of a colleague asks this; putting the statement together costs more than running it."""
    return (
        select(StaffSession, *SITE)
        .join(StaffSession.user)
        .outerjoin(Installation, true())
        .where(
            StaffSession.token_hash == bindparam("secret"),
            StaffSession.ended_at.is_(None),
            StaffSession.expires_at > bindparam("moment"),
            StaffSession.seen_at > bindparam("idle"),
            User.deactivated_at.is_(None),
        )
        .options(contains_eager(StaffSession.user).joinedload(User.team))
    )


def end_session(session: StaffSession) -> None:
    db.session.execute(update(StaffSession).where(StaffSession.id == session.id).values(ended_at=now()))


def end_all_sessions(user: User, *, but: StaffSession | None = None) -> int:
    """End every session of `user`, except `but`; answers how many."""
    living = [StaffSession.user_id == user.id, StaffSession.ended_at.is_(None), StaffSession.expires_at > now()]
    if but is not None:
        living.append(StaffSession.id != but.id)
    ended = db.session.execute(update(StaffSession).where(*living).values(ended_at=now()))
    return int(ended.rowcount)  # type: ignore[attr-defined]


def _note_seen(session_id: int, user_id: int) -> None:
    moment = now()
    db.session.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen_at=moment))
    db.session.execute(
        update(User).where(User.id == user_id).values(last_seen_at=moment, updated_at=User.updated_at)
    )
