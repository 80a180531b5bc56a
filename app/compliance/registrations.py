"""Which tables hold personal data and how each is emptied of one candidate; and who must not come back by import."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from app.accounts.models import Installation, Invitation, PasswordReset, StaffSession, Team, User
from app.campaigns.models import Campaign, CampaignLink, Hit
from app.candidates.importing import blocked_addresses
from app.candidates.models import (
    Candidate,
    CandidateLink,
    CandidateSession,
    CandidateSkill,
    CandidateTag,
    CandidateTopic,
    Consent,
    ConsentRenewal,
    ConsentValidity,
    ContactPoint,
    CustomField,
    CustomValue,
    Document,
    DuplicateCheck,
    DuplicatePair,
    Education,
    Experience,
    ImportBatch,
    ImportRow,
    InterestProfile,
    InterestSignal,
    MagicLink,
    Merge,
    MergeChange,
    Note,
    NoticeDuty,
    NoticeGiven,
    NoticeText,
    OwnChange,
    RefreshRequest,
    ResumeBatch,
    ResumeFile,
    Skill,
    SkillAlias,
    Tag,
    Todo,
    Touchpoint,
    Wish,
)
from app.compliance.bulk import ERASE
from app.compliance.models import Erasure, LegalHold, RetentionRule, Tombstone
from app.compliance.register import Subject, register, register_impersonal, register_staff
from app.core.activity import Activity, ActivityAddress, ChangedValue
from app.core.clock import now
from app.extensions import db
from app.hiring.models import (
    Answer,
    Application,
    ApplyDraft,
    BulkAct,
    BulkActItem,
    CalendarFeed,
    Interview,
    Kit,
    KitAttribute,
    Offer,
    Rejection,
    RejectReason,
    ReviewRequest,
    Scorecard,
    ScorecardRating,
    Seat,
    StageStay,
)
from app.jobs.models import Job, JobLocation, JobMember, PipelineTemplate, SiteWording, Stage, TemplateStage
from app.mailing.gate import address_hashes
from app.mailing.models import (
    KeptMail,
    MailAttachment,
    Message,
    MessageAttempt,
    Suppression,
    SuppressionReason,
    Template,
    TemplateVersion,
)
from app.search.bulk import PeopleAct, PeopleActItem, register_act
from app.search.exporting import Export
from app.search.models import SavedView, SearchDirty, SearchDocument, SearchSound
from app.talent.models import (
    Community,
    CommunityQuestion,
    EmployeeLink,
    JobInvitation,
    JoinRequest,
    KeepInTouch,
    Membership,
    MembershipAnswer,
    Pool,
    PoolMember,
    PoolStage,
    Referral,
    Relationship,
    School,
    SchoolContact,
    SchoolName,
    SchoolProgramme,
    Segment,
    SegmentChange,
)


def _of(column: Any) -> Any:
    return lambda subject: column == subject.id


def _applications(subject: Subject) -> Select[int]:
    return select(Application.id).where(Application.candidate_id == subject.id)


def _within_applications(column: Any) -> Any:
    return lambda subject: column.in_(_applications(subject))


def _merges(subject: Subject) -> ColumnElement[bool]:
    return or_(Merge.kept_id == subject.id, Merge.lost_id == subject.id)


def _messages(subject: Subject) -> ColumnElement[bool]:
    """Mail to the person, and mail to colleagues about the person's applications."""
    return or_(
        Message.candidate_id == subject.id,
        Message.address_key.in_(subject.addresses),
        Message.application_id.in_(_applications(subject)),
        _asking_for_opinions(subject),
    )


def _asking_for_opinions(subject: Subject) -> ColumnElement[bool]:
    """Mail that asked colleagues about the person, perhaps among others: what was asked may say a name."""
    asked = select(ReviewRequest.user_id).where(ReviewRequest.application_id.in_(_applications(subject)))
    return and_(Message.cause.startswith("review-re"), Message.user_id.in_(asked), Message.due_at.is_(None))


def _within_messages(column: Any) -> Any:
    return lambda subject: column.in_(select(Message.id).where(_messages(subject)))


def _ratings(subject: Subject) -> ColumnElement[bool]:
    cards = select(Scorecard.id).where(Scorecard.application_id.in_(_applications(subject)))
    return ScorecardRating.scorecard_id.in_(cards)


def _drafts(subject: Subject) -> ColumnElement[bool]:
    if not subject.addresses:
        return false()
    return func.lower(ApplyDraft.values["email"].as_string()).in_(subject.addresses)


