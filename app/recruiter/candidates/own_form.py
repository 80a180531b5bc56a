"""A form of the employer's own fields, made anew for each request; what it takes is judged by the commands."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, Field, HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional

from app.candidates.custom_fields import LONGEST, read_answer, typed_answer
from app.candidates.models import CustomField, CustomKind, CustomValue
from app.candidates.values import BadValue
from app.web.forms import PageForm


class OwnFieldsForm(PageForm):
    """Base of the forms `own_form` makes; their fields bear the full keys of the custom fields."""

    own: tuple[CustomField, ...] = ()
    seen = HiddenField()

    def show_values(self, said: Mapping[str, CustomValue]) -> None:
        for field in self.own:
            value = said.get(field.full_key)
            is_day = field.kind is CustomKind.DATE
            self[field.full_key].data = (value.day if value else None) if is_day else typed_answer(field, value)

    def typed(self) -> dict[str, str]:
        """Full key → what was typed, of fields that were sent."""
        return {field.full_key: _typed(self[field.full_key]) for field in self.own if self[field.full_key].raw_data}

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field says what is wrong with it, not only the first one."""
        fine = super().validate(extra_validators)
        for field in self.own:
            if self[field.full_key].errors:
                continue
            try:
                read_answer(field, _typed(self[field.full_key]))
            except BadValue as bad:
                self.say(field.full_key, str(bad.reason))
                fine = False
        return fine


def own_form(fields: Sequence[CustomField], *, said: Mapping[str, CustomValue] | None = None, blank: bool = False) -> OwnFieldsForm:
    """The form of these fields; `blank` leaves out what was posted, so that the record's values can be shown."""
    made = {field.full_key: _input(field, (said or {}).get(field.full_key)) for field in fields}
    form_class = type("OwnFields", (OwnFieldsForm,), {**made, "own": tuple(fields)})
    form: OwnFieldsForm = form_class(formdata=None) if blank else form_class()
    return form


def _input(field: CustomField, value: CustomValue | None) -> Field:
    said: dict[str, Any] = {"description": field.help, "label": field.name}
    match field.kind:
        case CustomKind.DATE:
            return DateField(validators=[Optional()], **said)
        case CustomKind.CHOICE:
            names = field.names if value is None or value.text in field.names else [*field.names, value.text]
            return SelectField(choices=[("", ""), *((name, name) for name in names)], **said)
        case CustomKind.YES_NO:
            return SelectField(choices=[("", ""), ("yes", _("Yes")), ("no", _("No"))], **said)
        case CustomKind.NUMBER:
            return StringField(validators=[Length(max=40)], render_kw={"inputmode": "decimal"}, **said)
    return StringField(validators=[Length(max=LONGEST)], **said)


def _typed(field: Field) -> str:
    data = field.data
    if isinstance(field, DateField):
        return data.isoformat() if data else ""
    return str(data or "")
