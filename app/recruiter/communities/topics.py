"""The topics people can choose to read about, named in each language."""

from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, StringField
from wtforms.validators import Length, Optional

from app.accounts.permissions import Permission
from app.candidates.commands.preferences import save_topic
from app.candidates.models import Topic
from app.core.languages import LOCALES
from app.core.refusals import Refused
from app.extensions import db
from app.web.access import actor, needs
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("topics", __name__)

TEMPLATE = "recruiter/communities/topics.html"
MOST_TOPICS = 60


class TopicRow(Form):
    id = HiddenField()
    en = StringField(lazy_gettext("In English"), [Optional(), Length(max=80)])
    de = StringField(lazy_gettext("In German"), [Optional(), Length(max=80)])
    active = BooleanField(lazy_gettext("Offered to people"), default=True)


class TopicsForm(PageForm):
    rows = FieldList(FormField(TopicRow), max_entries=MOST_TOPICS)


@blueprint.get("/communities/topics")
@needs(Permission.COMMUNITIES_EDIT)
def edit_topics() -> ResponseReturnValue:
    return show(TEMPLATE, form=_form([_row(topic) for topic in _topics()] or [{}]))


@blueprint.post("/communities/topics")
@needs(Permission.COMMUNITIES_EDIT)
def save_topics() -> ResponseReturnValue:
    """A topic is never taken away, only no longer offered: people have chosen it."""
    form = TopicsForm()
    if request.form.get("action") == "add":
        return show(TEMPLATE, form=_form([*form.rows.data, {"active": True}][:MOST_TOPICS]))
    if not form.validate_on_submit():
        return show(TEMPLATE, form=form, status=422)
    try:
        _save(form)
    except Refused as refusal:
        form.refuse(refusal)
        return show(TEMPLATE, form=form, status=409)
    flash(_("Saved."), "success")
    return redirect_to("recruiter.communities.topics.edit_topics")


def _save(form: TopicsForm) -> None:
    known = {str(topic.id): topic for topic in _topics()}
    for row in form.rows.data:
        topic = known.get(row["id"] or "")
        names = {locale: (row[locale] or "").strip() for locale in LOCALES}
        if topic is None and not any(names.values()):
            continue
        changed = topic is None or _row(topic) != {"id": topic.id, **names, "active": row["active"]}
        if changed:
            save_topic(topic, names, active=row["active"], by=actor())


def _form(rows: list[dict[str, Any]]) -> TopicsForm:
    return TopicsForm(formdata=None, data={"rows": rows})


def _row(topic: Topic) -> dict[str, Any]:
    return {"id": topic.id, "en": topic.names.get("en", ""), "de": topic.names.get("de", ""), "active": topic.active}


def _topics() -> list[Topic]:
    return list(db.session.scalars(select(Topic).order_by(Topic.name_key)))
