"""Who knows whom, noted on a record and taken back."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import or_
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.core.refusals import Refused
from app.core.text import one_line
from app.recruiter.candidates.words import choices_of
from app.talent.commands.relationships import note_relationship, remove_relationship
from app.talent.models import Relationship, RelationshipKind
from app.talent.policy import visible_relationships
from app.talent.queries.relationships import colleague_called, people_called
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("relationships", __name__)


class RelationshipForm(PageForm):
    kind = SelectField(lazy_gettext("How"))
    who = StringField(lazy_gettext("Whom, or where"), [DataRequired(lazy_gettext("This is needed.")), Length(max=200)])
    words = StringField(lazy_gettext("More"), [Length(max=200)])
    since = DateField(lazy_gettext("When"), [Optional()])


@blueprint.post("/candidates/<int:candidate_id>/relationships")
@needs(Permission.CANDIDATES_EDIT)
def create_relationship(candidate_id: int) -> ResponseReturnValue:
    """Somebody on record when exactly one person is called that, a colleague likewise, else the words themselves."""
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id)
    form = RelationshipForm()
    form.kind.choices = choices_of(RelationshipKind)
    if not form.validate_on_submit():
        return _page(candidate, form, status=422)
    who = one_line(form.who.data)
    people = people_called(viewer(), who, but=candidate_id)
    user = colleague_called(who) if len(people) != 1 else None
    known = {"other": people[0]} if len(people) == 1 else ({"user": user} if user else {})
    words = (form.words.data or "") if known else ", ".join(filter(None, (who, form.words.data)))
    try:
        note_relationship(candidate, RelationshipKind(form.kind.data), by=actor(), words=words, since=form.since.data, **known)  # type: ignore[arg-type]
    except Refused as refusal:
        form.refuse(refusal)
        return _page(candidate, form, status=409)
    if len(people) > 1:
        flash(_("Several people are called “%(name)s”: the name stands there without a link. Use the address to link one.", name=who), "info")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate_id)


@blueprint.post("/candidates/<int:candidate_id>/relationships/<int:relationship_id>/removal")
@needs(Permission.CANDIDATES_EDIT)
def create_removal(candidate_id: int, relationship_id: int) -> ResponseReturnValue:
    """From either person's record."""
    find(visible_candidates(viewer()), candidate_id)
    own = visible_relationships(viewer()).where(
        or_(Relationship.candidate_id == candidate_id, Relationship.other_id == candidate_id)
    )
    remove_relationship(find(own, relationship_id), by=actor())
    flash(_("Taken back."), "success")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate_id)


def _page(candidate: Candidate, form: RelationshipForm, *, status: int) -> ResponseReturnValue:
    """The form alone, with what was typed."""
    return show("recruiter/candidates/relationship.html", status=status, candidate=candidate, form=form)
