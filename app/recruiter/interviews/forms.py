"""The forms of interviews. They check shape; the rules are in the commands."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
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
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.accounts.models import User
from app.core.clock import today
from app.hiring.commands import InterviewPlan, PanelSeat
from app.hiring.interviewing import local_moment, working_day_after
from app.hiring.models import OUTCOMES, Application, Interview, InterviewKind, SeatRole
from app.web.forms import PageForm

SEAT = "seat-"
DEFAULT_MINUTES = 45
LONGEST = 14 * 24 * 60


def a_length(_form: Any, field: Any) -> None:
    """Between ten minutes and two weeks. WTForms' own range check stumbles over whole numbers of hundreds of digits."""
    if field.data is not None and not 10 <= field.data <= LONGEST:
        raise ValidationError(gettext("An interview lasts between ten minutes and two weeks."))


class InterviewForm(PageForm):
    """When, where and who. Times are typed in the zone of whoever arranges it."""

    kind = SelectField(_("Kind"), coerce=InterviewKind)
    title = StringField(_("What it is called"), [Length(max=200)])
    day = DateField(_("Day"), [InputRequired()])
    clock = TimeField(_("Time"), [InputRequired()])
    minutes = IntegerField(_("Minutes"), [InputRequired(), a_length], default=DEFAULT_MINUTES)
    time_zone = StringField(_("Time zone of the candidate"), [InputRequired(), Length(max=60)])
    place = StringField(_("Place"), [Length(max=500)])
    link = StringField(_("Link"), [Length(max=500)])
    instructions = TextAreaField(_("For the candidate"), [Length(max=4000)])
    panel_note = TextAreaField(_("For the panel"), [Length(max=4000)])
    despite_clashes = BooleanField(_("Arrange it nevertheless"))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, *args: Any, zone: str, seats: dict[int, SeatRole] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, kind.label) for kind in InterviewKind]
        self.zone = zone
        self.seats = seats if seats is not None else chosen_seats()

    @property
    def moment(self) -> datetime | None:
        """When it begins, or None while day or time are missing or the clocks skip that hour."""
        if self.day.data is None or self.clock.data is None:
            return None
        try:
            return local_moment(self.day.data, self.clock.data, self.zone)
        except (ValueError, OverflowError):
            return None

    @property
    def until(self) -> datetime | None:
        minutes = self.minutes.data
        fits = self.moment is not None and minutes is not None and 0 < minutes <= LONGEST
        return self.moment + timedelta(minutes=minutes) if fits and self.moment else None

    def validate(self, extra_validators: Any = None) -> bool:
        fit: bool = super().validate(extra_validators)
        if fit and self.moment is None:
            self.say("clock", gettext("There is no such time on that day: the clocks are changed."))
            return False
        return fit

    def plan(self) -> InterviewPlan:
        starts_at, ends_at = self.moment, self.until
        assert starts_at is not None
        assert ends_at is not None
        return InterviewPlan(
            kind=self.kind.data, title=self.title.data or "", starts_at=starts_at, ends_at=ends_at,
            time_zone=self.time_zone.data, place=self.place.data or "", link=self.link.data or "",
            instructions=self.instructions.data or "", panel_note=self.panel_note.data or "",
            panel=[PanelSeat(user_id, role) for user_id, role in self.seats.items()],
        )  # fmt: skip


def chosen_seats() -> dict[int, SeatRole]:
    """Who takes part as the request says: one field per colleague, `seat-<id>`, holding the role."""
    roles = {role.value: role for role in SeatRole}
    found: dict[int, SeatRole] = {}
    for name, value in request.values.items():
        number = name.removeprefix(SEAT)
        if name != number and number.isascii() and number.isdigit() and len(number) < 10 and value in roles:
            found[int(number)] = roles[value]
    return found


def new_values(application: Application, zone: str) -> dict[str, Any]:
    """What the form of a new interview begins with; whatever the address says comes before that."""
    asked = request.args
    return {
        "title": asked.get("title", str(application.stage.name))[:200], "time_zone": asked.get("time_zone", zone)[:60],
        "kind": _kind(asked.get("kind")), "day": _day(asked.get("day")), "clock": _clock(asked.get("clock")),
        "minutes": asked.get("minutes", DEFAULT_MINUTES, int),
    }  # fmt: skip


def values_of(interview: Interview, viewer: User) -> dict[str, Any]:
    """An interview as its form shows it to `viewer`; day, time and length as far as the address says otherwise."""
    local = interview.starts_at.astimezone(ZoneInfo(viewer.time_zone))
    kept = ("kind", "title", "time_zone", "place", "link", "instructions", "panel_note", "version")
    asked = request.args
    return {
        **{name: getattr(interview, name) for name in kept}, "minutes": asked.get("minutes", interview.minutes, int),
        "day": _day(asked.get("day")) if "day" in asked else local.date(),
        "clock": _clock(asked.get("clock")) if "clock" in asked else local.time(),
    }  # fmt: skip


class OutcomeForm(PageForm):
    outcome = RadioField(_("How did it go?"), validators=[InputRequired()])
    note = StringField(_("Anything to add?"), [Length(max=1000)])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = [(state.value, state.label) for state in OUTCOMES]


class AttributeRow(Form):
    id = HiddenField()
    name = StringField(_("What is rated"), [Length(max=200)])
    questions = TextAreaField(_("Questions that bring it out"), [Length(max=2000)])


class KitForm(PageForm):
    purpose = TextAreaField(_("What these interviews are for"), [Length(max=2000)])
    rows = FieldList(FormField(AttributeRow), max_entries=12)
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


def _kind(text: str | None) -> InterviewKind:
    return next((kind for kind in InterviewKind if kind.value == text), InterviewKind.VIDEO)


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return working_day_after(today())


def _clock(text: str | None) -> time:
    try:
        return time.fromisoformat(text or "10:00").replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        return time(10)
