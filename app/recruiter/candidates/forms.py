"""The forms of the pages about people. They check shape; the rules are in the commands."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    DecimalField,
    EmailField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.candidates.importing import LAWFUL_BASES
from app.candidates.models import (
    Candidate,
    DocumentKind,
    DuplicateChoice,
    NoteKind,
    NoteVisibility,
    Seniority,
)
from app.core.languages import CHOICES
from app.web.forms import PageForm

LARGEST_PAY = 100_000_000


class CandidateForm(PageForm):
    """The record's own fields. `version` is what the person saw."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    seen = HiddenField()
    """What one part of the record said when its form was shown, as a fingerprint."""
    full_name = StringField(_("Full name"), validators=[DataRequired(_("A person needs a name.")), Length(max=200)])
    preferred_name = StringField(_("Preferred name"), validators=[Length(max=200)], description=_("How they like to be called"))
    given_name = StringField(_("First name"), validators=[Length(max=200)])
    family_name = StringField(_("Last name"), validators=[Length(max=200)])
    headline = StringField(_("Headline"), validators=[Length(max=300)])
    current_title = StringField(_("Current title"), validators=[Length(max=200)])
    current_employer = StringField(_("Current employer"), validators=[Length(max=200)])
    city = StringField(_("City"), validators=[Length(max=200)])
    region = StringField(_("Region"), validators=[Length(max=200)])
    country = SelectField(_("Country"))
    locale = SelectField(_("Language for mail"), choices=CHOICES)
    seniority = SelectField(_("Seniority"), choices=[("", ""), *((one.value, one.label) for one in Seniority)])
    remote = SelectField(_("Works remotely"), choices=[("", ""), ("yes", _("Yes")), ("no", _("No"))])
    available_from = DateField(_("Available from"), validators=[Optional()])
    notice_period_days = IntegerField(_("Notice period in days"), validators=[Optional(), NumberRange(0, 1000)])
    salary = DecimalField(
        _("Yearly pay expected"), places=0, validators=[Optional(), NumberRange(0, LARGEST_PAY)]
    )
    salary_currency = SelectField(_("Currency"), choices=[("", ""), *((c, c) for c in ("EUR", "CHF", "GBP", "USD"))])
    work_authorisation = StringField(_("Work authorisation"), validators=[Length(max=200)])
    languages = StringField(
        _("Languages"), validators=[Length(max=300)], description=_("Codes with a level, such as: de native, en C1")
    )
    skills = TextAreaField(_("Skills"), validators=[Length(max=8000)], description=_("Separated by commas"))
    source = StringField(_("Source"), validators=[Length(max=200)])
    owner = SelectField(_("Looked after by"), coerce=int)

    def keep_only(self, names: Collection[str]) -> None:
        """Leave the fields of one part."""
        for name in list(self._fields):
            if name not in names and name not in ("form_key", "seen"):
                del self[name]

    def show_record(self, candidate: Candidate) -> None:
        """Fill the form from the record (only when it is shown, never over what was typed)."""
        shown: dict[str, Any] = {name: getattr(candidate, name) for name in (*PLAIN, "salary_currency", "version")}
        shown["seniority"] = candidate.seniority.value if candidate.seniority else ""
        shown["remote"] = {True: "yes", False: "no"}.get(candidate.remote, "")  # type: ignore[arg-type]
        shown["salary"] = Decimal(candidate.salary_minor) / 100 if candidate.salary_minor is not None else None
        shown["languages"] = ", ".join(f"{code} {level}".strip() for code, level in (candidate.languages or {}).items())
        shown["skills"] = ", ".join(held.skill.name for held in candidate.skills)
        shown["owner"] = candidate.owner_id or 0
        for name, value in shown.items():
            if name in self:
                self[name].data = value

    def values(self, *, pay: bool) -> dict[str, Any]:
        """Field → value for `change_candidate`, of fields that were sent; pay only when the viewer may see it."""
        sent = {name for name in self._fields if self[name].raw_data}
        values: dict[str, Any] = {name: self[name].data for name in PLAIN if name in sent}
        if "seniority" in sent:
            values["seniority"] = Seniority(self.seniority.data) if self.seniority.data else None
        if "remote" in sent:
            values["remote"] = {"yes": True, "no": False}.get(self.remote.data)
        if "languages" in sent:
            values["languages"] = _languages(self.languages.data or "")
        if pay and "salary" in sent:
            amount = self.salary.data
            values["salary_minor"] = int(amount * 100) if amount is not None else None
            values["salary_currency"] = (self.salary_currency.data or "EUR") if amount is not None else ""
        return values


