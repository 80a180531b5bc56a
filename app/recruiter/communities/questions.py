"""The few questions a community asks of its own."""

from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.refusals import Refused, Stale
from app.recruiter.communities.finding import find_community, show_overtaken
from app.recruiter.communities.forms import QuestionsForm
from app.recruiter.jobs.fields import arranged
from app.talent.commands import CommunityQuestionDraft, set_community_questions
from app.talent.models import Community, CommunityQuestion, CommunityQuestionKind
from app.web.access import actor, needs
from app.web.pages import redirect_to, show

blueprint = Blueprint("questions", __name__)

TEMPLATE = "recruiter/communities/questions.html"


@blueprint.get("/communities/<int:community_id>/questions")
@needs(Permission.COMMUNITIES_EDIT)
def edit_questions(community_id: int) -> ResponseReturnValue:
    community = find_community(community_id)
    rows = [*map(_row, community.open_questions)] or [{}]
    return show(TEMPLATE, community=community, form=_form(community.version, rows))


@blueprint.post("/communities/<int:community_id>/questions")
@needs(Permission.COMMUNITIES_EDIT)
def save_questions(community_id: int) -> ResponseReturnValue:
    community = find_community(community_id)
    form = QuestionsForm()
    action = request.form.get("action", "")
    rows = _with_campus(form.rows.data) if action == "campus" else arranged(form.rows.data, action)
    if rows is not None:
        return show(TEMPLATE, community=community, form=_form(form.seen_version, rows))
    if not form.validate_on_submit():
        return show(TEMPLATE, community=community, form=form, status=422)
    try:
        set_community_questions(community, _drafts(community, form), version=form.seen_version, by=actor())
    except Stale:
        return show_overtaken(TEMPLATE, community, form)
    except Refused as refusal:
        form.refuse(refusal)
        return show(TEMPLATE, community=community, form=form, status=409)
    flash(_("Saved."), "success")
    return redirect_to("recruiter.communities.questions.edit_questions", community_id=community.id)


def _form(version: int, rows: list[dict[str, Any]]) -> QuestionsForm:
    return QuestionsForm(formdata=None, data={"version": version, "rows": rows})


def _with_campus(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a campus page asks: school, degree and year of graduation, as far as they are not asked yet."""
    kept = [row for row in rows if row["text"]]
    asked = {row["kind"] for row in kept}
    words = {
        CommunityQuestionKind.SCHOOL: _("Where do you study?"), CommunityQuestionKind.DEGREE: _("Which degree are you working on?"),
        CommunityQuestionKind.GRADUATION: _("When do you graduate?"),
    }  # fmt: skip
    missing = [{"kind": kind, "text": text, "required": True} for kind, text in words.items() if kind not in asked]
    return [*kept, *missing]


def _row(question: CommunityQuestion) -> dict[str, Any]:
    shown = {name: getattr(question, name) for name in ("id", "text", "kind", "help", "required")}
    return shown | {"options": "\n".join(question.options.get("options", []))}


def _drafts(community: Community, form: QuestionsForm) -> list[CommunityQuestionDraft]:
    known = {str(question.id): question.id for question in community.open_questions}
    return [
        CommunityQuestionDraft(
            kind=row["kind"],
            text=row["text"],
            help=row["help"] or "",
            required=row["required"],
            options=tuple((row["options"] or "").splitlines()),
            id=known.get(row["id"] or ""),
        )
        for row in form.rows.data
        if (row["text"] or "").strip()
    ]
