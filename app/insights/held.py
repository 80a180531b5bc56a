"""What is held about a person, as the person may read it at once and take along (GDPR Art. 15 and 20).

What colleagues wrote down while forming an opinion is not in it: a person looks at that first, because it can speak of
others too. The page says so and whom to ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.campaigns.models import CampaignLink, Hit
from app.candidates.custom_fields import custom_columns, custom_fields
from app.candidates.models import (
    Candidate,
    CandidateSession,
    Consent,
    ContactKind,
    Document,
    NoticeGiven,
    NoticeText,
    Touchpoint,
)
from app.candidates.queries import WHOLE_RECORD
from app.core.clock import now
from app.extensions import db
from app.hiring.models import Answer, Application, Interview
from app.hiring.policy import own_applications
from app.hiring.queries import own_interviews_by_application
from app.insights.status import public_statuses
from app.mailing.commands import message_content
from app.mailing.models import Message, MessageState
from app.talent.models import Membership, MembershipAnswer


@dataclass(frozen=True)
class Held:
    """Everything, in plain values for a file; the page shows the same."""

    made_at: datetime
    person: dict[str, Any]
    applications: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    consents: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    touchpoints: list[dict[str, Any]]
    communities: list[dict[str, Any]]
    newsletters: list[dict[str, Any]]
    """What was opened and followed, as far as the person allowed us to note it."""
    sign_ins: list[dict[str, Any]]


def held_about(candidate_id: int) -> Held:
    candidate = db.session.scalars(select(Candidate).where(Candidate.id == candidate_id).options(*WHOLE_RECORD)).one()
    return Held(
        made_at=now(),
        person=_person(candidate),
        applications=_applications(candidate_id),
        documents=[_document(document) for document in own_documents(candidate_id)],
        messages=[_message(message) for message in own_messages(candidate_id)],
        consents=_consents(candidate_id),
        notices=_notices(candidate_id),
        touchpoints=_touchpoints(candidate_id),
        communities=_communities(candidate_id),
        newsletters=_newsletters(candidate_id),
        sign_ins=_sign_ins(candidate_id),
    )


def own_documents(candidate_id: int) -> Sequence[Document]:
    """The person's files, newest first; not those that wait for a mailbox to answer."""
    return db.session.scalars(
        select(Document)
        .where(Document.candidate_id == candidate_id, Document.pending.is_(False))
        .options(joinedload(Document.file))
        .order_by(Document.id.desc())
    ).all()


def own_messages(candidate_id: int, *, limit: int | None = None) -> Sequence[Message]:
    """Mails that really left for this person, newest first; what is only planned is nobody's to read yet."""
    return db.session.scalars(
        select(Message)
        .where(Message.candidate_id == candidate_id, Message.user_id.is_(None))
        .where(Message.state == MessageState.ACCEPTED)
        .order_by(Message.id.desc())
        .limit(limit)
    ).all()


def _person(candidate: Candidate) -> dict[str, Any]:
    points = {kind: [point.value for point in candidate.contact_points if point.kind is kind] for kind in ContactKind}
    said = custom_columns([candidate.id]).get(candidate.id, {})
    return {
        "name": candidate.full_name,
        "given_name": candidate.given_name,
        "family_name": candidate.family_name,
        "preferred_name": candidate.preferred_name,
        "emails": points[ContactKind.EMAIL],
        "phones": points[ContactKind.PHONE],
        "links": [link.url for link in candidate.links],
        "city": candidate.city,
        "region": candidate.region,
        "country": candidate.country,
        "language_for_mail": candidate.locale,
        "headline": candidate.headline,
        "title": candidate.current_title,
        "employer": candidate.current_employer,
        "skills": [held.skill.name for held in candidate.skills],
        "languages": candidate.languages,
        "experience": [
            {"title": one.title, "employer": one.employer, "from": one.started, "to": one.ended} for one in candidate.experience
        ],
        "education": [{"school": one.school, "degree": one.degree, "to": one.ended} for one in candidate.education],
        "seniority": candidate.seniority.value if candidate.seniority else None,
        "works_remotely": candidate.remote,
        "available_from": candidate.available_from,
        "pay_expected": candidate.salary_minor / 100 if candidate.salary_minor is not None else None,
        "pay_currency": candidate.salary_currency,
        "work_authorisation": candidate.work_authorisation,
        "notice_period_days": candidate.notice_period_days,
        "own_fields": {field.name: said[field.full_key] for field in custom_fields() if field.full_key in said},
        "came_through": candidate.source,
        "known_since": candidate.added_at,
    }


