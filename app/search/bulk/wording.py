"""The words of a mail to many: a version per language, written or from the library, and as one of its readers reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask_babel import force_locale, get_locale, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.queries import installation
from app.candidates.models import Candidate
from app.core.actors import Actor
from app.core.files import StagedFile
from app.core.languages import LANGUAGES
from app.core.refusals import Refused
from app.core.text import clean_text, folded, language_of, one_line
from app.extensions import db
from app.mailing.attachments import keep_attachment
from app.mailing.commands import Draft, plan_messages
from app.mailing.library import newest_version
from app.mailing.models import Message, MessageKind
from app.mailing.queries import templates_with_versions
from app.mailing.recipients import Resolved, primary_addresses, resolve
from app.mailing.rendering import preview_wording
from app.mailing.signature import SIGNATURE, signature_of, signed
from app.mailing.wording import WordingRefused, check_wording, compile_wording
from app.search.bulk.kinds import ActKind, Given
from app.search.bulk.people import Chosen, people_of

FILLED = frozenset({"first_name", "name", "company", "sender.name", SIGNATURE})
"""The merge fields that say something in a mail to many."""
BASES = {"personal": MessageKind.APPROACH, "marketing": MessageKind.SEQUENCE}
"""About something they have to do with us: whoever may be written to. About jobs and news: who agreed to be kept in mind."""
MOST_READERS = 50


class NothingSaid(Refused):
    sentence = _("Write a subject and a text, or put in words from the library.")


@dataclass(frozen=True)
class MailPreview:
    """The mail as one person would read it."""

    name: str
    to: str
    language: str
    subject: str
    text: str


def read_words(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """What was written, in the order of the form's languages; the first stands in for those left empty."""
    locales = [name.removeprefix("subject_") for name in typed if name.startswith("subject_")]
    words = [_read(typed, locale) for locale in locales if locale in LANGUAGES]
    said = [one for one in words if one["subject"] or one["body"]]
    if not said:
        raise NothingSaid(field=f"subject_{next(iter(words), {}).get('locale', 'en')}")
    for one in said:
        _check(one)
    return said


def words_of(given: Given) -> list[dict[str, str]]:
    """Acts begun before mails had languages kept one subject and one text."""
    return given.get("words") or [{"locale": "en", "subject": given["subject"], "body": given["body"]}]


def words_for(given: Given, locale: str) -> dict[str, str]:
    """The words for somebody who reads `locale`; the first ones when there are none in it."""
    words, short = words_of(given), language_of(locale)
    return next((one for one in words if one["locale"] == short), words[0])


def languages_of(chosen: Chosen, viewer: User) -> list[tuple[str, int]]:
    """The languages the people read, of those mails are written in, and how many read each; most people first."""
    rows = db.session.execute(
        select(Candidate.locale, func.count()).where(Candidate.id.in_(people_of(chosen, viewer))).group_by(Candidate.locale)
    )
    numbers = dict.fromkeys(LANGUAGES, 0)
    for locale, number in rows:
        short = language_of(locale)
        numbers[short if short in numbers else "en"] += number
    return sorted(((code, number) for code, number in numbers.items() if number), key=lambda row: -row[1]) or [("en", 0)]


def library_texts() -> list[tuple[str, str]]:
    """Texts of the library that need nothing a mail to many cannot say: name and title."""
    texts: dict[str, str] = {}
    unfit: set[str] = set()
    for version in templates_with_versions():
        template = version.template
        if compile_wording(version.subject, version.body).fields - FILLED:
            unfit.add(template.name)
        if template.locale == str(get_locale()) or template.name not in texts:
            texts[template.name] = template.title
    return sorted(((name, title) for name, title in texts.items() if name not in unfit), key=lambda row: folded(row[1]))


def words_of_library(name: str, locales: Sequence[str]) -> dict[str, str]:
    """The fields of a form filled with a text of the library; nothing when there is no such text."""
    if name not in dict(library_texts()):
        return {}
    versions = {locale: newest_version(name, locale) for locale in locales}
    subjects = {f"subject_{locale}": version.subject for locale, version in versions.items()}
    return subjects | {f"body_{locale}": version.body for locale, version in versions.items()}


def readers_of(kind: ActKind, given: Given, chosen: Chosen, viewer: User, *, named: str = "") -> list[Candidate]:
    """Some of those who get it, or those of them whose name says `named`."""
    person, reason = (asked := kind.asked(given, people_of(chosen, viewer)).subquery()).c
    readers = select(Candidate).join(asked, person == Candidate.id).where(reason.is_(None))
    if key := folded(named):
        readers = readers.where(Candidate.name_key.contains(key, autoescape=True))
    return list(db.session.scalars(readers.order_by(Candidate.id).limit(MOST_READERS)))


def preview_mail(given: Given, person: Candidate, sender: User) -> MailPreview:
    to = resolve(person, primary_addresses([person]))
    words = words_for(given, to.locale)
    mail = preview_wording(
        words["subject"], signed(words["body"], sender), locale=to.locale, kind=BASES[given["basis"]], values=values_for(to, sender, own_name())
    )
    return MailPreview(to.name, to.address, str(LANGUAGES[words["locale"]]), mail.subject, mail.text)


def send_mail_test(given: Given, person: Candidate, *, to: User, by: Actor) -> Message:
    """The mail `person` would get, to a colleague instead. Nothing of it counts."""
    reader = resolve(person, primary_addresses([person]))
    words = words_for(given, reader.locale)
    with force_locale(words["locale"]):
        subject = gettext("Test: %(subject)s", subject=words["subject"])
    draft = Draft(
        cause=f"people-act-test:user:{to.id}:{uuid4().hex}", kind=MessageKind.ACCOUNT, to=to, subject=subject,
        body=signed(words["body"], to), values=values_for(reader, to, own_name()), sender=to.name, reply_to=to.email,
        attachment_id=attached_to({**given}).get("attachment"),
    )  # fmt: skip
    return plan_messages([draft], by=by)[0]


def _read(typed: Mapping[str, str], locale: str) -> dict[str, str]:
    subject, body = one_line(typed.get(f"subject_{locale}", ""))[:300], clean_text(typed.get(f"body_{locale}", "")).strip()
    return {"locale": locale, "subject": subject, "body": body}


def _check(said: Mapping[str, str]) -> None:
    """What is wrong is said at the field of its language."""
    locale = said["locale"]
    if not said["body"]:
        raise WordingRefused(gettext("Write the text in this language too, or leave its subject empty."), field=f"body_{locale}")
    try:
        wording = check_wording(said["subject"], said["body"])
    except WordingRefused as refusal:
        raise WordingRefused(refusal.sentence, field=f"{refusal.field}_{locale}") from None
    for name in sorted(wording.fields - FILLED):
        raise WordingRefused(gettext("This mail has nothing to say for {{%(field)s}}.", field=name), field=f"body_{locale}")


def attached_to(given: dict[str, Any]) -> dict[str, Any]:
    """The file that waits on disk, if one was chosen, gets its row; `given` names that from now on."""
    waiting = given.pop("file", None)
    if waiting is None:
        return given
    kept = keep_attachment(StagedFile(*waiting["staged"]), waiting["name"])
    return {**given, "attachment": kept.id, "attached": kept.filename}


def own_name() -> str:
    """The employer's."""
    company = installation()
    return company.company_name if company else ""


def values_for(to: Resolved, sender: User, company: str) -> dict[str, str]:
    """What the merge fields say; whoever has no first name is called by the whole one."""
    return {"first_name": to.first_name or to.name, "name": to.name, "sender.name": sender.name, SIGNATURE: signature_of(sender), "company": company}
