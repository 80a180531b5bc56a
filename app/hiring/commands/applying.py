"""Applying. A visitor's application from a known address stands for itself until that mailbox has answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, bindparam, select

from app.candidates.commands import (
    add_candidate,
    add_document,
)
from app.candidates.facts import PersonFacts
from app.candidates.models import (
    Candidate,
    ContactKind,
    ContactPoint,
    Document,
    NoticeText,
)
from app.candidates.sign_in import candidate_for_email
from app.candidates.values import BadValue, email_address, email_key
from app.core.activity import record
from app.core.actors import Actor, ActorKind
from app.core.clock import now
from app.core.files import StagedFile, StoredFile
from app.core.locks import hold_name
from app.core.refusals import Refused
from app.core.rows import insert_rows
from app.core.text import folded, one_line
from app.extensions import db
from app.hiring.activities import ApplicationReceived, AppliedAgain
from app.hiring.commands.answers import Given, check_resume, checked_answers, checked_link
from app.hiring.commands.confirming import settle
from app.hiring.commands.letters import plan_applied_again, plan_confirmation, plan_receipt
from app.hiring.commands.stages import enter, first_stage
from app.hiring.models import Answer, Application, ApplicationState
from app.jobs.models import Job, JobState, Question
from app.jobs.policy import visible_openly, visible_to_colleagues

DIRECT = "careers site"
SECOND_PRESS = timedelta(minutes=10)
"""The same application from another tab within this time is the same press: it brings nothing and writes no mail."""


class NotTakingApplications(Refused):
    sentence = _("This job does not take applications any more.")


class NameMissing(Refused):
    sentence = _("Please tell us your name.")

    def __init__(self) -> None:
        super().__init__(field="name")


class EmailUnfit(Refused):
    sentence = _("Please check the e-mail address.")

    def __init__(self) -> None:
        super().__init__(field="email")


class AlreadyApplied(Refused):
    sentence = _("There is already an open application to this job. A newer résumé can be added to it.")

    def __init__(self, application: Application) -> None:
        super().__init__()
        self.application = application


@dataclass(frozen=True)
class Received:
    """`already`: the person has an open application to the job. Visitors read the same page in either case."""

    application: Application
    already: bool


def receive_application(
    *, job: Job, name: str, email: str, by: Actor, phone: str = "", link: str = "", resume: StagedFile | None = None,
    filename: str = "", answers: Mapping[int, Given] | None = None, consent_pool: NoticeText | None = None,
    notice_text: NoticeText | None = None, locale: str = "en", source: str = "", campaign_id: int | None = None,
    suspicious: str = "", internal: bool = False,
) -> Received:  # fmt: skip
    """An application through the careers site. The receipt leaves in any case; an unknown person gets a record,
    a known address changes nothing on its record before `confirm_application`.

    `internal`: it comes from a colleague, who sees jobs that are posted for colleagues only.
    `campaign_id` is the newsletter whose link led here, `consent_pool` the wording that was ticked, or None;
    `suspicious` says why the spam guard sets it aside.
    """
    _require_open(job, visible_to_colleagues() if internal else visible_openly())
    address, given_name = _checked_address(email), _checked_name(name)
    link = checked_link(link)
    check_resume(job, has_resume=resume is not None, link=link)
    checked = checked_answers(_questions(job), answers or {})
    hold_name("applicant", email_key(address))
    known = candidate_for_email(address)
    if known is not None and (present := _active_application(job.id, known.id)) is not None:
        return _receive_again(present, known, resume, filename, by=by)
    facts = PersonFacts(
        name=name, emails=[address], phones=[phone], links=[link], locale=locale, source=source or DIRECT
    )
    candidate = known or add_candidate(facts, by=by, origin="application")
    is_theirs = known is None or (by.kind is ActorKind.CANDIDATE and by.id == candidate.id)
    application = _stored(
        job, candidate, by=by, given_name=given_name, given_email=address, given_phone=one_line(phone)[:40],
        given_link=link, locale=locale, source=one_line(source or DIRECT)[:200], suspicious=suspicious[:60],
        notice_text_id=notice_text.id if notice_text else None, campaign_id=campaign_id,
        pool_text_id=consent_pool.id if consent_pool else None,
        confirmed_at=now() if is_theirs else None,
    )  # fmt: skip
    _store_answers(application, checked)
    if resume is not None:
        application.resume_id = add_document(
            candidate, resume, filename=filename, by=by, pending=not is_theirs, fills_record=known is None,
            application=application,
        ).id  # fmt: skip
    _take_in(application, candidate, job, is_theirs=is_theirs, is_new=known is None, by=by)
    return Received(application, already=False)


def _take_in(
    application: Application, candidate: Candidate, job: Job, *, is_theirs: bool, is_new: bool, by: Actor
) -> None:
    """Said to have happened, and answered: with the receipt, or with the question whether it was them."""
    record(ApplicationReceived(candidate=candidate, job=job, application=application, confirmed=is_theirs), by=by)
    if is_theirs:
        settle(application, candidate, is_new=is_new, by=by)
        plan_receipt(application, job, by=by)
    else:
        plan_confirmation(application, job, by=by)


def add_application(
    candidate: Candidate, job: Job, *, by: Actor, source: str = "", resume_id: int | None = None
) -> Application:
    """A member of staff puts somebody into the process of a job. Nothing is mailed."""
    state = db.session.scalar(select(Job.state).where(Job.id == job.id).with_for_update(read=True))
    if state not in (JobState.OPEN, JobState.ON_HOLD):
        raise NotTakingApplications()
    if (present := _active_application(job.id, candidate.id)) is not None:
        raise AlreadyApplied(present)
    application = _stored(
        job, candidate, by=by, given_name=candidate.full_name, given_email=_primary_address(candidate.id),
        locale=candidate.locale, source=one_line(source or candidate.source)[:200], resume_id=resume_id,
    )  # fmt: skip
    application.confirmed_at = now()
    record(ApplicationReceived(candidate=candidate, job=job, application=application), by=by)
    return application


def _require_open(job: Job, visible: Select[Job]) -> None:
    """The job stays open until this transaction ends: whoever closes it waits, and counts this application."""
    still = visible.with_only_columns(Job.id).where(Job.id == job.id)
    if db.session.scalar(still.with_for_update(read=True, of=Job)) is None:
        raise NotTakingApplications()


def _checked_address(email: str) -> str:
    try:
        return email_address(email)
    except BadValue:
        raise EmailUnfit() from None


def _checked_name(name: str) -> str:
    if not (line := one_line(name)):
        raise NameMissing()
    return line[:200]


_ASKED = select(Question).where(Question.job_id == bindparam("job")).order_by(Question.position)


def _questions(job: Job) -> list[Question]:
    return list(db.session.scalars(_ASKED, {"job": job.id}))


def _active_application(job_id: int, candidate_id: int) -> Application | None:
    return db.session.scalar(_ACTIVE, {"job": job_id, "person": candidate_id})


_ACTIVE = (
    select(Application)
    .where(
        Application.job_id == bindparam("job"),
        Application.candidate_id == bindparam("person"),
        Application.state == ApplicationState.ACTIVE,
    )
    .with_for_update()
)


def _receive_again(
    present: Application, candidate: Candidate, resume: StagedFile | None, filename: str, *, by: Actor
) -> Received:
    """Keep the newer résumé for the person to add; a stranger learns nothing, the mailbox learns it all."""
    if by.kind is ActorKind.CANDIDATE and by.id == candidate.id and resume is None:
        raise AlreadyApplied(present)
    if _is_second_press(present, resume):
        return Received(present, already=True)
    if resume is not None:
        document = add_document(
            candidate, resume, filename=filename, by=by, pending=True, read=False, application=present
        )
        present.newer_resume_id = document.id
    record(AppliedAgain(candidate=candidate, job=present.job_id, application=present), by=by)
    plan_applied_again(present, by=by)
    return Received(present, already=True)


def _is_second_press(present: Application, resume: StagedFile | None) -> bool:
    if present.applied_at < now() - SECOND_PRESS:
        return False
    if resume is None:
        return True
    sent = select(StoredFile.sha256).join(Document, Document.file_id == StoredFile.id)
    return db.session.scalar(sent.where(Document.id == present.resume_id)) == resume.sha256


def _stored(job: Job, candidate: Candidate, *, by: Actor, source: str, **given: object) -> Application:
    """The application in the first stage of its job."""
    stage = first_stage(job.id)
    if stage is None:
        raise NotTakingApplications()
    application = Application(
        candidate_id=candidate.id, job_id=job.id, stage_id=stage.id, source=source, source_key=folded(source), **given
    )
    db.session.add(application)
    enter(application, stage, by=by)
    return application


def _store_answers(application: Application, answers: list[Answer]) -> None:
    insert_rows(
        Answer,
        [
            {"application_id": application.id, "question_id": one.question_id, "value": one.value, "choices": one.choices}
            for one in answers
        ],
    )


def _primary_address(candidate_id: int) -> str:
    return (
        db.session.scalar(
            select(ContactPoint.value)
            .where(ContactPoint.candidate_id == candidate_id, ContactPoint.kind == ContactKind.EMAIL)
            .order_by(ContactPoint.is_primary.desc(), ContactPoint.id)
            .limit(1)
        )
        or ""
    )
