"""The forms of pools. They check shape; the rules are in the commands."""

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.talent.models import RHYTHMS, LeftWhy, Sharing
from app.web.forms import PageForm

WHYS = (LeftWhy.REMOVED, LeftWhy.NO_INTEREST, LeftWhy.NO_FIT, LeftWhy.HIRED)
"""Why somebody leaves, as a recruiter may say it."""


class PoolForm(PageForm):
    name = StringField(_("Name"), [DataRequired(_("Give the pool a name.")), Length(max=200)])
    target_role = StringField(
        _("Target role"), [Length(max=200)], description=_("The role these people may fill one day.")
    )
    purpose = TextAreaField(
        _("Purpose"), [Length(max=4000)], description=_("Whom it is for and what happens with them. Markdown works.")
    )
    sharing = RadioField(_("Who sees it"), default=Sharing.SHARED.value)
    rhythm = SelectField(
        _("Everybody hears from us within"), coerce=int, default=90, validators=[Optional()],
        description=_("Decides who counts as contacted."),
    )  # fmt: skip
    owner = SelectField(_("Owner"), coerce=int, validators=[Optional()])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sharing.choices = [
            (Sharing.SHARED.value, gettext("Everybody in recruiting")),
            (Sharing.PRIVATE.value, gettext("Only its owner and admins")),
        ]
        self.rhythm.choices = [(days, ngettext("%(num)s day", "%(num)s days", days)) for days in RHYTHMS]
        self.owner.choices = []

    @property
    def chosen_sharing(self) -> Sharing:
        return Sharing(self.sharing.data)


class PoolStageRow(Form):
    id = HiddenField()
    name = StringField(_("Stage"), [Optional(), Length(max=200)])


class PoolStagesForm(PageForm):
    rows = FieldList(FormField(PoolStageRow), max_entries=20)


class MemberForm(PageForm):
    why = StringField(_("Why this person is here"), [Length(max=500)])
    come_back_on = DateField(
        _("Come back on"), [Optional()], description=_("On that day it becomes a to-do of yours.")
    )
