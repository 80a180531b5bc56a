"""One record of every kind, twice: those the cast works with and those of somebody else.

Tests that walk every route of the application (who may open it, whether it writes, what hostile input does) take the
variables of its address from here. A route with a variable nobody gives a value for fails those tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import inspect, select
from werkzeug.routing import Map, Rule

from app.accounts.models import Invitation, PasswordReset, StaffSession, User
from app.accounts.permissions import Role
from app.candidates.importing import begin_import, read_table
from app.candidates.merging import merge_candidates
from app.candidates.models import (
    Candidate,
    CandidateLink,
    CandidateTag,
    ConsentRenewal,
    ConsentValidity,
    ContactKind,
    ContactPoint,
    CustomKind,
    Document,
    DocumentKind,
    DuplicatePair,
    Education,
    Experience,
    MagicLink,
    NoteVisibility,
    ReadingState,
    RefreshRequest,
    ResumeBatch,
    ResumeFile,
    ResumeState,
    SkillAlias,
    Todo,
)
from app.candidates.notices import ensure_notices
from app.compliance.models import After, Erasure, ErasureReason, LegalHold, RetentionRule
from app.core.actors import ActorKind, user_actor
from app.core.clock import now, today
from app.core.files import keep_file, stage_file
from app.core.text import folded
from app.core.tokens import derived_token
from app.core.transaction import allow_writing
from app.extensions import db
from app.hiring.commands import ensure_reject_reasons
from app.hiring.models import Application, BulkAct, BulkKind, BulkState, CalendarFeed, Offer, OfferState
from app.jobs.models import Job, JobMember, Opening, Stage, TeamRole
from app.mailing.commands import ensure_templates
from app.mailing.models import KeptMail, MailAttachment, Message, MessageKind, MessageState, RecipientKind, Template
from app.search.bulk import PeopleAct
from app.search.exporting import Export, ExportFormat, ExportState
from app.search.models import SavedView
from app.talent.models import EmployeeLink, KeepInTouch, Referral, Sharing
from tests.make import Cast, Make

RESUME = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FIXED = {"part": "position", "direction": "up", "code": "de", "locale": "en", "report": "funnel"}
TOKENS = {"keep-in-touch": "keep_in_touch_id", "consent-renewal": "renewal_id", "employee-link": "employee_link_id", "referral": "referral_id", "join-request": "join_request_id", "invitation": "invitation_id", "password-reset": "reset_id", "magic-link": "link_id_of_mail", "unsubscribe": "message_id", "click": "link_id_of_campaign",
          "open": "message_id", "calendar-feed": "feed_id"}


@dataclass
class Half:
    """The records of one side; `values` maps a variable of an address to the record's id or key."""

    values: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    """`own` belongs to Ada's team, with Hugo and Ines on the job and Carla as its applicant; `foreign` to Otto's."""

    cast: Cast
    own: Half
    foreign: Half
    stranger: Candidate
    """Otto's applicant: the other candidate."""

    def address(self, urls: Map, rule: Rule, *, half: Half | None = None, user: User | None = None) -> str:
        """A concrete address of `rule`. The sessions of `user` are the own ones where an address names a session."""
        half = half or self.own
        values: dict[str, Any] = {}
        for name in sorted(rule.arguments):
            if name == "token":
                values[name] = self._token(rule, half)
            elif name == "session_id":
                values[name] = self._session(half, user)
            elif name == "slug" and "/communities/" in rule.rule:
                values[name] = half.values["community_slug"]
            elif name in FIXED:
                values[name] = FIXED[name]
            else:
                assert name in half.values, f"{rule.rule}: tests/world.py has no value for <{name}>"
                values[name] = half.values[name]
        address = urls.bind("localhost").build(rule.endpoint, values, method=_method(rule), force_external=False)
        return str(address)

    def _token(self, rule: Rule, half: Half) -> str:
        for sign, name in (("/renew/", "consent-renewal"), ("/refer/", "employee-link"), ("/internal/", "employee-link"), ("/referral/", "referral"), ("/calendar/", "calendar-feed"), ("/keep-in-touch/", "keep-in-touch"), ("/confirm/", "join-request"), ("invitation", "invitation"), ("password", "password-reset"), ("/m/", "magic-link"), ("/u/", "unsubscribe"), ("/c/", "click"), ("/o/", "open")):
            if sign in rule.rule:
                return half.tokens[name]
        raise AssertionError(f"{rule.rule}: tests/world.py has no token for it")

    def _session(self, half: Half, user: User | None) -> int:
        if half is self.own and user is not None:
            theirs = identity(user)  # also when `taken_back` has detached them
            found = db.session.scalar(select(StaffSession.id).where(StaffSession.user_id == theirs).order_by(StaffSession.id))
            return found or 0
        return int(half.values["session_id"])