register(
    Candidate,
    lambda subject: Candidate.id == subject.id,
    note=_("An empty shell stays, so that past counts stay true."),
    blank={
        **dict.fromkeys(
            (
                "full_name", "given_name", "family_name", "preferred_name", "name_key", "headline", "current_title",
                "title_key", "current_employer", "employer_key", "city", "city_key", "region", "salary_currency",
                "work_authorisation",
            ),
            "",
        ),
        **dict.fromkeys(
            (
                "remote", "seniority", "available_from", "notice_period_days", "salary_minor", "owner_id",
                "interest_key", "trend_key", "human_signal_at", "contacted_at",
            )
        ),
        "languages": {}, "confirmations": {}, "contacted_rank": 1, "interest_rank": 1, "country": "",
    },
)  # fmt: skip
for model in (
    CandidateLink, CandidateSession, CandidateSkill, CandidateTag, CandidateTopic, Consent, ConsentRenewal, ContactPoint, CustomValue,
    Document, Education, Experience, InterestProfile, InterestSignal, MagicLink, NoticeDuty, NoticeGiven, OwnChange, RefreshRequest, Wish,
    ChangedValue, ActivityAddress, SearchDocument, SearchDirty, SearchSound,
):  # fmt: skip
    register(model, _of(model.candidate_id))
register(Note, lambda subject: or_(Note.candidate_id == subject.id, Note.application_id.in_(_applications(subject))))
register(Todo, lambda subject: or_(Todo.candidate_id == subject.id, Todo.application_id.in_(_applications(subject))))
register(Touchpoint, _of(Touchpoint.candidate_id), blank={"detail": {}}, note=_("Where people come from is counted."))
register(DuplicatePair, lambda subject: or_(DuplicatePair.first_id == subject.id, DuplicatePair.second_id == subject.id))
register(DuplicateCheck, _of(DuplicateCheck.candidate_id))
register(Merge, _merges, blank={}, note=_("That two records were one is counted."))
register(MergeChange, lambda subject: MergeChange.merge_id.in_(select(Merge.id).where(_merges(subject))))
register(ImportRow, _of(ImportRow.candidate_id), blank={"name": "", "problems": {}, "before": {}})
register(ResumeFile, lambda subject: or_(ResumeFile.candidate_id == subject.id, ResumeFile.email_key.in_(subject.addresses)))
register(LegalHold, _of(LegalHold.candidate_id), blank={"reason": "", "lifted_because": ""}, note=_("That a record was held, and when, is kept."))
register(Activity, _of(Activity.candidate_id), blank={}, note=_("Holds ids, enums, numbers and dates only."))

register(
    Application,
    _of(Application.candidate_id),
    blank={
        **dict.fromkeys(("given_name", "given_email", "given_phone", "given_link", "suspicious", "withdrawal_reason"), ""),
        **dict.fromkeys(("resume_id", "newer_resume_id")),
    },
    note=_("That somebody applied, and how far they came, is counted."),
)
register(Answer, _within_applications(Answer.application_id))
register(StageStay, _within_applications(StageStay.application_id), blank={}, note=_("Times and stages only."))
register(Rejection, _within_applications(Rejection.application_id), blank={"note": "", "silence_reason": ""})
register(ReviewRequest, _within_applications(ReviewRequest.application_id), blank={"message": "", "reason": ""})
register(
    Offer,
    _within_applications(Offer.application_id),
    blank={"message": "", "signed_name": "", "decline_reason": "", "pay_minor": 0},
)
register(
    Interview,
    _within_applications(Interview.application_id),
    blank=dict.fromkeys(("title", "place", "link", "instructions", "panel_note", "outcome_note", "cannot_words"), ""),
    note=_("That interviews took place is counted."),
)
register(Scorecard, _within_applications(Scorecard.application_id), blank={"takeaway": ""}, note=_("Ratings are counted."))
register(ScorecardRating, _ratings, blank={"note": ""}, note=_("Ratings are counted."))
register(ApplyDraft, _drafts)

register(
    Message,
    _messages,
    blank={
        "recipient_name": "", "subject": "", "body": "", "calendar": "", "merge_values": {}, "links": {}, "in_reply_to": "",
        "reply_to": "", "last_error": None, "address_hash": "", "attachment_id": None,
        "address": case((Message.user_id.is_not(None), Message.address), else_=""),
        "address_key": case((Message.user_id.is_not(None), Message.address_key), else_=""),
    },
    note=_("That a message was sent, and how it fared, is counted."),
)  # fmt: skip
register(MessageAttempt, _within_messages(MessageAttempt.message_id), blank={"answer": ""})
register(KeptMail, _within_messages(KeptMail.message_id))
register(
    Hit,
    lambda subject: or_(Hit.candidate_id == subject.id, _within_messages(Hit.message_id)(subject)),
    blank={"candidate_id": None, "message_id": None, "agent": "", "network": ""},
    note=_("That a link was followed is counted."),
)

register(PoolMember, _of(PoolMember.candidate_id))
for offer_to, private in ((JobInvitation, ("email", "reason")), (KeepInTouch, ("email",))):
    register(offer_to, _of(offer_to.candidate_id), blank=dict.fromkeys(private, ""), note=_("That somebody was asked, and what came of it, is counted."))


