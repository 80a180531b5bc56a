"""Fields that several forms about accounts share."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

HINT = _("At least 15 characters. A short sentence works well; no digits or symbols are demanded.")


def new_password_field(label: object) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(), Length(max=1000)],
        description=HINT,
        render_kw={"autocomplete": "new-password", "minlength": 15},
    )
