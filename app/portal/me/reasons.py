"""The one form for taking something back: an application or an offer. Nobody has to say why."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import Length

from app.web.forms import PageForm


class ReasonForm(PageForm):
    reason = TextAreaField(
        _("Would you tell us why?"), [Length(max=1000, message=_("Please keep this under 1000 characters."))]
    )
