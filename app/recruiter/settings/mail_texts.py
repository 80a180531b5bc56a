"""The mails candidates and colleagues get: read, changed, seen before they are saved."""

from flask import Blueprint, Response, flash, make_response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.mailing.commands import change_template, check_template_wording
from app.mailing.library import newest_version_of, shipped_template
from app.mailing.models import TemplateVersion
from app.mailing.policy import visible_templates
from app.mailing.queries import templates_with_versions
from app.mailing.rendering import preview_wording
from app.mailing.wording import compile_wording, merge_field
from app.web.access import actor, needs, reads, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.headers import PREVIEW, allow_previews
from app.web.pages import redirect_to, show

blueprint = Blueprint("mail_texts", __name__)


class MailTextForm(PageForm):
    subject = StringField(lazy_gettext("Subject"), [DataRequired(), Length(max=300)])
    body = TextAreaField(lazy_gettext("Text"), [DataRequired(), Length(max=50_000)])
    number = IntegerField(widget=HiddenInput(), validators=[Optional()])


@blueprint.get("/settings/mail-texts")
@needs(Permission.ADMINISTER)
def show_mail_texts() -> ResponseReturnValue:
    return show("recruiter/settings/mail_texts.html", versions=templates_with_versions())


@blueprint.get("/settings/mail-texts/<int:template_id>")
@needs(Permission.ADMINISTER)
def show_mail_text(template_id: int) -> ResponseReturnValue:
    version = newest_version_of(find(visible_templates(viewer()), template_id))
    return _show(version, MailTextForm(formdata=None, obj=version))


@blueprint.post("/settings/mail-texts/<int:template_id>")
@needs(Permission.ADMINISTER)
def save_mail_text(template_id: int) -> ResponseReturnValue:
    template = find(visible_templates(viewer()), template_id, lock=True)
    form = MailTextForm()
    if not form.validate_on_submit():
        return _show(newest_version_of(template), form, status=422)
    try:
        change_template(template, subject=form.subject.data, body=form.body.data, seen=form.number.data, by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _show(newest_version_of(template), form, status=409)
    flash(_("Saved. The next mail says it this way; those already planned keep their words."), "success")
    return redirect_to("recruiter.settings.mail_texts.show_mail_texts")


@blueprint.post("/settings/mail-texts/<int:template_id>/preview")
@needs(Permission.ADMINISTER)
@reads
def preview_mail_text(template_id: int) -> Response:
    """What is typed, with sample values; fills the frame beside the text."""
    template = find(visible_templates(viewer()), template_id)
    form = MailTextForm()
    try:
        check_template_wording(template, form.subject.data or "", form.body.data or "")
        html = preview_wording(form.subject.data or "", form.body.data or "", locale=template.locale).html
    except Refused as refusal:
        html = show("recruiter/settings/mail_text_refused.html", sentence=str(refusal)).get_data(as_text=True)
    return _preview(html)


@blueprint.get("/settings/mail-texts/<int:template_id>/preview")
@needs(Permission.ADMINISTER)
def show_saved_preview(template_id: int) -> Response:
    version = newest_version_of(find(visible_templates(viewer()), template_id))
    return _preview(preview_wording(version.subject, version.body, locale=version.template.locale).html)


def _preview(html: str) -> Response:
    response = make_response(html)
    response.headers["Content-Security-Policy"] = PREVIEW
    return response


def _show(version: TemplateVersion, form: MailTextForm, status: int = 200) -> ResponseReturnValue:
    template = version.template
    shipped = shipped_template(template.name, template.locale)
    wording = compile_wording(shipped.subject, shipped.body) if shipped else compile_wording(version.subject, version.body)
    known = sorted(wording.fields | {"first_name", "name", "company"})
    allow_previews()
    return show(
        "recruiter/settings/mail_text.html",
        status=status,
        mail=template,
        version=version,
        form=form,
        fields=[field for name in known if (field := merge_field(name)) is not None],
    )
