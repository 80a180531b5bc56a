"""The form of an invitation: the job, and the words in each language that is needed."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.talent.commands.inviting import Words
from app.web.forms import PageForm


class InvitationForm(PageForm):
    job = SelectField(_("Job"), coerce=int, validators=[Optional()])
    ids = HiddenField()
    pool_id = HiddenField()
    as_whom = SelectField(_("As"), coerce=int, validators=[Optional()])

    locales: tuple[str, ...] = ()

    def words(self) -> dict[str, Words]:
        return {
            locale: Words(self[f"subject_{locale}"].data or "", self[f"body_{locale}"].data or "") for locale in self.locales
        }

    def fill(self, words: dict[str, Words]) -> None:
        for locale, said in words.items():
            self[f"subject_{locale}"].data, self[f"body_{locale}"].data = said.subject, said.body


def invitation_form(locales: list[str], **values: Any) -> InvitationForm:
    """With a subject and a text per language; what was posted stays."""
    fields: dict[str, Any] = {"locales": tuple(locales)}
    for locale in locales:
        fields[f"subject_{locale}"] = StringField(_("Subject"), [Length(max=300)])
        fields[f"body_{locale}"] = TextAreaField(_("Text"), [Length(max=20_000)])
    kind = type("InvitationFormInLanguages", (InvitationForm,), fields)
    form: InvitationForm = kind(**values) if request.method == "POST" else kind(formdata=None, **values)
    return form
