"""The texts people are shown when they give data or agree to something, in versions that are never changed."""

import hashlib
from pathlib import Path

from sqlalchemy import bindparam, select

from app.candidates.models import NoticeText, Purpose
from app.extensions import db

SHIPPED = Path(__file__).parent / "notice_texts"
PRIVACY_NOTICE, CONSENT_POOL = "privacy-notice", "consent-pool"
CONSENT_TEXTS = {
    Purpose.NEWSLETTER: "consent-newsletter",
    Purpose.JOB_ALERTS: "consent-job-alerts",
    Purpose.EVENTS: "consent-events",
    Purpose.POOL: CONSENT_POOL,
    Purpose.TRACKING: "consent-tracking",
}
"""The wording each purpose is agreed to by, in the order people are asked; an application rests on no consent."""


def ensure_notices() -> int:
    """Bring the shipped texts in where no version of them exists; answers how many were added.

    A text somebody has edited since is not replaced by a newer shipped one.
    """
    present = {(name, locale) for name, locale in db.session.execute(select(NoticeText.name, NoticeText.locale))}
    added = [
        _wording(name, locale, 1, path.read_text(encoding="utf-8").strip())
        for path in sorted(SHIPPED.glob("*.*.md"))
        for name, locale, _ending in [path.name.split(".")]
        if (name, locale) not in present
    ]
    db.session.add_all(added)
    db.session.flush()
    return len(added)


def new_notice_version(name: str, locale: str, body: str) -> NoticeText:
    """A new wording; people who saw an older one keep having seen that."""
    last = _newest(name, locale)
    text = _wording(name, locale, last.version + 1 if last is not None else 1, body)
    db.session.add(text)
    db.session.flush()
    return text


def _wording(name: str, locale: str, version: int, body: str) -> NoticeText:
    return NoticeText(
        name=name, locale=locale, version=version, body=body, sha256=hashlib.sha256(body.encode()).hexdigest()
    )


def current_notice(name: str, locale: str) -> NoticeText | None:
    """The newest version in this language, else in English; None when the texts were never brought in."""
    return _newest(name, locale) or _newest(name, "en")


def consent_text(purpose: Purpose, locale: str) -> NoticeText | None:
    """What somebody agrees to who says yes to `purpose`."""
    return current_notice(CONSENT_TEXTS[purpose], locale)


def _newest(name: str, locale: str) -> NoticeText | None:
    return db.session.scalars(_NEWEST, {"wanted": name, "language": locale}).one_or_none()


_NEWEST = (
    select(NoticeText)
    .where(NoticeText.name == bindparam("wanted"), NoticeText.locale == bindparam("language"))
    .order_by(NoticeText.version.desc())
    .limit(1)
)
