"""An application becomes the person's own: what it says reaches the record, not before."""

from contextlib import suppress
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import bindparam, select, update

from app.candidates.commands import (
    add_contact_point,
    add_document,
    add_link,
    give_notice,
    record_touchpoint,
    release_documents,
)
from app.candidates.commands.consents import record_consent, record_notice_shown
from app.candidates.models import Candidate, ConsentAction, ContactKind, NoticeText, Purpose, Touchpoint
from app.candidates.refusals import AlreadyOnRecord, BadContact
from app.candidates.values import email_key
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.files import StagedFile
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.activities import ApplicationConfirmed, NewerResumeAdded
from app.hiring.commands.holding import hold, hold_active
from app.hiring.models import Application


class NothingNewer(Refused):
    sentence = _("There is no newer résumé waiting.")


def confirm_application(application: Application, *, by: Actor) -> None:
    """The mailbox answered: the application is the person's own, and what it says reaches the record."""
    hold(application)
    if application.confirmed_at is not None:
        return
    candidate = db.session.get_one(Candidate, application.candidate_id)
    if application.resume_id is not None:
        release_documents([application.resume_id])
    settle(application, candidate, is_new=False, by=by)
    record(
        ApplicationConfirmed(candidate=candidate, job=application.job_id, application=application), by=by
    )


def confirm_applications(candidate_id: int, email: str, *, by: Actor) -> int:
    """Confirm every application that waits for this mailbox."""
    waiting = db.session.scalars(
        select(Application).where(Application.candidate_id == candidate_id, Application.confirmed_at.is_(None))
    ).all()
    theirs = [one for one in waiting if email_key(one.given_email) == email_key(email)]
    for application in theirs:
        confirm_application(application, by=by)
    return len(theirs)


def add_newer_resume(
    application: Application, candidate: Candidate, *, by: Actor, resume: StagedFile | None = None, filename: str = ""
) -> None:
    """The signed-in candidate takes the résumé that waits from applying again, or sends one now."""
    hold_active(application)
    if resume is not None:
        document = add_document(candidate, resume, filename=filename, by=by, application=application)
        application.newer_resume_id = document.id
    if application.newer_resume_id is None:
        raise NothingNewer()
    release_documents([application.newer_resume_id])
    application.resume_id, application.newer_resume_id = application.newer_resume_id, None
    record(NewerResumeAdded(candidate=candidate, job=application.job_id, application=application), by=by)


def settle(application: Application, candidate: Candidate, *, is_new: bool, by: Actor) -> None:
    """What only the person's own application does to the record: how they came, what they read and agreed to."""
    application.confirmed_at = application.confirmed_at or now()
    if is_new:
        came = {"job_id": application.job_id, "application_id": application.id, "campaign_id": application.campaign_id}
        db.session.connection().execute(_FIRST_TOUCH, {"person": candidate.id, **came})
    else:
        record_touchpoint(
            candidate, source=application.source, medium="application", by=by, job_id=application.job_id,
            application_id=application.id, campaign_id=application.campaign_id,
        )  # fmt: skip
        _add_contacts(application, candidate, by=by)
    if application.notice_text_id is not None:
        record_notice_shown(candidate, text=db.session.get_one(NoticeText, application.notice_text_id))
        give_notice(candidate, how="applied", by=by)
    if application.pool_text_id is not None:
        record_consent(
            candidate, purpose=Purpose.POOL, action=ConsentAction.GIVEN, method="form", by=by,
            text=db.session.get_one(NoticeText, application.pool_text_id), locale=application.locale,
        )  # fmt: skip


_TOUCHES: Any = Touchpoint.__table__
_FIRST_TOUCH = update(_TOUCHES).where(
    _TOUCHES.c.candidate_id == bindparam("person"), _TOUCHES.c.application_id.is_(None)
)  # fmt: skip


def _add_contacts(application: Application, candidate: Candidate, *, by: Actor) -> None:
    """A phone number and a link the record does not have yet; what cannot be one stays with the application."""
    with suppress(AlreadyOnRecord, BadContact):
        if application.given_phone:
            add_contact_point(candidate, kind=ContactKind.PHONE, value=application.given_phone, by=by)
    with suppress(AlreadyOnRecord, BadContact):
        if application.given_link:
            add_link(candidate, url=application.given_link, by=by)
