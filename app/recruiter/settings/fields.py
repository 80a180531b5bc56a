"""Fields of the employer's own on the record: added, worded, put in order, archived."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.accounts.permissions import Permission
from app.candidates.commands import (
    add_custom_field,
    archive_custom_field,
    change_custom_field,
    move_custom_field,
    restore_custom_field,
)
from app.candidates.custom_fields import custom_fields
from app.candidates.models import CustomField, CustomKind, CustomValue
from app.core.refusals import Refused
from app.extensions import db
from app.web.access import actor, needs
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("fields", __name__)
ONE_A_LINE = lazy_gettext("One on each line; for a field that is one of several")


class FieldForm(PageForm):
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    name = StringField(lazy_gettext("Name"), [DataRequired(lazy_gettext("Please give the field a name.")), Length(max=200)])
    kind = SelectField(lazy_gettext("What it holds"), choices=[(kind.value, kind.label) for kind in CustomKind])
    choices = TextAreaField(lazy_gettext("What can be chosen"), [Length(max=20_000)], description=ONE_A_LINE)
    help = StringField(lazy_gettext("Explanation"), [Length(max=300)], description=lazy_gettext("Stands below the field where it is filled in"))
    on_quick_add = BooleanField(lazy_gettext("Ask for it when somebody is added by hand"))

    @property
    def lines(self) -> list[str]:
        return (self.choices.data or "").splitlines()


@blueprint.get("/settings/fields")
@needs(Permission.ADMINISTER)
def show_fields() -> ResponseReturnValue:
    return _list(FieldForm())


@blueprint.post("/settings/fields")
@needs(Permission.ADMINISTER)
def create_field() -> ResponseReturnValue:
    form = FieldForm()
    if form.repeated_answer:
        return redirect_to(".show_fields")
    if not form.validate_on_submit():
        return _list(form, status=422)
    try:
        add_custom_field(
            name=form.name.data or "", kind=CustomKind(form.kind.data), help=form.help.data or "", choices=form.lines,
            on_quick_add=form.on_quick_add.data, by=actor(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _list(form, status=409)
    form.remember("/recruiter/settings/fields")
    flash(_("The field was added. It stands on every record now."), "success")
    return redirect_to(".show_fields")


@blueprint.get("/settings/fields/<int:custom_field_id>")
@needs(Permission.ADMINISTER)
def edit_field(custom_field_id: int) -> ResponseReturnValue:
    field = _field(custom_field_id)
    form = FieldForm(formdata=None, obj=field)
    form.choices.data, form.kind.data = "\n".join(field.names), field.kind.value
    return _page(field, form)


@blueprint.post("/settings/fields/<int:custom_field_id>")
@needs(Permission.ADMINISTER)
def update_field(custom_field_id: int) -> ResponseReturnValue:
    field, form = _field(custom_field_id, lock=True), FieldForm()
    del form.kind
    if not form.validate_on_submit():
        return _page(field, form, status=422)
    try:
        change_custom_field(
            field, name=form.name.data or "", help=form.help.data or "", choices=form.lines,
            on_quick_add=form.on_quick_add.data, version=form.version.data, by=actor(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(field, form, status=409)
    flash(_("Saved."), "success")
    return redirect_to(".show_fields")


@blueprint.post("/settings/fields/<int:custom_field_id>/place/<direction>")
@needs(Permission.ADMINISTER)
def create_place(custom_field_id: int, direction: str) -> ResponseReturnValue:
    """One place up or down."""
    field = _field(custom_field_id, lock=True)
    if field.archived_at is None:
        move_custom_field(field, up=direction == "up")
    return redirect_to(".show_fields")


@blueprint.post("/settings/fields/<int:custom_field_id>/archive")
@needs(Permission.ADMINISTER)
def create_archive(custom_field_id: int) -> ResponseReturnValue:
    """No longer shown or asked; what it said is kept."""
    archive_custom_field(_field(custom_field_id, lock=True), by=actor())
    flash(_("The field was archived. What it said is kept and comes back with it."), "success")
    return redirect_to(".show_fields")


@blueprint.post("/settings/fields/<int:custom_field_id>/restoring")
@needs(Permission.ADMINISTER)
def create_restoring(custom_field_id: int) -> ResponseReturnValue:
    restore_custom_field(_field(custom_field_id, lock=True), by=actor())
    return redirect_to(".show_fields")


def _field(custom_field_id: int, *, lock: bool = False) -> CustomField:
    return find(select(CustomField), custom_field_id, lock=lock)


def _list(form: FieldForm, status: int = 200) -> ResponseReturnValue:
    fields = custom_fields(archived=True)
    filled = select(CustomValue.field_id, func.count()).group_by(CustomValue.field_id)
    return show(
        "recruiter/settings/fields.html",
        status=status,
        form=form,
        fields=[field for field in fields if field.archived_at is None],
        archived=[field for field in fields if field.archived_at is not None],
        filled=dict(db.session.execute(filled).all()),
    )


def _page(field: CustomField, form: FieldForm, status: int = 200) -> ResponseReturnValue:
    return show("recruiter/settings/field.html", status=status, field=field, form=form, has_choices=field.kind is CustomKind.CHOICE)
