"""What acts on many people ask for, on one form: each kind shows its own fields."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from app.web.forms import PageForm

FIELDS = {
    "tag": ("tag",), "untag": ("tag",), "owner": ("owner",), "mail": ("basis", "subject", "body", "spare"), "refresh": (),
    "erase": ("erasure_reason",),
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
    subject = StringField(_("Subject"), [Length(max=300)])
    body = TextAreaField(
        _("Text"), description=_("Markdown. {{first_name}} and {{name}} are filled in for each person.")
    )
    spare = BooleanField(_("Leave out whoever got a mail from us within the last seven days"))
    erasure_reason = SelectField(_("Why"), validate_choice=False)
    typed = StringField(_("Type the number of people"), [Length(max=10)])

    def asked_by(self, kind: str) -> list[Field]:
        """The fields a kind of act asks for."""
        return [self[name] for name in FIELDS.get(kind, ())]
