"""The forms of a campaign. They check shape; what may be sent is decided in app.campaigns."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.core.languages import CHOICES
from app.recruiter.account.account import ZONES
from app.web.forms import PageForm


class Seen(PageForm):
    """A form about a draft: it carries the version it was shown with."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def show_version(self, version: int) -> None:
        """What the next save follows."""
        self.version.data, self.version.raw_data = version, None

    def problems(self) -> list[str]:
        """Everything that is wrong, one sentence each."""
        return [str(problem) for field in self for problem in field.errors] + [str(problem) for problem in self.form_errors]


class NewCampaignForm(PageForm):
    name = StringField(_("Name"), [DataRequired(), Length(max=200)])
    locale = SelectField(_("Language"), choices=CHOICES)


class TextForm(Seen):
    """Subject, preheader and Markdown in one language. Not everything must be there yet: drafts save incomplete."""

    subject = StringField(_("Subject"), [Length(max=300)])
    preheader = StringField(_("Preheader"), [Length(max=300)])
    body = TextAreaField(_("Text"), [Length(max=50_000)])


class BasicsForm(Seen):
    name = StringField(_("Name"), [DataRequired(), Length(max=200)])
    sender_name = SelectField(_("From"), validate_choice=True)
    reply_to = StringField(_("Answers go to"), [Length(max=320)])
    locale = SelectField(_("Main language"))


class AudienceForm(Seen):
    """Who is meant; the chosen lists are ids by kind, `pools`, `minus_pools` and so on."""

    query = StringField(_("Who match"), [Length(max=2000)])
    minus_query = StringField(_("But not those who match"), [Length(max=2000)])

    lists: dict[str, list[int]]


class TestForm(PageForm):
    """Who of the house gets a test."""

    colleagues: Any = SelectMultipleField(
        _("To"), [DataRequired()], coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    reader = StringField(_("As"), [Length(max=320)])


class SendForm(Seen):
    when = RadioField(_("When"), choices=[("now", _("Now")), ("later", _("At a time"))], default="now")
    day = DateField(_("Day"), [Optional()])
    time = TimeField(_("Time"), [Optional()])
    time_zone = SelectField(_("Time zone"), choices=[*ZONES, "UTC"])
