"""The application form of a job: the fixed fields, the job's questions, and what travels along unseen."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from app.candidates.commands.people import installation_country
from app.candidates.models import Candidate
from app.candidates.values import BadValue, email_address, phone_number, shown_phone, web_link
from app.core.tokens import new_token
from app.extensions import db
from app.hiring.commands import ResumeMissing, field_of
from app.hiring.commands.answers import LONGEST, check_resume
from app.intelligence.resume import ResumeReading
from app.jobs.models import Job, Question, QuestionKind
from app.web.csrf import csrf_token, seconds_since
from app.web.forms import PageForm

FEW = 5
"""Up to so many choices stand on the page as buttons, more in a list."""
YES_NO = (("yes", lazy_gettext("Yes")), ("no", lazy_gettext("No")))
LOOKS = {QuestionKind.LONG: {"rows": 5}, QuestionKind.NUMBER: {"inputmode": "decimal"}}
WITH_CHOICES = frozenset({QuestionKind.YES_NO, QuestionKind.ONE, QuestionKind.MANY})
NEEDED = DataRequired(lazy_gettext("Please answer this question."))


class DayField(StringField):
    """A date as the browser's calendar writes it; what it means is for the rules to say."""

    widget: Any = DateInput()


class ManyField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()


FIELDS: dict[QuestionKind, type[Any]] = {
    QuestionKind.SHORT: StringField,
    QuestionKind.LONG: TextAreaField,
    QuestionKind.NUMBER: StringField,
    QuestionKind.YES_NO: RadioField,
    QuestionKind.ONE: RadioField,
    QuestionKind.MANY: ManyField,
    QuestionKind.DATE: DayField,
}


def fits(read: Callable[[str], object]) -> Callable[[Any, Any], None]:
    """A validator from a function that reads a value or says why it cannot be one."""

    def check(_form: Any, field: Any) -> None:
        try:
            read(field.data)
        except BadValue as bad:
            raise ValidationError(str(bad)) from None

    return check


class ApplyForm(PageForm):
    """What everybody is asked. `topic` is a trap: people neither see nor fill it."""

    resume = FileField(lazy_gettext("Résumé"))
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
    phone = TelField(
        lazy_gettext("Phone"), [Optional(), fits(lambda typed: phone_number(typed, installation_country()))]
    )
    link = URLField(lazy_gettext("Link"), [Optional(), fits(web_link)])
    consent_pool = BooleanField(lazy_gettext("Keep in touch about other jobs"))
    topic = StringField(lazy_gettext("Please leave this field empty"))
    use_resume = BooleanField(lazy_gettext("Use the résumé you have"))
    manager_email = EmailField(lazy_gettext("Your manager's e-mail"), [Optional(), fits(email_address)])
    tell_manager = BooleanField(lazy_gettext("You may tell my manager that I applied"))
    src = HiddenField()
    invitation = HiddenField()
    colleague = HiddenField()
    draft = HiddenField(default=new_token)
    began = HiddenField(default=csrf_token)
    notice = HiddenField()
    pool = HiddenField()

    questions: tuple[Question, ...] = ()

    @property
    def seconds_open(self) -> int | None:
        """How long the page was open; None for a form that did not come from a page of ours."""
        return seconds_since(self.began.data or "") if self.began.raw_data else None

    def question_field(self, question: Question) -> Field:
        return self[field_of(question)]

    def answers(self) -> dict[int, str | list[str]]:
        given = {question.id: self.question_field(question).data for question in self.questions}
        return {question_id: value for question_id, value in given.items() if value}

    def check(self, job: Job, *, has_resume: bool, problem: str) -> bool:
        """Whether all is there and in shape; everything that is not stands at its field."""
        fine = bool(self.validate())
        if problem:
            self.say("resume", problem)
            return False
        try:
            check_resume(job, has_resume=has_resume, link=self.link.data or "")
        except ResumeMissing as refusal:
            self.refuse(refusal)
            return False
        return fine

    def fill_from(self, read: ResumeReading) -> list[str]:
        """Put what the résumé says into fields that are still empty; answers which."""
        found = {
            "name": read.full_name.value if read.full_name else "",
            "email": read.emails[0].value if read.emails else "",
            "phone": shown_phone(read.phones[0].value) if read.phones else "",
            "link": read.links[0].value if read.links else "",
        }
        return self._fill(found)

    def fill_in(self, candidate: Candidate) -> None:
        """A signed-in candidate types nothing twice."""
        self._fill(
            {
                "name": candidate.full_name,
                "email": candidate.primary_email or "",
                "phone": shown_phone(candidate.primary_phone) if candidate.primary_phone else "",
                "link": candidate.links[0].url if candidate.links else "",
            }
        )

    def _fill(self, values: Mapping[str, str]) -> list[str]:
        filled = [name for name, value in values.items() if value and not self[name].data]
        for name in filled:
            self[name].data = values[name]
        return filled


def application_form(job: Job) -> ApplyForm:
    """The form of `job`, its questions included, holding whatever was posted."""
    questions = tuple(
        db.session.scalars(
            select(Question)
            .where(Question.job_id == job.id, Question.retired_at.is_(None))
            .order_by(Question.position, Question.id)
        )
    )
    fields = {field_of(question): _field(question) for question in questions}
    form: ApplyForm = type("ApplyFormOfJob", (ApplyForm,), {**fields, "questions": questions})()
    return form


def _field(question: Question) -> Any:
    """What can be typed is checked here, what may be answered by the rules of hiring."""
    kind, field_class = question.kind, FIELDS[question.kind]
    settings: dict[str, Any] = {"description": question.help, "validators": [NEEDED if question.required else Optional()]}
    if kind in LONGEST:
        limit = LONGEST[kind]
        words = _("Please keep this under %(limit)s characters.", limit=limit)
        settings["validators"].append(Length(max=limit, message=words))
    if kind in LOOKS:
        settings["render_kw"] = LOOKS[kind]
    if kind in WITH_CHOICES:
        options = [(option, option) for option in map(str, question.options.get("options", []))]
        if kind is QuestionKind.ONE and len(options) > FEW:
            field_class, options = SelectField, [("", _("Please choose")), *options]
        settings |= {"choices": YES_NO if kind is QuestionKind.YES_NO else options, "validate_choice": False}
    return field_class(question.text, **settings)