def identity(record: Any) -> int:
    return int(inspect(record).identity[0])


def _method(rule: Rule) -> str:
    return sorted((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"})[0]


def routes(app: Flask) -> list[tuple[str, Rule]]:
    """Every method and route of the application, static files apart; in a steady order."""
    found = [
        (method, rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    ]
    return sorted(found, key=lambda pair: (pair[1].rule, pair[0]))


def name_of(method: str, rule: Rule) -> str:
    return f"{method} {rule.rule}"


def has_records(rule: Rule) -> bool:
    """Whether the address names a record, which may be somebody else's."""
    return bool(rule.arguments - FIXED.keys())


@contextmanager
def taken_back() -> Iterator[None]:
    """What requests within the block write is undone after it. The test's session must be between transactions."""
    connection: Any = db.engines[None]
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        if connection.dialect.name == "sqlite":
            allow_writing(connection, True)
        savepoint.rollback()


def make_world(make: Make, cast: Cast) -> World:
    ensure_templates()
    ensure_notices()
    ensure_reject_reasons()
    stranger = make.candidate("Fritz Foreign", email="fritz@example.org", phone="+4930123456")
    their_job = make.job("Sales Lead", team_id=cast.other_team.id, slug="sales-lead")
    make.member(their_job, cast.otto, TeamRole.RECRUITER, lead=True)
    make.member(their_job, make.user(Role.HIRING_MANAGER, name="Hilde Elsewhere"), TeamRole.HIRING_MANAGER)
    iris = make.user(Role.INTERVIEWER, name="Iris Elsewhere")
    own = _half(make, cast.carla, cast.job, recruiter=cast.ada, interviewer=cast.ines, colleague=cast.hugo)
    foreign = _half(make, stranger, their_job, recruiter=cast.otto, interviewer=iris, colleague=iris)
    return World(cast, own, foreign, stranger)


def _half(make: Make, candidate: Candidate, job: Job, *, recruiter: User, interviewer: User, colleague: User) -> Half:
    application = make.application(candidate, job, stage="Interview", source="direct", reply_by=today() + timedelta(days=3))
    document = _document(make, candidate)
    application.resume_id = document.id
    question = make.question(job, "Which of our products do you know?")
    values = {
        "candidate_id": candidate.id,
        "job_id": job.id,
        "slug": job.slug,
        "application_id": application.id,
        "stage_id": make.stage(job, "Interview").id,
        "opening_id": _first(Opening, job),
        "member_id": _first(JobMember, job),
        "question_id": question.id,
        "key": document.file.key,
        "file_key": document.file.key,
        "document_id": document.id,
        "user_id": colleague.id,
        **_kept_about(make, candidate, recruiter),
        **_community(make, candidate, recruiter),
        **_studies(make, candidate, recruiter),
        **_decisions(make, application, recruiter, interviewer),
        **_pool(make, candidate, application, recruiter),
        **_of_the_house(make, candidate, recruiter),
    }
    db.session.flush()
    tokens = {purpose: derived_token(purpose, values[name]) for purpose, name in TOKENS.items() if name in values}
    return Half(values, tokens)


def _document(make: Make, candidate: Candidate) -> Document:
    file = keep_file(stage_file(RESUME + candidate.full_name.encode(), "application/pdf"))
    db.session.flush()
    document: Document = make.add(
        Document(candidate_id=candidate.id, file_id=file.id, kind=DocumentKind.RESUME, filename="résumé.pdf",
                 reading=ReadingState.READ, text="Built things in Python.", file=file)
    )  # fmt: skip
    return document


def _kept_about(make: Make, candidate: Candidate, recruiter: User) -> dict[str, Any]:
    tag = make.tag(f"met by {recruiter.first_name}")
    make.add(CandidateTag(candidate_id=candidate.id, tag_id=tag.id))
    address = f"second.{candidate.id}@example.org"
    point = ContactPoint(candidate_id=candidate.id, kind=ContactKind.EMAIL, value=address, value_key=folded(address))
    todo = Todo(owner_id=recruiter.id, candidate_id=candidate.id, what="Call back", due_on=date(2030, 1, 1))
    field = make.custom_field(f"Badge of {recruiter.first_name}", CustomKind.TEXT)
    make.custom_value(candidate, field, "Blue")
    skill = make.skill(f"Craft of {recruiter.first_name}")
    alias = SkillAlias(skill_id=skill.id, name=f"Art of {recruiter.first_name}", name_key=folded(f"Art of {recruiter.first_name}"))
    job = Experience(candidate_id=candidate.id, title="Engineer", employer="Hearing Works", employer_key="hearing works", started="2021-03")
    degree = Education(candidate_id=candidate.id, school="TU Berlin", school_key="tu berlin", degree="MSc", graduated=2020)
    make.add(RefreshRequest(candidate_id=candidate.id))
    return {
        "custom_field_id": field.id,
        "skill_id": skill.id,
        "alias_id": make.add(alias).id,
        "experience_id": make.add(job).id,
        "education_id": make.add(degree).id,
        "tag_id": tag.id,
        "point_id": make.add(point).id,
        "link_id": make.add(CandidateLink(candidate_id=candidate.id, url="https://example.org/me")).id,
        "note_id": make.note(candidate, author_id=recruiter.id, visibility=NoteVisibility.AUTHOR).id,
        "todo_id": make.add(todo).id,
        **_twins(make, candidate, recruiter),
    }


def _twins(make: Make, candidate: Candidate, recruiter: User) -> dict[str, Any]:
    """Somebody who may be the same person, and a record that became part of this one."""
    twin = make.candidate(candidate.full_name, email=f"twin.{candidate.id}@example.org")
    pair = DuplicatePair(first_id=candidate.id, second_id=twin.id, reason="shared_phone", strength=3)
    merge = merge_candidates(candidate.id, make.candidate("Former Record").id, by=user_actor(recruiter.id))
    return {"other_id": twin.id, "pair_id": make.add(pair).id, "merge_id": merge.id}


def _community(make: Make, candidate: Candidate, recruiter: User) -> dict[str, Any]:
    community = make.community(f"Community of {recruiter.first_name}", owner_id=recruiter.id)
    make.community_question(community, "Which of our products do you know?")
    return {
        "community_id": community.id,
        "community_slug": community.slug,
        "membership_id": make.membership(candidate, community).id,
        "join_request_id": make.join_request(community, f"new.{candidate.id}@example.org").id,
    }


def _studies(make: Make, candidate: Candidate, recruiter: User) -> dict[str, Any]:
    """A school with its parts, and whom the person knows."""
    school = make.school(f"School of {recruiter.first_name}", owner_id=recruiter.id)
    return {
        "school_id": school.id,
        "school_contact_id": school.contacts[0].id,
        "school_programme_id": school.programmes[0].id,
        "school_date_id": school.dates[0].id,
        "relationship_id": make.relationship(candidate).id,
    }


def _decisions(make: Make, application: Application, recruiter: User, interviewer: User) -> dict[str, Any]:
    offer = Offer(
        application_id=application.id, number=1, state=OfferState.SENT, title="Engineer", pay_minor=70_000_00, currency="EUR",
        starts_on=today() + timedelta(days=60), expires_on=today() + timedelta(days=14), sent_at=now(), made_by_id=recruiter.id,
    )  # fmt: skip
    act = BulkAct(job_id=application.job_id, by_id=recruiter.id, kind=BulkKind.MOVE, to_stage_id=application.stage_id, state=BulkState.DONE)  # fmt: skip
    make.kit(application.stage_id)
    interview = make.interview(application, interviewer, starts_in=timedelta(hours=-2), minutes=60 * 26, coordinator_id=recruiter.id)
    return {
        "interview_id": interview.id,
        "feed_id": make.add(CalendarFeed(user_id=interviewer.id)).id,
        "offer_id": make.add(offer).id,
        "act_id": make.add(act).id,
        "review_id": make.review_request(application, interviewer, asked_by_id=recruiter.id).id,
    }


def _pool(make: Make, candidate: Candidate, application: Application, recruiter: User) -> dict[str, Any]:
    """A private pool, a private segment, an invitation to the job and an offer to keep in touch."""
    pool = make.pool(f"Of {recruiter.first_name}", owner=recruiter, sharing=Sharing.PRIVATE)
    stage = make.pool_stage(pool)
    offer = KeepInTouch(application_id=application.id, candidate_id=candidate.id, pool_id=pool.id, email=application.given_email)
    return {
        "pool_id": pool.id,
        "pool_stage_id": stage.id,
        "pool_member_id": make.pool_member(pool, candidate).id,
        "people_act_id": make.add(PeopleAct(kind="tag", by_id=recruiter.id, given={"tag": "speaker"}, state=BulkState.DONE)).id,
        "segment_id": make.segment(f"Of {recruiter.first_name}", owner=recruiter).id,
        "job_invitation_id": make.job_invitation(db.session.get_one(Job, application.job_id), candidate).id,
        "keep_in_touch_id": make.add(offer).id,
        "employee_link_id": make.add(EmployeeLink(email="eva@larkspur.example", email_key="eva@larkspur.example", expires_at=now() + timedelta(days=7))).id,
        "referral_id": make.add(Referral(referrer_name="Eva", referrer_email="eva@larkspur.example", referrer_key="eva@larkspur.example",
                                         name="Rita Referred", email=f"rita.{pool.id}@example.org", email_key=f"rita.{pool.id}@example.org",
                                         expires_at=now() + timedelta(days=14))).id,
        "hold_id": make.add(LegalHold(candidate_id=candidate.id, reason="Settled long ago", lifted_at=now())).id,
        "renewal_id": make.add(ConsentRenewal(candidate_id=candidate.id, ends_at=now() + timedelta(days=20), covers_until=now() + timedelta(days=30))).id,
        "rule_id": make.add(RetentionRule(after=After.DECISION, country="FR", valid_from=date(2000, 1, 1) + timedelta(days=pool.id), days=90)).id,
        "validity_id": make.add(ConsentValidity(country="FR", valid_from=date(2000, 1, 1) + timedelta(days=pool.id), months=24)).id,
    }


def _of_the_house(make: Make, candidate: Candidate, recruiter: User) -> dict[str, Any]:
    data = b"name,email\nNew Person,new.person@example.org\n"
    batch = begin_import(read_table(data), staged=stage_file(data, "text/csv"), filename="people.csv", by=user_actor(recruiter.id))
    db.session.flush()
    address = f"invited.by.{recruiter.id}@staff.example.org"
    invitation = Invitation(email=address, email_key=folded(address), name="Nora New", role=Role.INTERVIEWER,
                            invited_by_id=recruiter.id, expires_at=now() + timedelta(hours=72))  # fmt: skip
    session = StaffSession(token_hash=f"of {recruiter.id}", user_id=recruiter.id, expires_at=now() + timedelta(hours=12))
    erasure = Erasure(candidate_id=900_000 + candidate.id, actor_kind=ActorKind.USER, actor_id=recruiter.id, reason=ErasureReason.ASKED)
    view = SavedView(owner_id=recruiter.id, name="Mine", name_key="mine", query="skill:python")
    export = Export(format=ExportFormat.CSV, state=ExportState.HANDED_OUT, created_by_id=recruiter.id)
    resumes = make.add(ResumeBatch(lawful_basis="legitimate_interest", created_by_id=recruiter.id))
    paper = keep_file(stage_file(RESUME + b"Rita Read, by %d" % recruiter.id, "application/pdf"))
    resume = ResumeFile(batch_id=resumes.id, file=paper, filename="resume.pdf", state=ResumeState.READ, values={"name": "Rita Read"})
    message = _mail(make, candidate)
    campaign = make.campaign(by=recruiter)
    link = MagicLink(candidate_id=candidate.id, email=candidate_address(candidate), expires_at=now() + timedelta(days=1))
    return {
        "batch_id": batch.id,
        "export_id": make.add(export).id,
        "resumes_id": resumes.id,
        "resume_id": make.add(resume).id,
        "campaign_id": campaign.id,
        "link_id_of_campaign": make.campaign_link(campaign).id,
        "invitation_id": make.add(invitation).id,
        "reset_id": make.add(PasswordReset(user_id=recruiter.id, expires_at=now() + timedelta(hours=1))).id,
        "session_id": make.add(session).id,
        "erasure_id": make.add(erasure).id,
        "view_id": make.add(view).id,
        "link_id_of_mail": make.add(link).id,
        "message_id": message.id,
        "template_id": db.session.scalar(select(Template.id).order_by(Template.id).limit(1)),
        "team_id": recruiter.team_id,
    }


def _mail(make: Make, candidate: Candidate) -> Message:
    address = candidate_address(candidate)
    agenda = keep_file(stage_file(RESUME + b"Agenda for " + candidate.full_name.encode(), "application/pdf"))
    attachment = make.add(MailAttachment(file=agenda, filename="agenda.pdf"))
    message: Message = make.add(
        Message(
            cause=f"test:candidate:{candidate.id}", kind=MessageKind.PERSONAL, state=MessageState.ACCEPTED,
            recipient_kind=RecipientKind.CANDIDATE, candidate_id=candidate.id, address=address, address_key=folded(address),
            subject="Hello", body="Good morning.", mail_id=f"{candidate.id}@larkspur.example", accepted_at=now(),
            attachment_id=attachment.id,
        )
    )  # fmt: skip
    raw = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\nGood morning.\r\n"
    make.add(KeptMail(message_id=message.id, raw=raw))
    return message


def candidate_address(candidate: Candidate) -> str:
    point = select(ContactPoint.value).where(ContactPoint.candidate_id == candidate.id, ContactPoint.is_primary)
    return db.session.scalar(point.limit(1)) or ""


def _first(model: Any, job: Job) -> int:
    return int(db.session.scalar(select(model.id).where(model.job_id == job.id).limit(1)) or 0)


def stages_of(job: Job) -> list[Stage]:
    return list(db.session.scalars(select(Stage).where(Stage.job_id == job.id).order_by(Stage.position)))
