"""The few questions a community asks of its own, and whether an answer fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from app.core.activity import Change
from app.core.actors import Actor
from app.core.clock import now
from app.core.refusals import Refused
from app.core.text import one_line
from app.extensions import db
from app.talent.commands.communities import keep_community_edit
from app.talent.models import Community, CommunityQuestion, CommunityQuestionKind

MOST_QUESTIONS = 5
MOST_OPTIONS = 30
LONGEST_ANSWER = 500
YEARS = range(1940, 2101)
WITH_OPTIONS = frozenset({CommunityQuestionKind.ONE, CommunityQuestionKind.MANY})

OF_YEARS = frozenset({CommunityQuestionKind.YEAR, CommunityQuestionKind.GRADUATION})

Given = str | Sequence[str]


class InvalidCommunityQuestion(Refused):
    sentence = lazy_gettext("This question cannot be asked like this.")


class MemberAnswerMissing(Refused):
    sentence = lazy_gettext("Please answer this question.")


class MemberAnswerUnfit(Refused):
    """The answer cannot be one to its question."""


@dataclass(frozen=True)
class CommunityQuestionDraft:
    """A question as typed; `id` names the one it changes."""

    kind: CommunityQuestionKind
    text: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    id: int | None = None


def set_community_questions(
    community: Community, drafts: Sequence[CommunityQuestionDraft], *, version: int | None, by: Actor
) -> None:
    """The questions from now on, in this order. One that is left out or changes its kind is retired with its answers."""
    community.check_version(version)
    if len(drafts) > MOST_QUESTIONS:
        raise InvalidCommunityQuestion(
            _("Ask at most %(most)s questions: every one costs members.", most=MOST_QUESTIONS)
        )
    wanted = [_checked(draft) for draft in drafts]
    of_campus = [draft.kind for draft in wanted if draft.kind.is_of_campus]
    if len(set(of_campus)) < len(of_campus):
        raise InvalidCommunityQuestion(_("School, degree and year of graduation can be asked once each."))
    asked = select(CommunityQuestion).where(
        CommunityQuestion.community_id == community.id, CommunityQuestion.retired_at.is_(None)
    )
    standing = {question.id: question for question in db.session.scalars(asked.order_by(CommunityQuestion.position))}
    before = _listed(list(standing.values()))
    for position, draft in enumerate(wanted):
        question = standing.get(draft.id or 0)
        if question is None or question.kind is not draft.kind:
            question = CommunityQuestion(community_id=community.id, kind=draft.kind)
            db.session.add(question)
        else:
            standing.pop(question.id)
        _write(question, draft, position)
    for gone in standing.values():
        gone.retired_at = now()
    db.session.flush()
    db.session.expire(community, ["questions"])
    after = _listed(wanted)
    if before != after:
        keep_community_edit(community, [Change("questions", before or None, after or None)], by=by)


def member_answers(questions: Sequence[CommunityQuestion], given: Mapping[int, Given]) -> dict[str, Any]:
    """Answers ready to be kept, question id → value; whatever was not asked is ignored."""
    kept: dict[str, Any] = {}
    for question in questions:
        typed = given.get(question.id, "")
        values = [text for one in ([typed] if isinstance(typed, str) else typed) if (text := one_line(one))]
        if values:
            kept[str(question.id)] = _answer(question, values)
        elif question.required:
            raise MemberAnswerMissing(field=answer_field(question.id))
    return kept


def answer_field(question_id: int) -> str:
    """The name of a question's form field."""
    return f"question-{question_id}"


def _answer(question: CommunityQuestion, values: list[str]) -> dict[str, Any]:
    field, kind = answer_field(question.id), question.kind
    if kind in WITH_OPTIONS:
        options = [str(option) for option in question.options.get("options", [])]
        chosen = [option for option in options if option in values]
        unknown = any(value not in options for value in values)
        if unknown or (kind is CommunityQuestionKind.ONE and len(chosen) != 1):
            raise MemberAnswerUnfit(_("Please choose from the list."), field=field)
        return {"value": ", ".join(chosen)[:LONGEST_ANSWER], "values": chosen}
    value = values[0]
    if kind is CommunityQuestionKind.YES_NO and value not in ("yes", "no"):
        raise MemberAnswerUnfit(_("Please choose yes or no."), field=field)
    if kind in OF_YEARS and not (len(value) == 4 and value.isascii() and value.isdigit() and int(value) in YEARS):
        raise MemberAnswerUnfit(_("Please enter a year, such as 2027."), field=field)
    if len(value) > LONGEST_ANSWER:
        raise MemberAnswerUnfit(_("Please keep this under %(limit)s characters.", limit=LONGEST_ANSWER), field=field)
    return {"value": value}


def _checked(draft: CommunityQuestionDraft) -> CommunityQuestionDraft:
    text = one_line(draft.text)[:300]
    if not text:
        raise InvalidCommunityQuestion(_("A question needs its words."))
    options = tuple(dict.fromkeys(one_line(option)[:100] for option in draft.options if one_line(option)))
    if draft.kind in WITH_OPTIONS and not 2 <= len(options) <= MOST_OPTIONS:
        raise InvalidCommunityQuestion(
            _("“%(question)s” needs between 2 and %(most)s choices.", question=text, most=MOST_OPTIONS)
        )
    kept = options if draft.kind in WITH_OPTIONS else ()
    return CommunityQuestionDraft(draft.kind, text, one_line(draft.help)[:300], draft.required, kept, draft.id)


def _write(question: CommunityQuestion, draft: CommunityQuestionDraft, position: int) -> None:
    question.text, question.help, question.required = draft.text, draft.help, draft.required
    question.options = {"options": list(draft.options)} if draft.options else {}
    question.position = position


def _listed(questions: Sequence[CommunityQuestion] | Sequence[CommunityQuestionDraft]) -> str:
    lines = []
    for question in questions:
        options = question.options.get("options", []) if isinstance(question, CommunityQuestion) else question.options
        needed = " *" if question.required else ""
        lines.append(" · ".join([f"{question.text}{needed} ({question.kind.value})", question.help, ", ".join(options)]))
    return "\n".join(lines)
