"""The questions an application form asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.activity import Change
from app.core.actors import Actor
from app.core.clock import now
from app.core.text import one_line
from app.extensions import db
from app.jobs.activities import QuestionsChanged
from app.jobs.commands.checking import pay_demands
from app.jobs.commands.editing import compared, forget, keep_edit, lock
from app.jobs.models import Job, Question, QuestionKind
from app.jobs.refusals import InvalidQuestion

MOST_QUESTIONS = 30
MOST_OPTIONS = 30
WITH_OPTIONS = frozenset({QuestionKind.ONE, QuestionKind.MANY})

_ASKS_PAY_HISTORY = re.compile(
    r"(current|present|previous|last|past)\s+(salary|pay|wage|compensation|earnings)|salary\s+history"
    r"|(what|how much) do you (currently )?(earn|make)"
    r"|(aktuell|derzeitig|jetzig|bisherig|letzt)\w*\s+(gehalt|lohn|verdienst|einkommen)|verdien(en|st) sie (derzeit|aktuell)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class QuestionDraft:
    """A question as typed; `id` names the one it changes."""

    kind: QuestionKind
    text: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    id: int | None = None


def set_questions(job: Job, drafts: Sequence[QuestionDraft], *, version: int | None, by: Actor) -> None:
    """The questions from now on, in this order.

    One that is left out is retired: answers given to it keep their question. So is one whose kind changes.
    """
    job.check_version(version)
    lock(job)
    if len(drafts) > MOST_QUESTIONS:
        raise InvalidQuestion(_("Ask at most %(most)s questions: every one costs applicants.", most=MOST_QUESTIONS))
    wanted = [_checked(job, draft) for draft in drafts]
    asked = select(Question).where(Question.job_id == job.id, Question.retired_at.is_(None)).order_by(Question.position)
    standing = {question.id: question for question in db.session.scalars(asked)}
    before = _listed(list(standing.values()))
    for position, draft in enumerate(wanted):
        question = standing.get(draft.id or 0)
        if question is not None and question.kind is draft.kind:
            _write(standing.pop(question.id), draft, position)
        else:
            db.session.add(_write(Question(job_id=job.id, kind=draft.kind), draft, position))
    for gone in standing.values():
        gone.retired_at = now()
    forget(job, "questions")
    changes: list[Change] = compared("questions", before, _listed(wanted))
    keep_edit(job, QuestionsChanged, changes, by=by)


def _write(question: Question, draft: QuestionDraft, position: int) -> Question:
    question.text, question.help, question.required = draft.text, draft.help, draft.required
    question.options = {"options": list(draft.options)} if draft.options else {}
    question.position = position
    return question


def _checked(job: Job, draft: QuestionDraft) -> QuestionDraft:
    text = one_line(draft.text)
    if not text:
        raise InvalidQuestion(_("A question needs its words."))
    options = tuple(dict.fromkeys(one_line(option) for option in draft.options if one_line(option)))
    if draft.kind in WITH_OPTIONS and not 2 <= len(options) <= MOST_OPTIONS:
        raise InvalidQuestion(_("“%(question)s” needs between 2 and %(most)s choices.", question=text, most=MOST_OPTIONS))
    rule = pay_demands(job).get("no_pay_history") if _ASKS_PAY_HISTORY.search(text) else None
    if rule is not None:
        raise InvalidQuestion(
            _("“%(question)s” asks what somebody earns. The law forbids it (%(law)s); ask what they expect.",
              question=text, law=rule.law)
        )  # fmt: skip
    kept = options if draft.kind in WITH_OPTIONS else ()
    return QuestionDraft(draft.kind, text[:500], one_line(draft.help)[:500], draft.required, kept, draft.id)


def _listed(questions: Sequence[Question] | Sequence[QuestionDraft]) -> str:
    lines = []
    for question in questions:
        options = question.options.get("options", []) if isinstance(question, Question) else question.options
        needed = " *" if question.required else ""
        lines.append(" · ".join([f"{question.text}{needed} ({question.kind.value})", question.help, ", ".join(options)]))
    return "\n".join(lines)
