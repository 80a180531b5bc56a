"""Applying through the careers site."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.candidates.commands import current_consents
from app.candidates.models import Candidate, ContactPoint, Document, Purpose, Touchpoint
from app.candidates.sign_in import make_magic_link, redeem_magic_link
from app.core.actors import candidate_actor, visitor_actor
from app.core.clock import at, now
from app.core.files import stage_file
from app.extensions import db
from app.hiring.commands import (
    AlreadyApplied,
    AnswerMissing,
    AnswerUnfit,
    EmailUnfit,
    LinkUnfit,
    NotTakingApplications,
    ResumeMissing,
    add_newer_resume,
    receive_application,
)
from app.hiring.models import Answer, Application, StageStay
from app.jobs.models import JobState, QuestionKind, ResumeRule
from app.mailing.models import Message

VISITOR = visitor_actor("198.51.100.7")


@pytest.fixture
def job(make):
    make.installation()
    return make.job("Gardener", resume_rule=ResumeRule.OPTIONAL)


def apply_to(job, **values):
    given = {"name": "Nora New", "email": "nora@example.org", "by": VISITOR, **values}
    return receive_application(job=job, **given)


def test_an_unknown_person_gets_a_record_and_a_confirmed_application(job):
    received = apply_to(job, source="linkedin", phone="+49 30 1234567")
    application = received.application
    candidate = db.session.get(Candidate, application.candidate_id)
    assert not received.already
    assert candidate.full_name == "Nora New"
    assert candidate.source == "linkedin"
    assert application.is_confirmed
    assert application.reply_by is not None
    stay = db.session.scalars(select(StageStay).where(StageStay.application_id == application.id)).one()
    assert stay.stage_id == application.stage_id and stay.left_at is None
    touch = db.session.scalars(select(Touchpoint).where(Touchpoint.candidate_id == candidate.id)).one()
    assert (touch.job_id, touch.application_id) == (job.id, application.id)


def test_the_receipt_is_planned_in_the_same_transaction(job):
    application = apply_to(job).application
    mail = db.session.scalars(select(Message).where(Message.application_id == application.id)).one()
    assert mail.cause == f"application-received:{application.id}"
    assert mail.address == "nora@example.org"


def test_a_known_address_is_unconfirmed_and_changes_nothing_on_the_record(job, make):
    known = make.candidate("Karl Known", email="karl@example.org")
    staged = stage_file(b"%PDF-1.4 newer", "application/pdf")
    application = apply_to(
        job, name="Somebody Else", email="KARL@example.org", phone="+49 30 7654321", resume=staged, filename="cv.pdf",
        source="indeed",
    ).application  # fmt: skip
    assert application.candidate_id == known.id
    assert not application.is_confirmed
    db.session.refresh(known)
    assert known.full_name == "Karl Known"
    assert db.session.scalar(select(func.count()).where(ContactPoint.candidate_id == known.id)) == 1
    assert db.session.scalar(select(func.count()).where(Touchpoint.candidate_id == known.id)) == 0
    assert db.session.get(Document, application.resume_id).pending
    mail = db.session.scalars(select(Message).where(Message.application_id == application.id)).one()
    assert mail.cause.startswith("confirm-application:")


def test_opening_the_link_in_the_mailbox_confirms_it(job, make):
    known = make.candidate("Karl Known", email="karl@example.org")
    application = apply_to(
        job, email="karl@example.org", resume=stage_file(b"%PDF-1.4 mine", "application/pdf"), filename="cv.pdf"
    ).application
    link = make_magic_link(known, email="karl@example.org")
    assert redeem_magic_link(link)
    db.session.refresh(application)
    assert application.is_confirmed
    assert not db.session.get(Document, application.resume_id).pending
    assert db.session.scalar(select(func.count()).where(Touchpoint.candidate_id == known.id)) == 1


def test_what_the_form_added_reaches_the_record_with_the_confirmation(job, make):
    known = make.candidate("Karl Known", email="karl@example.org")
    apply_to(job, email="karl@example.org", phone="+49 30 7654321", link="https://example.org/karl")
    redeem_magic_link(make_magic_link(known, email="karl@example.org"))
    values = db.session.scalars(select(ContactPoint.value).where(ContactPoint.candidate_id == known.id)).all()
    assert "+49307654321" in values
    assert known.full_name == "Karl Known"


def test_a_phone_number_that_cannot_be_one_does_not_stop_the_confirmation(job, make):
    known = make.candidate("Karl Known", email="karl@example.org")
    application = apply_to(job, email="karl@example.org", phone="call me maybe").application
    redeem_magic_link(make_magic_link(known, email="karl@example.org"))
    db.session.refresh(application)
    assert application.is_confirmed


def test_a_link_to_another_mailbox_confirms_nothing(job, make):
    known = make.candidate("Karl Known", email="karl@example.org")
    application = apply_to(job, email="karl@example.org").application
    redeem_magic_link(make_magic_link(known, email="karl@other.example"))
    db.session.refresh(application)
    assert not application.is_confirmed


def test_a_signed_in_candidate_needs_no_confirmation(job, make):
    known = make.candidate("Karl Known", email="karl@example.org")
    application = apply_to(job, email="karl@example.org", by=candidate_actor(known.id)).application
    assert application.is_confirmed


def test_applying_again_answers_alike_and_tells_the_mailbox(job):
    first = apply_to(job)
    staged = stage_file(b"%PDF-1.4 newer", "application/pdf")
    again = apply_to(job, resume=staged, filename="newer.pdf")
    assert again.already and again.application.id == first.application.id
    assert first.application.resume_id is None
    waiting = db.session.get(Document, first.application.newer_resume_id)
    assert waiting.pending
    causes = db.session.scalars(select(Message.cause).where(Message.application_id == first.application.id)).all()
    assert any(cause.startswith("applied-again:") for cause in causes)


def test_however_often_somebody_applies_again_there_is_one_mail_a_day(job):
    first = apply_to(job)
    with at(now() + timedelta(minutes=20)):
        for _time in range(3):
            apply_to(job)
    causes = db.session.scalars(select(Message.cause).where(Message.application_id == first.application.id)).all()
    assert len(causes) == 2


def test_the_same_application_from_a_second_tab_is_the_same_press(job):
    staged = stage_file(b"%PDF-1.4 the one", "application/pdf")
    first = apply_to(job, resume=staged, filename="cv.pdf")
    again = apply_to(job, resume=staged, filename="cv.pdf")
    assert again.already and again.application.newer_resume_id is None
    causes = db.session.scalars(select(Message.cause).where(Message.application_id == first.application.id)).all()
    assert causes == [f"application-received:{first.application.id}"]


def test_the_candidate_adds_the_newer_resume(job):
    application = apply_to(job).application
    apply_to(job, resume=stage_file(b"%PDF-1.4 newer", "application/pdf"), filename="newer.pdf")
    candidate = db.session.get(Candidate, application.candidate_id)
    newer = application.newer_resume_id
    add_newer_resume(application, candidate, by=candidate_actor(candidate.id))
    assert application.resume_id == newer and application.newer_resume_id is None
    db.session.refresh(db.session.get(Document, newer))
    assert not db.session.get(Document, newer).pending


def test_a_signed_in_candidate_reads_that_they_have_applied(job):
    application = apply_to(job).application
    with pytest.raises(AlreadyApplied) as refusal:
        apply_to(job, by=candidate_actor(application.candidate_id))
    assert refusal.value.application.id == application.id


def test_after_the_end_one_may_apply_again(job, cast):
    from app.core.actors import user_actor
    from app.hiring.commands import ensure_reject_reasons, reject_application

    first = apply_to(job).application
    reject_application(first, reason=ensure_reject_reasons()[0], by=user_actor(cast.ada.id))
    second = apply_to(job)
    assert not second.already
    assert second.application.id != first.id


def test_a_required_question_must_be_answered(job, make):
    question = make.question(job, required=True)
    with pytest.raises(AnswerMissing) as refusal:
        apply_to(job, answers={})
    assert refusal.value.field == f"question-{question.id}"
    with pytest.raises(AnswerMissing):
        apply_to(job, answers={question.id: "  \n "})
    assert db.session.scalar(select(func.count(Application.id))) == 0


@pytest.mark.parametrize(
    ("kind", "options", "good", "bad"),
    [
        (QuestionKind.NUMBER, {}, "1.250,5".replace(".", ""), "many"),
        (QuestionKind.NUMBER, {}, "12", "1e999"),
        (QuestionKind.NUMBER, {}, "12", "nan"),
        (QuestionKind.YES_NO, {}, "yes", "perhaps"),
        (QuestionKind.DATE, {}, "2026-02-28", "2026-02-30"),
        (QuestionKind.ONE, {"options": ["A", "B"]}, "A", "C"),
        (QuestionKind.MANY, {"options": ["A", "B"]}, ["A", "B"], ["A", "C"]),
        (QuestionKind.SHORT, {}, "fine", "x" * 501),
    ],
)
def test_answers_must_fit_their_question(job, make, kind, options, good, bad):
    question = make.question(job, kind=kind, options=options)
    with pytest.raises(AnswerUnfit):
        apply_to(job, answers={question.id: bad})
    application = apply_to(job, answers={question.id: good}).application
    stored = db.session.scalars(select(Answer).where(Answer.application_id == application.id)).one()
    assert stored.value


def test_answers_to_other_questions_and_retired_ones_are_ignored(job, make):
    from app.core.clock import now

    retired = make.question(job, required=True, retired_at=now())
    foreign = make.question(make.job())
    application = apply_to(job, answers={retired.id: "x", foreign.id: "y", 999_999: "z"}).application
    assert db.session.scalar(select(func.count()).where(Answer.application_id == application.id)) == 0


def test_the_resume_rule_is_enforced(job):
    job.resume_rule = ResumeRule.RESUME
    with pytest.raises(ResumeMissing):
        apply_to(job, link="https://example.org/me")
    job.resume_rule = ResumeRule.RESUME_OR_LINK
    with pytest.raises(ResumeMissing):
        apply_to(job)
    assert apply_to(job, link="example.org/me").application.given_link == "https://example.org/me"


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@example.org", "x" * 400 + "@example.org"])
def test_an_address_that_cannot_be_one_is_refused_at_its_field(job, email):
    with pytest.raises(EmailUnfit) as refusal:
        apply_to(job, email=email)
    assert refusal.value.field == "email"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org"])
def test_a_link_is_http_or_nothing(job, link):
    with pytest.raises(LinkUnfit):
        apply_to(job, link=link)


def test_only_openly_visible_jobs_take_applications(job, make):
    for state in (JobState.DRAFT, JobState.ON_HOLD, JobState.CLOSED):
        with pytest.raises(NotTakingApplications):
            apply_to(make.job(state=state))
    with pytest.raises(NotTakingApplications):
        apply_to(make.job(confidential=True))
    with pytest.raises(NotTakingApplications):
        apply_to(make.job(published=False))


def test_a_suspicious_application_is_kept_and_its_receipt_still_leaves(job):
    application = apply_to(job, suspicious="too-fast").application
    assert application.suspicious == "too-fast"
    assert db.session.scalar(select(func.count()).where(Message.application_id == application.id)) == 1


def test_pool_consent_is_recorded_only_when_ticked(job, make):
    from app.candidates.models import NoticeText

    text = make.add(NoticeText(name="consent-pool", locale="en", version=1, body="Keep me.", sha256="0" * 64))
    without = apply_to(job, email="a@example.org").application
    ticked = apply_to(job, email="b@example.org", consent_pool=text).application
    assert Purpose.POOL not in current_consents(without.candidate_id)
    assert current_consents(ticked.candidate_id)[Purpose.POOL].text_id == text.id
