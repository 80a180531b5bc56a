"""The forms of the pages about many résumés at once."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import Length

from app.candidates.importing import LAWFUL_BASES
from app.web.forms import PageForm


class ResumesForm(PageForm):
    """What holds for all of them."""

    lawful_basis = SelectField(
        _("On what basis may you hold these people's details?"), choices=[("", ""), *LAWFUL_BASES.items()]
    )
    evidence = TextAreaField(
        _("Where do these details come from?"), validators=[Length(max=1000)],
        description=_("Kept with the batch, so that it can be shown years later."),
    )  # fmt: skip
    source = StringField(_("Source"), validators=[Length(max=200)], description=_("Where you found these people"))
    tags = StringField(_("Tags for all of them"), validators=[Length(max=1000)], description=_("Separated by commas"))


class ResumeForm(PageForm):
    """What would stand on the record."""

    name = StringField(_("Full name"), validators=[Length(max=200)])
    email = EmailField(_("E-mail"), validators=[Length(max=320)])
    phone = TelField(_("Phone"), validators=[Length(max=40)])
    title = StringField(_("Current title"), validators=[Length(max=200)])
    employer = StringField(_("Current employer"), validators=[Length(max=200)])
    headline = StringField(_("Headline"), validators=[Length(max=300)])
    city = StringField(_("City"), validators=[Length(max=200)])
    country = SelectField(_("Country"), default="")
    link = StringField(_("Web address"), validators=[Length(max=500)])
    skills = TextAreaField(_("Skills"), validators=[Length(max=8000)], description=_("Separated by commas"))
