"""The forms of schools. They check shape; the rules are in the commands."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.jobs.places import country_choices
from app.jobs.queries import user_choices
from app.recruiter.jobs.fields import number_or_none
from app.talent.models import School
from app.web.forms import PageForm

NEEDED = DataRequired(_("This is needed."))


class SchoolForm(PageForm):
    name = StringField(_("Name"), [NEEDED, Length(max=200)])
    other_names = TextAreaField(
        _("Other names"), [Length(max=2000)], description=_("One a line, as people write it: “TU Berlin”.")
    )
    city = StringField(_("City"), [Length(max=200)])
    country = SelectField(_("Country"), validate_choice=False)
    website = StringField(_("Website"), [Length(max=500)])
    about = TextAreaField(_("How we work with it"), [Length(max=4000)], description=_("Markdown works."))
    owner_id = SelectField(
        _("Looked after by"), coerce=number_or_none, description=_("Dates of the school become to-dos of this colleague.")
    )
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = [("", _("Choose …")), *country_choices()]
        self.owner_id.choices = [("", _("Nobody")), *user_choices()]

    def facts(self) -> dict[str, Any]:
        return {name: self[name].data or "" for name in ("name", "city", "country", "website", "about")} | {
            "owner_id": self.owner_id.data,
            "other_names": (self.other_names.data or "").splitlines(),
        }


class ContactForm(PageForm):
    name = StringField(_("Name"), [Length(max=200)], default="")
    role = StringField(_("What they do there"), [Length(max=200)])
    email = StringField(_("E-mail"), [Length(max=320)])
    phone = StringField(_("Phone"), [Length(max=40)])


class ProgrammeForm(PageForm):
    name = StringField(_("Programme"), [Length(max=200)], default="")
    degree = StringField(_("Degree"), [Length(max=200)])


class DateForm(PageForm):
    day = DateField(_("Day"), [NEEDED])
    what = StringField(_("What happens"), [Length(max=200)], default="")
    days_before = IntegerField(_("Remind so many days before"), [Optional(), NumberRange(0, 180)], default=14)


def school_form(school: School) -> SchoolForm:
    """The form filled with the school as it is."""
    return SchoolForm(
        formdata=None, name=school.name, other_names="\n".join(school.other_names), city=school.city, country=school.country,
        website=school.website, about=school.about, owner_id=school.owner_id, version=school.version,
    )  # fmt: skip
