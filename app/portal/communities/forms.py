"""The form to join a community: the fixed fields, its topics and questions, and a box for each purpose, none ticked."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import BooleanField, EmailField, Field, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from app.candidates.models import NoticeText, Purpose
from app.candidates.notices import CONSENT_TEXTS, PRIVACY_NOTICE, ensure_notices
from app.candidates.values import email_address
from app.core.transaction import aside
from app.extensions import db
from app.portal.applying.forms import FEW, NEEDED, YES_NO, ManyField, fits
from app.talent.commands.community_questions import LONGEST_ANSWER, answer_field
from app.talent.models import Community, CommunityQuestion, CommunityQuestionKind
from app.talent.queries.schools import known_school_names
from app.web.csrf import csrf_token, seconds_since
from app.web.forms import PageForm

LISTS = {CommunityQuestionKind.SCHOOL: "schools", CommunityQuestionKind.DEGREE: "degrees"}
"""Lists of the page that complete what is typed; anything else may be typed too."""
HASTE_SECONDS = 1
"""A form sent within the second it was shown was read by nobody."""


class JoinForm(PageForm):
    """What everybody is asked. `subject` is a trap: people neither see nor fill it.

    `shown` holds the ids of the wordings the page showed; `once_more` says that it was shown again to be sent twice.
    """

    name = StringField(
        lazy_gettext("Name"),
        [
            DataRequired(lazy_gettext("Please tell us your name.")),
            Length(max=200, message=lazy_gettext("Please keep the name under 200 characters.")),
        ],
    )
    email = EmailField(
        lazy_gettext("E-mail"), [DataRequired(lazy_gettext("Please tell us your e-mail address.")), fits(email_address)]
    )
    topics = ManyField(lazy_gettext("What would you like to read about?"), validate_choice=False)
    subject = StringField(lazy_gettext("Please leave this field empty"))
    src = HiddenField()
    began = HiddenField(default=csrf_token)
    shown = HiddenField()
    once_more = HiddenField()

    questions: tuple[CommunityQuestion, ...] = ()
    purposes: tuple[Purpose, ...] = ()

    @property
    def looks_automatic(self) -> bool:
        """Filled by a program, as far as one can tell; people are asked to send it once more."""
        seconds = seconds_since(self.began.data or "") if self.began.raw_data else None
        return not self.once_more.data and (bool(self.subject.data) or (seconds is not None and seconds < HASTE_SECONDS))

    def lists(self) -> dict[str, list[str]]:
        """What the page offers to complete: known schools and usual degrees, where they are asked."""
        kinds = {question.kind for question in self.questions}
        degrees = [_("Bachelor"), _("Master"), _("Diploma"), _("Doctorate"), _("Apprenticeship"), _("State examination")]
        return {
            name: known_school_names() if kind is CommunityQuestionKind.SCHOOL else degrees
            for kind, name in LISTS.items()
            if kind in kinds
        }

    def question_field(self, question: CommunityQuestion) -> Field:
        return self[answer_field(question.id)]

    def consent_field(self, purpose: Purpose) -> Field:
        return self[consent_field(purpose)]

    def answers(self) -> dict[int, str | list[str]]:
        given = {question.id: self.question_field(question).data for question in self.questions}
        return {question_id: value for question_id, value in given.items() if value}

    def ticked(self) -> list[Purpose]:
        return [purpose for purpose in self.purposes if self.consent_field(purpose).data]

    def topic_ids(self) -> list[int]:
        return [int(typed) for typed in self.topics.data or [] if typed.isascii() and typed.isdigit() and len(typed) < 10]

    def shown_ids(self) -> set[int]:
        """The wordings that stood on the page."""
        return {int(typed) for typed in (self.shown.data or "")[:200].split() if typed.isascii() and typed.isdigit() and len(typed) < 10}


def consent_field(purpose: Purpose) -> str:
    return f"consent_{purpose.value}"


def join_form(community: Community, texts: dict[str, NoticeText], locale: str) -> JoinForm:
    """The form of `community`, holding whatever was posted."""
    questions = tuple(community.open_questions)
    purposes = tuple(purpose for purpose, name in CONSENT_TEXTS.items() if name in texts)
    fields: dict[str, Any] = {answer_field(question.id): _field(question) for question in questions}
    fields |= {consent_field(purpose): BooleanField(purpose.label) for purpose in purposes}
    form: JoinForm = type("JoinFormOfCommunity", (JoinForm,), {**fields, "questions": questions, "purposes": purposes})()
    form.topics.choices = [(str(topic.id), topic.name(locale)) for topic in community.topics if topic.active]
    return form


def shown_texts(locale: str, *, ids: Iterable[int] = ()) -> dict[str, NoticeText]:
    """The privacy notice and the wording of each consent, by name: the newest, or the very one among `ids`."""
    found = _texts(locale, set(ids))
    if len(found) <= len(CONSENT_TEXTS):
        aside(ensure_notices)
    return found


def _texts(locale: str, ids: set[int]) -> dict[str, NoticeText]:
    names = (PRIVACY_NOTICE, *CONSENT_TEXTS.values())
    rows = db.session.scalars(
        select(NoticeText).where(NoticeText.name.in_(names), NoticeText.locale.in_((locale, "en")))
    )
    found: dict[str, NoticeText] = {}
    for row in sorted(rows, key=lambda one: (one.id in ids, one.locale == locale, one.version)):
        found[row.name] = row
    return found


def _field(question: CommunityQuestion) -> Any:
    """What can be typed is checked here, what may be answered by the rules of talent."""
    settings: dict[str, Any] = {"description": question.help, "validators": [NEEDED if question.required else Optional()]}
    options = [(option, option) for option in map(str, question.options.get("options", []))]
    match question.kind:
        case CommunityQuestionKind.YES_NO:
            return RadioField(question.text, choices=YES_NO, validate_choice=False, **settings)
        case CommunityQuestionKind.ONE if len(options) > FEW:
            choices = [("", _("Please choose")), *options]
            return SelectField(question.text, choices=choices, validate_choice=False, **settings)
        case CommunityQuestionKind.ONE:
            return RadioField(question.text, choices=options, validate_choice=False, **settings)
        case CommunityQuestionKind.MANY:
            return ManyField(question.text, choices=options, validate_choice=False, **settings)
        case CommunityQuestionKind.YEAR | CommunityQuestionKind.GRADUATION:
            return StringField(question.text, render_kw={"inputmode": "numeric", "maxlength": "4"}, **settings)
    words = _("Please keep this under %(limit)s characters.", limit=LONGEST_ANSWER)
    settings["validators"].append(Length(max=LONGEST_ANSWER, message=words))
    if question.kind in LISTS:
        settings["render_kw"] = {"list": LISTS[question.kind], "autocomplete": "off"}
    return StringField(question.text, **settings)
