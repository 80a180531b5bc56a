"""Forms check shape; rules live in commands, whose refusals are shown on the form they concern."""

import secrets
from typing import Any

from flask import has_request_context, request
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.fields import SelectChoice

from app.core.form_keys import answer_of, remember_answer
from app.core.refusals import Refused
from app.core.text import clean_text, one_line


class PageForm(FlaskForm):  # type: ignore[misc]
    """Base of every form: strips what is typed, carries an idempotency key, and can show a refusal.

    The CSRF token is checked for every unsafe request before any form is looked at (app.web.csrf).
    """

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(18))

    class Meta:
        csrf = False

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            cleaning = _CLEANING.get(unbound_field.field_class.__name__)
            if cleaning is not None:
                options = {**options, "filters": [cleaning, *unbound_field.kwargs.get("filters", ())]}
            if isinstance(choices := unbound_field.kwargs.get("choices"), (list, tuple)):
                options = {**options, "choices": [_choice(one) for one in choices]}
            return unbound_field.bind(form=form, **options)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            # Flask-WTF would take a JSON body, of whatever shape, for a form
            if has_request_context() and request.is_json:
                return None
            return super().wrap_formdata(form, formdata)  # type: ignore[misc]

    def refuse(self, refusal: Refused) -> None:
        """Show the refusal at the field it names, or above the form."""
        self.say(refusal.field or "", str(refusal))

    def say(self, name: str, problem: str) -> None:
        """Show a problem at the field `name`, or above the form."""
        field = self._fields.get(name)
        if field is not None:
            field.errors = [*field.errors, problem]
        else:
            self.form_errors.append(problem)

    @property
    def repeated_answer(self) -> str | None:
        """Where the first post of this very form led, when this is a repeat of it."""
        return answer_of(self.form_key.data or "")

    def remember(self, answer: str) -> None:
        """Keep `answer` (an address) for repeats, in this transaction."""
        remember_answer(self.form_key.data or "", answer)


def _choice(said: Any) -> Any:
    """A choice written as value and label, the way the library wants to have it."""
    return SelectChoice(*said) if type(said) is tuple else said


def _line(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


def _text(value: Any) -> Any:
    return clean_text(value).strip() if isinstance(value, str) else value


_CLEANING = {
    "StringField": _line,
    "EmailField": _line,
    "TelField": _line,
    "SearchField": _line,
    "URLField": _line,
    "TextAreaField": _text,
}