PLAIN = ("full_name", "preferred_name", "given_name", "family_name", "headline", "current_title", "current_employer",
         "city", "region", "country", "locale", "available_from", "notice_period_days", "work_authorisation",
         "source")  # fmt: skip
"""Fields of the record that a form holds as they are."""


def _languages(typed: str) -> dict[str, str]:
    """ "de native, en C1" → {"de": "native", "en": "C1"} """
    found = {}
    for piece in typed.split(",")[:20]:
        code, _space, level = piece.strip().partition(" ")
        if code.isalpha() and 2 <= len(code) <= 3:
            found[code.lower()] = level.strip()[:40]
    return found


class AddForm(PageForm):
    """Quick add. `staged` carries the document that was read, signed."""

    name = StringField(_("Full name"), validators=[Length(max=200)])
    email = EmailField(_("E-mail"), validators=[Length(max=320)])
    phone = TelField(_("Phone"), validators=[Length(max=40)])
    link = StringField(_("Web address"), validators=[Length(max=500)], description=_("A profile or portfolio"))
    title = StringField(_("Current title"), validators=[Length(max=200)])
    employer = StringField(_("Current employer"), validators=[Length(max=200)])
    headline = StringField(_("Headline"), validators=[Length(max=300)])
    city = StringField(_("City"), validators=[Length(max=200)])
    country = SelectField(_("Country"))
    skills = TextAreaField(_("Skills"), validators=[Length(max=8000)], description=_("Separated by commas"))
    source = StringField(_("Source"), validators=[Length(max=200)], description=_("Where you found this person"))
    lawful_basis = SelectField(_("Basis for keeping the details"), choices=list(LAWFUL_BASES.items()))
    job = SelectField(_("Add to job"), coerce=int)
    pool = SelectField(_("Add to pool"), coerce=int, default=0)
    staged = HiddenField()
    same_anyway = HiddenField()


class DocumentForm(PageForm):
    """What a document is; the last three are for licences, permits and certificates."""

    kind = SelectField(_("What it is"), choices=[(kind.value, kind.label) for kind in DocumentKind])
    number = StringField(_("Number"), validators=[Length(max=200)])
    issuer = StringField(_("Issued by"), validators=[Length(max=200)])
    expires_on = DateField(_("Expires on"), validators=[Optional()])


class NoteForm(PageForm):
    kind = SelectField(_("Kind"), choices=[(kind.value, kind.label) for kind in NoteKind])
    visibility = SelectField(_("Who may read it"), choices=[(one.value, one.label) for one in NoteVisibility])
    body = TextAreaField(_("Note"), validators=[Length(max=20_000)])


class TodoForm(PageForm):
    what = StringField(_("What"), validators=[InputRequired(), Length(max=500)])
    due_on = DateField(_("By"), validators=[InputRequired()])
    owner = SelectField(_("Who"), coerce=int, validators=[InputRequired()])


class ImportForm(PageForm):
    """What holds for the whole batch; the mapping travels beside it as `column-<n>`."""

    duplicates = SelectField(
        _("If somebody is known already"), choices=[(choice.value, choice.label) for choice in DuplicateChoice]
    )
    source = StringField(_("Source"), validators=[Length(max=200)], description=_("Used where the file names none"))
    tags = StringField(_("Tags for all of them"), validators=[Length(max=1000)], description=_("Separated by commas"))
    lawful_basis = SelectField(
        _("On what basis may you hold these people's details?"), choices=[("", ""), *LAWFUL_BASES.items()]
    )
    evidence = TextAreaField(
        _("Where do these details come from?"), validators=[Length(max=1000)],
        description=_("Kept with the batch, so that it can be shown years later."),
    )  # fmt: skip
