"""Why somebody got a mail: the rule that chose them, and what we rely on. Told to the person, in words of their own record.

Names of pools and segments and questions about what staff noted are the house's own words; of them only that they exist
is said here.
"""

from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.campaigns.audience import Audience
from app.campaigns.models import Campaign
from app.candidates.models import Consent, ConsentAction, NoticeText
from app.core.refusals import Refused
from app.extensions import db
from app.jobs.models import Job
from app.mailing.gate import APPROACHES, PURPOSES
from app.mailing.models import Message, MessageKind
from app.search.describe import describe
from app.search.parser import parse
from app.search.syntax import Test, leaves
from app.talent.models import Community

OPEN_FIELDS = frozenset(
    {
        "name", "title", "employer", "school", "skill", "city", "country", "language", "remote", "seniority", "graduated",
        "topic", "community", "consent", "event",
    }
)  # fmt: skip
"""Questions about what the person told us themselves; of any other only that there was one is said."""

OPENING = (ConsentAction.GIVEN, ConsentAction.CONFIRMED, ConsentAction.RENEWED)


@dataclass(frozen=True)
class Why:
    """`text` is the wording the person agreed to, when it was a consent."""

    rule: str
    basis: str
    text: NoticeText | None = None


def why_got(message: Message) -> Why:
    """The rule and the basis of a mail to a candidate, in the reader's language."""
    consent = _consent_behind(message)
    return Why(_rule(message), _basis(message, consent), consent.text if consent is not None else None)


def _rule(message: Message) -> str:
    job = db.session.get(Job, message.job_id) if message.job_id else None
    if message.kind is MessageKind.CAMPAIGN:
        return _campaign_rule(message)
    if message.kind is MessageKind.INVITATION:
        return _("One of our recruiters thought of you for the job %(job)s.", job=job.title if job else "")
    said = {
        MessageKind.ALERT: _("A job opened that fits what you are looking for."),
        MessageKind.EVENT: _("We invite people who want to hear of our events."),
        MessageKind.SEQUENCE: _("You are in our talent pool, and we wanted to hear how you are."),
        MessageKind.APPROACH: _("One of our recruiters wrote to you and to others with the same in common."),
        MessageKind.ACCOUNT: _("Somebody asked for this mail on our pages, with your address."),
        MessageKind.PERSONAL: "" if message.application_id else _personal_rule(message),
    }.get(message.kind)
    about = _("It is about your application for %(job)s.", job=job.title) if job else _("It is about your application.")
    return said or about


def _personal_rule(message: Message) -> str:
    return {
        "consent-renewal": _("What you agreed to ends soon, and only you can say whether it goes on."),
        "consent-renewal-reminder": _("What you agreed to ends soon, and only you can say whether it goes on."),
        "refresh": _("We asked whether what we know about you is still right."),
    }.get(message.cause.partition(":")[0]) or _("One of our recruiters wrote to you by hand.")


def _campaign_rule(message: Message) -> str:
    campaign = db.session.get(Campaign, message.campaign_id) if message.campaign_id else None
    audience = Audience.read(campaign.audience) if campaign is not None else Audience()
    names = db.session.scalars(select(Community.name).where(Community.id.in_(audience.communities)).order_by(Community.name_key))
    chosen = [_("members of %(community)s", community=name) for name in names]
    if audience.pools or audience.segments:
        chosen.append(_("people we keep in mind for similar work"))
    if asked := _open_query(audience.query):
        chosen.append(asked)
    whom = "; ".join(chosen) or _("people who want our newsletter")
    return _("This newsletter went to: %(people)s.", people=whom)


def _open_query(query: str) -> str:
    """The question in plain words, as far as it asks for what people told us."""
    try:
        read = parse(query) if query.strip() else None
    except Refused:
        return _("people a search of our records found")
    if read is None or read.root is None:
        return ""
    if all(isinstance(leaf, Test) and leaf.field in OPEN_FIELDS for leaf, _wanted in leaves(read.root)):
        return describe(read)
    return _("people a search of our records found")


def _basis(message: Message, consent: Consent | None) -> str:
    if consent is not None:
        day = format_date(consent.at, "long")
        return _("Your consent to “%(purpose)s” of %(day)s.", purpose=consent.purpose.label, day=day)
    if message.kind in PURPOSES:
        return _("A consent that was taken back since.")
    if message.kind in APPROACHES or (message.kind is MessageKind.PERSONAL and not message.application_id):
        return _("Our legitimate interest in finding people for our jobs. You can object at any time, with one press.")
    if message.kind is MessageKind.ACCOUNT:
        return _("Somebody asked for it.")
    return _("Your application: steps you asked for before a contract.")


def _consent_behind(message: Message) -> Consent | None:
    """What stood for the purpose when the mail was planned."""
    purpose = PURPOSES.get(message.kind)
    if purpose is None or message.candidate_id is None:
        return None
    theirs = select(Consent).where(Consent.candidate_id == message.candidate_id, Consent.purpose == purpose)
    given = theirs.where(Consent.action.in_(OPENING), Consent.at <= message.planned_at).options(joinedload(Consent.text))
    return db.session.scalars(given.order_by(Consent.id.desc()).limit(1)).one_or_none()
