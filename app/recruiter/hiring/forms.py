"""The forms of hiring. They check shape; the rules are in the commands."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.accounts.models import User
from app.hiring.commands import DEFAULT_DELAY
from app.hiring.models import ReasonSide, RejectReason, ReviewAnswer
from app.web.forms import PageForm

DELAYS = (0, 1, 2, 3, 5, 10)


class MoveForm(PageForm):
    """Where to, and where it stood when the form was shown."""

    to = IntegerField(validators=[InputRequired()])
    from_stage = IntegerField(validators=[InputRequired()])


class DepartureForm(PageForm):
    last_day = DateField(lazy_gettext("Last day with the company"), validators=[InputRequired(lazy_gettext("Enter a date."))])


class RejectionForm(PageForm):
    reason = SelectField(lazy_gettext("Reason"), coerce=int, validators=[InputRequired()],
                         description=lazy_gettext("For us only: the candidate never reads it."))  # fmt: skip
    note = TextAreaField(lazy_gettext("Note for the team"), validators=[Length(max=4000)])
    tell = BooleanField(lazy_gettext("Tell the candidate by mail"), default=True)
    delay = SelectField(lazy_gettext("The mail leaves"), coerce=int, default=DEFAULT_DELAY)
    keep_in_touch = SelectField(
        lazy_gettext("Keep in touch"), coerce=int, default=0, validators=[Optional()],
        description=lazy_gettext("The mail then asks in one sentence. Only who says yes joins the pool."),
    )  # fmt: skip
    silence_reason = StringField(
        lazy_gettext("If no mail is sent: why not?"), validators=[Length(max=300)],
        description=lazy_gettext("Nobody is left without word unless somebody says why."),
    )  # fmt: skip
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    next = HiddenField()

    def offer_choices(self, reasons: list[RejectReason]) -> None:
        self.reason.choices = {
            str(side.label): [(reason.id, reason.name) for reason in reasons if reason.side is side]
            for side in ReasonSide
            if any(reason.side is side for reason in reasons)
        }
        self.delay.choices = [(days, delay_label(days)) for days in DELAYS]
        self.keep_in_touch.choices = [(0, _("Do not ask"))]

    def offer_pools(self, pools: list[tuple[int, str]]) -> None:
        """For people who came as far as an interview: the pools they could join."""
        self.keep_in_touch.choices = [(0, _("Do not ask")), *pools]


def delay_label(days: int) -> str:
    if days == 0:
        return _("at once")
    return _("after one working day") if days == 1 else _("after %(days)s working days", days=days)


class ReviewForm(PageForm):
    user = SelectField(lazy_gettext("Colleague"), coerce=int, validators=[InputRequired()])
    message = StringField(lazy_gettext("What should they look at?"), validators=[Length(max=1000)])

    def offer_colleagues(self, users: list[User]) -> None:
        self.user.choices = [(user.id, user.name) for user in users]


class OpinionForm(PageForm):
    answer = RadioField(lazy_gettext("Should we go on with this person?"), validators=[InputRequired()])
    reason = TextAreaField(lazy_gettext("Why?"), validators=[InputRequired(), Length(max=4000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = [(answer.value, answer.label) for answer in ReviewAnswer]


class ReplyByForm(PageForm):
    reply_by = DateField(lazy_gettext("New reply-by date"), validators=[InputRequired()])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class NoteForm(PageForm):
    body = TextAreaField(lazy_gettext("Note"), validators=[InputRequired(), Length(max=20_000)])


class OfferForm(PageForm):
    title = StringField(lazy_gettext("Position"), validators=[InputRequired(), Length(max=200)])
    pay = DecimalField(lazy_gettext("Pay per year"), validators=[InputRequired(), NumberRange(min=1, max=20_000_000)])
    currency = StringField(lazy_gettext("Currency"), default="EUR", validators=[InputRequired(), Length(min=3, max=3)])
    starts_on = DateField(lazy_gettext("First day"), validators=[InputRequired()])
    expires_on = DateField(
        lazy_gettext("The offer stands until"), validators=[Optional()],
        description=lazy_gettext("After this day it can no longer be accepted."),
    )  # fmt: skip
    message = TextAreaField(lazy_gettext("A personal word"), validators=[Length(max=4000)])

    @property
    def pay_minor(self) -> int:
        return int((self.pay.data or Decimal(0)) * 100)