def _applications(candidate_id: int) -> list[dict[str, Any]]:
    applications = db.session.scalars(
        own_applications(candidate_id)
        .options(
            joinedload(Application.job),
            selectinload(Application.offers),
            selectinload(Application.answers).joinedload(Answer.question),
        )
        .order_by(Application.id)
    ).all()
    statuses = public_statuses(applications)
    interviews = own_interviews_by_application(candidate_id)
    return [
        _application(application, statuses[application.id].sentence, interviews.get(application.id, []))
        for application in applications
    ]


def _application(application: Application, standing: str, interviews: Sequence[Interview]) -> dict[str, Any]:
    return {
        "job": application.job.title,
        "applied_at": application.applied_at,
        "standing": standing,
        "name": application.given_name,
        "email": application.given_email,
        "phone": application.given_phone,
        "link": application.given_link,
        "came_through": application.source,
        "withdrawal_reason": application.withdrawal_reason,
        "answers": [{"question": one.question.text, "answer": one.value} for one in application.answers],
        "interviews": [
            {"title": one.title, "starts_at": one.starts_at, "time_zone": one.time_zone, "place": one.place,
             "what_you_said": one.cannot_words}
            for one in interviews
        ],
        "offers": [
            {"title": one.title, "pay": one.pay_minor / 100, "currency": one.currency, "starts_on": one.starts_on,
             "sent_at": one.sent_at, "signed_name": one.signed_name, "decline_reason": one.decline_reason}
            for one in application.offers if one.sent_at is not None
        ],
    }  # fmt: skip


def _document(document: Document) -> dict[str, Any]:
    return {
        "file": document.filename,
        "kind": str(document.kind.label),
        "since": document.created_at,
        "bytes": document.file.size,
        "key": document.file.key,
    }


def _message(message: Message) -> dict[str, Any]:
    content = message_content(message)
    return {"subject": content.subject, "text": content.text, "to": message.address, "sent_at": message.accepted_at}


def _consents(candidate_id: int) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(Consent).where(Consent.candidate_id == candidate_id).options(joinedload(Consent.text)).order_by(Consent.id)
    )
    return [
        {"for": str(one.purpose.label), "act": one.action.value, "at": one.at, "until": one.expires_at, "how": one.method,
         "wording": one.text.body if one.text else ""}
        for one in rows
    ]  # fmt: skip


def _notices(candidate_id: int) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(NoticeGiven.at, NoticeText.name, NoticeText.locale, NoticeText.version)
        .join(NoticeText, NoticeText.id == NoticeGiven.text_id)
        .where(NoticeGiven.candidate_id == candidate_id)
        .order_by(NoticeGiven.id)
    )
    return [{"shown_at": at, "text": name, "language": locale, "version": version} for at, name, locale, version in rows]


def _touchpoints(candidate_id: int) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(Touchpoint).where(Touchpoint.candidate_id == candidate_id).order_by(Touchpoint.id))
    return [{"at": one.at, "through": one.source, "by": one.medium} for one in rows]


def _communities(candidate_id: int) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(Membership)
        .where(Membership.candidate_id == candidate_id)
        .options(
            joinedload(Membership.community), selectinload(Membership.answers).joinedload(MembershipAnswer.question)
        )
        .order_by(Membership.id)
    )
    return [
        {"community": one.community.name, "joined_at": one.joined_at, "left_at": one.left_at, "came_through": one.source,
         "answers": [{"question": answer.question.text, "answer": answer.value} for answer in one.answers]}
        for one in rows
    ]  # fmt: skip


def _newsletters(candidate_id: int) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(Hit.at, Hit.kind, CampaignLink.target, Message.subject, Hit.agent)
        .join(Message, Message.id == Hit.message_id)
        .outerjoin(CampaignLink, CampaignLink.id == Hit.link_id)
        .where(Hit.candidate_id == candidate_id)
        .order_by(Hit.id)
    )
    return [
        {"at": at, "act": kind.value, "link": target or "", "mail": subject, "program": agent}
        for at, kind, target, subject, agent in rows
    ]


def _sign_ins(candidate_id: int) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(CandidateSession).where(CandidateSession.candidate_id == candidate_id).order_by(CandidateSession.id)
    )
    return [{"since": one.created_at, "last_seen": one.seen_at, "ended_at": one.ended_at} for one in rows]
