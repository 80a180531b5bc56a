"""The forms of a job's pages."""

from typing import Any

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from app.accounts.models import User
from app.candidates.models import Seniority
from app.core.languages import CHOICES
from app.hiring.queries import reject_reasons
from app.jobs.models import (
    CloseReason,
    EmploymentType,
    Job,
    PayPeriod,
    PipelineTemplate,
    QuestionKind,
    RemotePolicy,
    ResumeRule,
    StageType,
    TeamRole,
)
from app.jobs.places import country_choices
from app.jobs.queries import team_choices, user_choices
from app.jobs.wording import SPOKEN, language_name
from app.recruiter.jobs.fields import CURRENCIES, MoneyField, choices, number_or_none
from app.web.forms import PageForm

NEEDED = DataRequired(_("This is needed."))


class PartForm(PageForm):
    """A form about one part of a job; it carries the version it was shown."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version the form was shown; anything else counts as out of date."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class PlaceRow(Form):
    city = StringField(_("City"), [Optional(), Length(max=200)])
    region = StringField(_("State or region"), [Optional(), Length(max=200)])
    postal_code = StringField(_("Postal code"), [Optional(), Length(max=20)])
    country = SelectField(_("Country"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = [("", _("Choose …")), *country_choices()]


class JobFields(PageForm):
    """What a new job and its basics page both ask."""

    title = StringField(_("Title"), [NEEDED, Length(max=200)])
    department = StringField(_("Department"), [Optional(), Length(max=200)])
    team_id = SelectField(_("Recruiting team"), coerce=number_or_none)
    employment_type = SelectField(_("Employment type"), coerce=EmploymentType)
    remote_policy = SelectField(_("Where"), coerce=RemotePolicy)
    locale = SelectField(_("Language of the posting"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team_id.choices = [("", _("No team")), *team_choices()]
        self.employment_type.choices = choices(EmploymentType)
        self.remote_policy.choices = choices(RemotePolicy)
        self.locale.choices = CHOICES


class NewJobForm(JobFields):
    template = SelectField(_("Stages from"), coerce=int)
    city = StringField(_("City"), [Optional(), Length(max=200)])
    country = SelectField(_("Country"), validate_choice=False)
    openings = IntegerField(_("Openings"), [Optional(), NumberRange(1, 500)], default=1)

    def __init__(self, *args: Any, templates: list[PipelineTemplate], viewer: User, country: str, **kwargs: Any) -> None:
        language = str(get_locale())
        super().__init__(*args, data={"team_id": viewer.team_id, "country": country, "locale": language}, **kwargs)
        self.template.choices = [(template.id, template.name) for template in templates]
        self.country.choices = country_choices()


class BasicsForm(JobFields, PartForm):
    confidential = BooleanField(_("Confidential: only the hiring team sees it, and it is never public"))
    evergreen = BooleanField(_("Evergreen: always hiring, without a fixed number of openings"))
    resume_rule = SelectField(_("An application must bring"), coerce=ResumeRule)
    target_date = DateField(_("Somebody should start by"), [Optional()])
    pay_from = MoneyField(_("Pay from"))
    pay_to = MoneyField(_("Pay to"))
    pay_currency = SelectField(_("Currency"))
    pay_period = SelectField(_("Per"), coerce=PayPeriod)
    benefits = TextAreaField(_("Benefits"), [Length(max=2000)])
    places = FieldList(FormField(PlaceRow), label=_("Locations"), max_entries=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resume_rule.choices = choices(ResumeRule)
        self.pay_period.choices = choices(PayPeriod)
        self.pay_currency.choices = [(code, code) for code in CURRENCIES]


class DescriptionForm(PartForm):
    summary = TextAreaField(_("Summary"), [Length(max=400)])
    description = TextAreaField(_("Description"), [Length(max=30_000)])


class SkillsForm(PartForm):
    """What the job asks of people; skills are typed with commas between them."""

    required = StringField(_("Required skills"), [Length(max=3000)])
    wished = StringField(_("Skills wished for"), [Length(max=3000)])
    seniority = SelectField(_("Seniority"))
    spoken = SelectMultipleField(_("Languages of the work"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seniority.choices = [("", _("Any")), *choices(Seniority)]
        self.spoken.choices = [(code, language_name(code)) for code in SPOKEN]

    def names(self, field: str) -> list[str]:
        return [name.strip() for name in (self[field].data or "").split(",") if name.strip()]

    @property
    def chosen_seniority(self) -> Seniority | None:
        return Seniority(self.seniority.data) if self.seniority.data else None


class QuestionRow(Form):
    id = HiddenField()
    text = StringField(_("Question"), [Optional(), Length(max=500)])
    kind = SelectField(_("Answered with"), coerce=QuestionKind, default=QuestionKind.SHORT)
    help = StringField(_("Help"), [Optional(), Length(max=500)])
    options = TextAreaField(_("Choices, one a line"), [Optional(), Length(max=4000)])
    required = BooleanField(_("Must be answered"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices(QuestionKind)


class QuestionsForm(PartForm):
    rows = FieldList(FormField(QuestionRow), max_entries=40)


class StageRow(Form):
    id = HiddenField()
    name = StringField(_("Name for the team"), [Optional(), Length(max=200)])
    type = SelectField(_("Type"), coerce=StageType, default=StageType.INTERVIEW)
    public_name = StringField(_("What candidates read"), [Optional(), Length(max=200)])
    public_text = StringField(_("One explaining sentence"), [Optional(), Length(max=300)])
    limit_days = IntegerField(_("Stalled after (days)"), [Optional(), NumberRange(1, 365)])
    reply_days = IntegerField(_("Word within (days)"), [Optional(), NumberRange(1, 365)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type.choices = choices(StageType)


class StagesForm(PartForm):
    rows = FieldList(FormField(StageRow), max_entries=30)


class MemberRow(Form):
    user_id = SelectField(_("Person"), coerce=number_or_none)
    role = SelectField(_("Role"), coerce=TeamRole, default=TeamRole.INTERVIEWER)
    lead = BooleanField(_("Leads"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = choices(TeamRole)


class TeamForm(PartForm):
    rows = FieldList(FormField(MemberRow), max_entries=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fill_choices()

    def fill_choices(self) -> None:
        people = [("", _("Nobody")), *user_choices()]
        for row in self.rows:
            row.form.user_id.choices = people


class PublishForm(PageForm):
    last_day = DateField(_("Last day to apply"), [Optional()])


class CloseForm(PageForm):
    reason = SelectField(_("Why"), coerce=CloseReason)
    note = StringField(_("Note for the team"), [Optional(), Length(max=500)])
    left = SelectField(_("Those still in process"), coerce=number_or_none)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = ((reason.id, gettext("Reject: %(reason)s", reason=reason.name)) for reason in reject_reasons())
        self.left.choices = [("", _("I decide about each of them first")), *reasons]
        self.reason.choices = [(CloseReason.HIRED.value, _("Filled")), (CloseReason.CANCELLED.value, _("No longer wanted"))]


class LeftForm(PageForm):
    """What becomes of those still in process when the job is over already."""

    left = SelectField(_("Those still in process"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left.choices = [(reason.id, gettext("Reject: %(reason)s", reason=reason.name)) for reason in reject_reasons()]


def basics_of(job: Job) -> dict[str, Any]:
    """A job as the basics form shows it."""
    fields = (
        "title", "department", "team_id", "employment_type", "remote_policy", "locale", "confidential", "evergreen",
        "resume_rule", "target_date", "pay_from", "pay_to", "pay_currency", "pay_period", "benefits", "version",
    )  # fmt: skip
    places = [{name: getattr(place, name) for name in ("city", "region", "postal_code", "country")} for place in job.locations]
    return {field: getattr(job, field) for field in fields} | {"places": places or [{}]}
