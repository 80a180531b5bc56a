"""What acts on many people ask for, on one form: each kind shows its own fields, a mail a subject and a text per language."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from app.compliance.models import ErasureReason
from app.recruiter.candidates.choices import colleagues
from app.talent.queries.pools import pools_to_add_to
from app.web.access import viewer
from app.web.forms import PageForm

FIELDS = {
    "tag": ("tag",), "untag": ("tag",), "owner": ("owner",), "mail": ("file", "basis", "spare"), "refresh": (),
    "erase": ("erasure_reason",), "pool": ("pool", "why"),
}  # fmt: skip


class PeopleActForm(PageForm):
    act = HiddenField()
    tag = StringField(_("Tag"), [Length(max=200)])
    owner = SelectField(_("Who looks after them"), validate_choice=False)
    basis = RadioField(
        _("What is it about?"), validate_choice=False,
        choices=[
            ("personal", _("Something they have to do with us: an answer, a conversation, their application")),
            ("marketing", _("Jobs and news: only who agreed to be kept in mind gets it, and can say no in one click")),
        ],
    )  # fmt: skip
    spare = BooleanField(_("Leave out whoever got a mail from us within the last seven days"))
    erasure_reason = SelectField(_("Why"), validate_choice=False)
    pool = SelectField(_("Pool"), validate_choice=False)
    why = StringField(
        _("Why"), [Length(max=500)], description=_("One sentence your colleagues understand next year.")
    )
    file = FileField(_("Attach a file"), description=_("PDF, Word or a picture, 3 MB at most. It travels with every mail."))
    typed = StringField(_("Type the number of people"), [Length(max=10)])

    locales: tuple[str, ...] = ()

    def asked_by(self, kind: str) -> list[Field]:
        """The fields a kind of act asks for."""
        return [self[name] for name in FIELDS.get(kind, ())]


def people_act_form(kind: str, typed: Mapping[str, str], *, locales: Sequence[str] = ()) -> PeopleActForm:
    """With what was typed, with a subject and a text in each of `locales`, and with what may be chosen."""
    words: dict[str, Any] = {"locales": tuple(locales)}
    for locale in locales:
        words[f"subject_{locale}"] = StringField(_("Subject"), [Length(max=300)])
        words[f"body_{locale}"] = TextAreaField(_("Text"))
    form: PeopleActForm = type("PeopleActFormInLanguages", (PeopleActForm,), words)(formdata=MultiDict(typed))
    form.act.data = kind
    first = ("", gettext("Choose …"))
    if kind == "owner":
        form.owner.choices = [first, ("0", gettext("Nobody")), *((str(one), name) for one, name in colleagues())]
    if kind == "pool":
        form.pool.choices = [first, *((str(one), name) for one, name in pools_to_add_to(viewer()))]
    form.erasure_reason.choices = [first, *((reason.value, str(reason.label)) for reason in ErasureReason)]
    if "checked" not in typed:
        form.spare.data = True
    return form
