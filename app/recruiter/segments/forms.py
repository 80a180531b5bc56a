"""The form of a segment. It checks shape; the rules are in the commands."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.talent.models import Sharing
from app.web.forms import PageForm


class SegmentForm(PageForm):
    name = StringField(_("Name"), [DataRequired(_("Give the segment a name.")), Length(max=200)])
    q = TextAreaField(
        _("Who is in it"), [DataRequired(_("Say whom you mean.")), Length(max=2000)],
        description=_("In the words of the search box. Other segments and pools can be asked for: segment:\"Name\", -pool:\"Name\"."),
    )  # fmt: skip
    about = StringField(_("What it is for"), [Length(max=500)])
    sharing = RadioField(_("Who sees it"), default=Sharing.PRIVATE.value)
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sharing.choices = [
            (Sharing.SHARED.value, gettext("Everybody in recruiting; each sees only the people they may see")),
            (Sharing.PRIVATE.value, gettext("Only me and admins")),
        ]

    @property
    def chosen_sharing(self) -> Sharing:
        return Sharing(self.sharing.data)
