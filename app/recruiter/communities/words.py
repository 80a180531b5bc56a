"""A community's words: a new one, changing them, and a preview as the public reads it."""

from typing import Any

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.refusals import Refused, Stale
from app.recruiter.communities.finding import find_community, show_overtaken
from app.recruiter.communities.forms import WordsForm, words_of
from app.talent.commands import change_community, create_community
from app.talent.models import Community
from app.web.access import actor, needs, reads, viewer
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("words", __name__)

TEMPLATE = "recruiter/communities/words.html"


@blueprint.get("/communities/new")
@needs(Permission.COMMUNITIES_EDIT)
def new_community() -> ResponseReturnValue:
    form = WordsForm(formdata=None, data={"owner_id": viewer().id, "locale": str(get_locale())})
    return show(TEMPLATE, community=None, form=form)


@blueprint.post("/communities")
@needs(Permission.COMMUNITIES_EDIT)
def create() -> ResponseReturnValue:
    """Make the draft; nothing is public yet."""
    form = WordsForm()
    if form.repeated_answer:
        return redirect_back(form.repeated_answer, "/recruiter/communities")
    if not form.validate_on_submit():
        return show(TEMPLATE, community=None, form=form, status=422)
    try:
        community = create_community(by=actor(), topic_ids=form.topics.data or [], **_words(form))
    except Refused as refusal:
        form.refuse(refusal)
        return show(TEMPLATE, community=None, form=form, status=409)
    form.remember(f"/recruiter/communities/{community.id}")
    flash(_("The draft is made. Open it when its page reads well."), "success")
    return redirect_to("recruiter.communities.community.show_community", community_id=community.id)


@blueprint.get("/communities/<int:community_id>/edit")
@needs(Permission.COMMUNITIES_EDIT)
def edit_words(community_id: int) -> ResponseReturnValue:
    community = find_community(community_id)
    return show(TEMPLATE, community=community, form=WordsForm(formdata=None, data=words_of(community)))


@blueprint.post("/communities/<int:community_id>/edit")
@needs(Permission.COMMUNITIES_EDIT)
def save_words(community_id: int) -> ResponseReturnValue:
    community = find_community(community_id)
    form = WordsForm()
    if not form.validate_on_submit():
        return show(TEMPLATE, community=community, form=form, status=422)
    try:
        change_community(
            community, version=form.seen_version, by=actor(), topic_ids=form.topics.data or [], **_words(form)
        )
    except Stale:
        return show_overtaken(TEMPLATE, community, form)
    except Refused as refusal:
        form.refuse(refusal)
        return show(TEMPLATE, community=community, form=form, status=409)
    flash(_("Saved."), "success")
    return redirect_to("recruiter.communities.community.show_community", community_id=community.id)


@blueprint.post("/communities/preview")
@needs(Permission.COMMUNITIES_EDIT)
@reads
def preview() -> ResponseReturnValue:
    """What was typed as the public would read it; nothing is kept."""
    return show(TEMPLATE, community=None, form=WordsForm())


@blueprint.post("/communities/<int:community_id>/preview")
@needs(Permission.COMMUNITIES_EDIT)
@reads
def preview_community(community_id: int) -> ResponseReturnValue:
    community: Community = find_community(community_id)
    return show(TEMPLATE, community=community, form=WordsForm())


def _words(form: WordsForm) -> Any:
    return form.words()
