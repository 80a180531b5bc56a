"""What an application must bring: answers that fit their questions, a résumé or a link as the job asks."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _

from app.candidates.values import BadValue, web_link
from app.core.refusals import Refused
from app.core.text import clean_text, one_line
from app.hiring.models import Answer
from app.jobs.models import Job, Question, QuestionKind, ResumeRule

LONGEST = {QuestionKind.SHORT: 500, QuestionKind.LONG: 10_000}
Given = str | Sequence[str]


class AnswerMissing(Refused):
    sentence = _("Please answer this question.")


class AnswerUnfit(Refused):
    """The answer cannot be one to its question."""


class ResumeMissing(Refused):
    def __init__(self, rule: ResumeRule) -> None:
        either = rule is ResumeRule.RESUME_OR_LINK
        super().__init__(
            _("Please add your résumé, or a link to your profile.") if either else _("Please add your résumé."),
            field="resume",
        )


class LinkUnfit(Refused):
    sentence = _("A link begins with http:// or https://.")

    def __init__(self) -> None:
        super().__init__(field="link")


def field_of(question: Question) -> str:
    """The name of a question's form field (PRODUCT §22)."""
    return f"question-{question.id}"


def checked_answers(questions: Sequence[Question], given: Mapping[int, Given]) -> list[Answer]:
    """Answers ready to be stored, in the order of the questions; whatever was not asked is ignored."""
    answers = []
    for question in questions:
        if question.retired_at is not None:
            continue
        values = _values(given.get(question.id, ""))
        if not values:
            if question.required:
                raise AnswerMissing(field=field_of(question))
            continue
        answers.append(_checked(question, values))
    return answers


def check_resume(job: Job, *, has_resume: bool, link: str) -> None:
    rule = job.resume_rule
    if (rule is ResumeRule.RESUME and not has_resume) or (rule is ResumeRule.RESUME_OR_LINK and not (has_resume or link)):
        raise ResumeMissing(rule)


def checked_link(link: str) -> str:
    """A web address with its scheme, or empty."""
    if not one_line(link):
        return ""
    try:
        return web_link(link)
    except BadValue:
        raise LinkUnfit() from None


def _values(given: Given) -> list[str]:
    several = [given] if isinstance(given, str) else list(given)
    return [text for one in several if (text := clean_text(one).strip())]


def _checked(question: Question, values: list[str]) -> Answer:
    kind = question.kind
    if kind in (QuestionKind.ONE, QuestionKind.MANY):
        return _checked_choices(question, values)
    value = values[0]
    if kind is QuestionKind.NUMBER:
        value = _checked_number(question, value)
    elif kind is QuestionKind.YES_NO:
        if value not in ("yes", "no"):
            raise AnswerUnfit(_("Please choose yes or no."), field=field_of(question))
    elif kind is QuestionKind.DATE:
        value = _checked_date(question, value)
    elif len(value) > LONGEST[kind]:
        raise AnswerUnfit(
            _("Please keep this under %(limit)s characters.", limit=LONGEST[kind]), field=field_of(question)
        )
    return Answer(question_id=question.id, value=value, choices={})


def _checked_choices(question: Question, values: list[str]) -> Answer:
    options = [str(option) for option in question.options.get("options", [])]
    chosen = [option for option in options if option in values]
    unknown = [value for value in values if value not in options]
    if unknown or (question.kind is QuestionKind.ONE and len(chosen) != 1):
        raise AnswerUnfit(_("Please choose from the list."), field=field_of(question))
    return Answer(question_id=question.id, value=", ".join(chosen)[:10_000], choices={"values": chosen})


def _checked_number(question: Question, value: str) -> str:
    typed = value.replace(" ", "").replace("\u202f", "").replace("'", "")
    plain = typed.replace(",", ".") if typed.count(",") == 1 and "." not in typed else typed.replace(",", "")
    try:
        number = float(plain)
    except ValueError:
        number = float("nan")
    if len(plain) > 30 or not abs(number) <= 1e15 or not any(character.isdigit() for character in plain):
        raise AnswerUnfit(_("Please enter a number."), field=field_of(question))
    return plain


def _checked_date(question: Question, value: str) -> str:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        raise AnswerUnfit(_("Please enter a date."), field=field_of(question)) from None