def _join_requests(subject: Subject) -> ColumnElement[bool]:
    """Also those nobody confirmed: they know an address only."""
    return or_(JoinRequest.candidate_id == subject.id, JoinRequest.email_key.in_(subject.addresses))


def _within_memberships(subject: Subject) -> ColumnElement[bool]:
    return MembershipAnswer.membership_id.in_(select(Membership.id).where(Membership.candidate_id == subject.id))


register(Membership, _of(Membership.candidate_id))
register(SegmentChange, _of(SegmentChange.candidate_id))
register(Relationship, lambda subject: or_(Relationship.candidate_id == subject.id, Relationship.other_id == subject.id))
register(
    Referral,
    lambda subject: or_(Referral.candidate_id == subject.id, Referral.email_key.in_(subject.addresses)),
    blank={**dict.fromkeys(("name", "email", "email_key", "phone", "why"), ""), "candidate_id": None, "expires_at": Referral.created_at},
    note=_("That somebody was referred is counted."),
)
register(MembershipAnswer, _within_memberships)
register(JoinRequest, _join_requests)

for staff_model in (User, StaffSession, Invitation, PasswordReset, JobMember, SavedView, Pool, Segment, Seat, CalendarFeed):
    register_staff(staff_model)
register_staff(Campaign)
register_staff(EmployeeLink, "mailboxes of employees, for a week")
register_impersonal(CampaignLink, "addresses of pages")
register_impersonal(School, "schools and how one works with them")
register_impersonal(SchoolName, "names of schools")
register_impersonal(SchoolProgramme, "what one can study")
register_impersonal(SchoolContact, "people who work at a school, in that role")
register_impersonal(Team, "names of teams")
register_impersonal(Installation, "the employer's own addresses")
register_impersonal(ConsentValidity, "how long consents count")
register_impersonal(RetentionRule, "how long people are kept")
register_impersonal(Skill, "names of skills")
register_impersonal(SkillAlias, "names of skills")
register_impersonal(CustomField, "names of fields")
register_impersonal(Tag, "names of tags")
register_impersonal(NoticeText, "wordings")
register_impersonal(ImportBatch, "what was decided about a file; the file itself is removed after the run")
register_impersonal(ResumeBatch, "what was decided about many files; what is read stands in their rows")
register_staff(Export, "who exported what; the file is removed after a day")
register_impersonal(Job, "openings")
register_impersonal(JobLocation, "places")
register_impersonal(PipelineTemplate, "names of templates")
register_impersonal(Stage, "names of stages")
register_impersonal(TemplateStage, "names of stages")
register_impersonal(SiteWording, "texts of the careers site")
register_impersonal(Kit, "what interviews of a stage are for")
register_impersonal(KitAttribute, "what interviews ask about")
register_impersonal(RejectReason, "names of reasons")
register_impersonal(BulkAct, "ids of stages and reasons; the note is emptied once the rejections hold it")
register_impersonal(BulkActItem, "ids of applications and stages")
register_impersonal(Community, "names and texts of communities")
register_impersonal(CommunityQuestion, "questions of communities")
register_impersonal(PoolStage, "names of stages")
register_act(ERASE)
register_impersonal(PeopleAct, "a query or ids of candidates, emptied once it is done; what was done, not to whom")
register(PeopleActItem, _of(PeopleActItem.candidate_id), note=_("What acts on many people did to them."))
register_impersonal(MailAttachment, "names of files; one that only mails to an erased person carried goes with them")
register_impersonal(Template, "names of templates")
register_impersonal(TemplateVersion, "wordings")
register_impersonal(Suppression, "keyed hashes of addresses")
register_impersonal(Erasure, "certificates: ids and counts")
register_impersonal(Tombstone, "ids and keyed hashes of addresses")


def addresses_that_stay_away(keys: Sequence[str]) -> Mapping[str, str]:
    """Of these address keys, those whose owners were erased or left for good, and why."""
    by_hash = {hashed: key for key in keys for hashed in address_hashes(key)}
    if not by_hash:
        return {}
    hashes = list(by_hash)
    stayed: dict[str, str] = {}
    gone = select(Suppression.address_hash, Suppression.reason).where(
        Suppression.address_hash.in_(hashes), or_(Suppression.lifted_at.is_(None), Suppression.lifted_at > now())
    )
    for hashed, reason in db.session.execute(gone):
        if code := _BLOCKS.get(reason):
            stayed[by_hash[hashed]] = code
    erased = select(Tombstone.address_hash).where(Tombstone.address_hash.in_(hashes))
    for one in db.session.scalars(erased):
        stayed[by_hash[one or ""]] = "erased"
    return stayed


_BLOCKS = {
    SuppressionReason.ERASED: "erased",
    SuppressionReason.UNSUBSCRIBED: "unsubscribed",
    SuppressionReason.COMPLAINT: "suppressed",
    SuppressionReason.MANUAL: "suppressed",
}
"""A hard bounce says something about a mailbox, not about a wish: such a person may be imported."""

blocked_addresses.append(addresses_that_stay_away)
