"""The spam guard: why an application is set aside for a person to look at. It refuses nobody and drops nothing."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from app.core.clock import now
from app.extensions import db
from app.hiring.models import Answer, Application, Suspicion

HASTE_SECONDS = 1
"""Autofill and a prepared file make a person fast; a form sent within the second it was shown was read by nobody."""
REPEATED_WITHIN = timedelta(days=1)
TELLING_LENGTH = 80
"""Shorter answers repeat by chance."""
OTHERS_BEFORE = 2


def suspicion_about(
    *, email: str, texts: Sequence[str], trapped: bool, seconds: int | None, many_from_network: bool
) -> Suspicion | None:
    """The first reason to set it aside. `seconds` is how long the form was open, None when nobody knows."""
    if trapped:
        return Suspicion.HONEYPOT
    if seconds is not None and seconds < HASTE_SECONDS:
        return Suspicion.HASTE
    if many_from_network:
        return Suspicion.RATE
    return Suspicion.REPEATED if _repeated(email, texts) else None


def _repeated(email: str, texts: Sequence[str]) -> bool:
    """Whether a long answer came word for word from several other addresses lately."""
    telling = [text for text in texts if len(text) >= TELLING_LENGTH]
    if not telling:
        return False
    others = db.session.scalar(
        select(func.count(func.distinct(Application.given_email)))
        .join(Answer, Answer.application_id == Application.id)
        .where(Application.applied_at > now() - REPEATED_WITHIN, Application.given_email != email)
        .where(Answer.value.in_(telling))
    )
    return (others or 0) >= OTHERS_BEFORE
