"""Fields of the candidate record: who somebody is, where, what they can do and when we last knew of them."""

from collections.abc import Mapping

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, String, and_, cast, false, func, not_, or_, select

from app.accounts.permissions import Permission
from app.candidates.models import (
    Candidate,
    CandidateSkill,
    ContactKind,
    ContactPoint,
    Education,
    Seniority,
    Skill,
    SkillAlias,
)
from app.core.text import folded
from app.extensions import db
from app.intelligence.skills import normalise_skill
from app.search.catalogue import Kind, QueryField, Value, register_field
from app.search.conditions import (
    LAST,
    among,
    bool_of,
    in_days,
    in_moments,
    in_numbers,
    key_field,
    key_matches,
    lacking,
    linked_field,
    named,
    value_field,
)
from app.search.fields.offered import MOST_VALUES, column_values
from app.search.scope import Scope
from app.search.syntax import Condition, Interval, Missing, Present, Words
from app.search.tokens import spelled


def _email(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    owners = select(ContactPoint.candidate_id).where(ContactPoint.kind == ContactKind.EMAIL)
    match condition:
        case Missing():
            return lacking(owners)
        case Present():
            return among(owners, scope)
        case Words():
            typed, key = folded(condition.text), ContactPoint.value_key
            if "@" in typed[1:]:
                return among(owners.where(key_matches(key, condition)), scope)
            if condition.prefix:
                return among(owners.where(key >= typed, key < typed + LAST), scope)
            return among(owners.where(key.contains(typed, autoescape=True)), scope)
    return false()


def _phone(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    owners = select(ContactPoint.candidate_id).where(ContactPoint.kind == ContactKind.PHONE)
    match condition:
        case Missing():
            return lacking(owners)
        case Present():
            return among(owners, scope)
        case Words():
            digits = "".join(sign for sign in condition.text if sign in "0123456789")
            national = digits.removeprefix("00").lstrip("0")
            return among(owners.where(ContactPoint.value_key.contains(national)), scope) if national else false()
    return false()


_having_skill = select(CandidateSkill.candidate_id)


def _skill(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    return named(select(Skill.id).where(skill_matches(condition)), CandidateSkill.skill_id, scope)


def skill_matches(condition: Condition) -> ColumnElement[bool]:
    """The skill itself or one of its other names: `js` finds JavaScript."""
    if not isinstance(condition, Words):
        return false()
    typed = condition.text
    if condition.prefix:
        return or_(
            *(and_(Skill.name_key >= key, Skill.name_key < key + LAST) for key in {folded(typed), spelled(typed)})
        )
    names = {typed, normalise_skill(typed) or typed}
    keys = sorted({key for name in names for key in (folded(name), spelled(name))})
    renamed = select(SkillAlias.skill_id).where(SkillAlias.name_key.in_(keys))
    return or_(Skill.name_key.in_(keys), Skill.id.in_(renamed))


def _skill_values(_scope: Scope, typed: str) -> list[Value]:
    keys = {folded(typed), spelled(typed)}
    starts = or_(*(and_(Skill.name_key >= key, Skill.name_key < key + LAST) for key in keys))
    usual = folded(normalise_skill(typed) or typed)
    renamed = select(SkillAlias.skill_id).where(SkillAlias.name_key.in_([*keys, usual]))
    offered = or_(starts, Skill.name_key == usual, Skill.id.in_(renamed))
    rows = (
        select(Skill.name)
        .where(offered, Skill.hidden.is_(False))
        .order_by(Skill.name_key != usual, func.length(Skill.name_key), Skill.name_key)
        .limit(MOST_VALUES)
    )
    return [Value(name, name) for name in db.session.scalars(rows)]


def _country(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
    match condition:
        case Missing():
            return bool_of(Candidate.country == "")
        case Present():
            return bool_of(Candidate.country != "")
        case Words():
            return bool_of(Candidate.country == condition.text.upper())
    return false()


def _countries() -> Mapping[str, str]:
    names = Locale.parse(str(get_locale() or "en")).territories
    return {code.lower(): name for code, name in names.items() if len(code) == 2 and code.isalpha() and code != "ZZ"}


def _languages() -> Mapping[str, str]:
    names = Locale.parse(str(get_locale() or "en")).languages
    return {code: name for code, name in names.items() if len(code) == 2}


def _language(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
    match condition:
        case Missing():
            return not_(_speaks_any())
        case Present():
            return _speaks_any()
        case Words():
            return or_(
                Candidate.languages[condition.text].as_string().is_not(None),
                Candidate.languages[condition.text.upper()].as_string().is_not(None),
            )
    return false()


def _speaks_any() -> ColumnElement[bool]:
    return cast(Candidate.languages, String).not_in(["{}", "null", ""])


def _remote(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
    match condition:
        case Missing():
            return bool_of(Candidate.remote.is_(None))
        case Present():
            return bool_of(Candidate.remote.is_not(None))
        case Words():
            return bool_of(Candidate.remote.is_(condition.text == "yes"))
    return false()


def _seniority(condition: Condition, _scope: Scope) -> ColumnElement[bool]:
    match condition:
        case Missing():
            return bool_of(Candidate.seniority.is_(None))
        case Present():
            return bool_of(Candidate.seniority.is_not(None))
        case Words():
            return bool_of(Candidate.seniority == Seniority(condition.text))
    return false()


def _salary(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    """Pay is only asked about by those who may see it; for all others the question finds nobody."""
    if not scope.viewer.may(Permission.PAY_SEE):
        return false()
    match condition:
        case Missing():
            return bool_of(Candidate.salary_minor.is_(None))
        case Present():
            return bool_of(Candidate.salary_minor.is_not(None))
        case Interval(currency=currency):
            inside = in_numbers(Candidate.salary_minor, condition, factor=100)
            return and_(inside, Candidate.salary_currency == currency) if currency else inside
    return false()


_moments = value_field(Candidate.contacted_at, in_moments)
_schools = select(Education.candidate_id).where(Education.school_key != "")
_graduations = select(Education.candidate_id).where(Education.graduated.is_not(None))
_yes_no = {"yes": _("yes"), "no": _("no")}

for declared in (
    QueryField(name="name", label=_("Name"), kind=Kind.TEXT, words_in="name", compile=key_field(Candidate.name_key),
               reading=_("named %(value)s"), sort_rank=1),
    QueryField(name="email", label=_("E-mail"), kind=Kind.TEXT, compile=_email, aliases=("mail",),
               reading=_("with e-mail %(value)s"), help=_("an address, or a part of it such as @example.com"), sort_rank=2),
    QueryField(name="phone", label=_("Phone"), kind=Kind.TEXT, compile=_phone,
               reading=_("with phone %(value)s"), sort_rank=3),
    QueryField(name="skill", label=_("Skill"), kind=Kind.TEXT, compile=linked_field(_having_skill, _skill),
               values=_skill_values, reading=_("with skill %(value)s"), sort_rank=4),
    QueryField(name="title", label=_("Title"), kind=Kind.TEXT, words_in="title",
               compile=key_field(Candidate.title_key), values=column_values(Candidate.current_title, Candidate.title_key),
               reading=_("working as %(value)s"), sort_rank=5),
    QueryField(name="employer", label=_("Employer"), kind=Kind.TEXT, words_in="employer", aliases=("company",),
               compile=key_field(Candidate.employer_key),
               values=column_values(Candidate.current_employer, Candidate.employer_key),
               reading=_("working at %(value)s"), sort_rank=6),
    QueryField(name="city", label=_("City"), kind=Kind.TEXT, compile=key_field(Candidate.city_key), narrows=True,
               values=column_values(Candidate.city, Candidate.city_key), reading=_("in %(value)s"), sort_rank=7),
    QueryField(name="country", label=_("Country"), kind=Kind.CHOICE, compile=_country, choices=_countries,
               reading=_("in %(value)s"), sort_rank=8),
    QueryField(name="remote", label=_("Remote"), kind=Kind.FLAG, compile=_remote, choices=lambda: _yes_no,
               reading=_("open to remote work: %(value)s"), sort_rank=9),
    QueryField(name="language", label=_("Language"), kind=Kind.CHOICE, compile=_language, choices=_languages,
               reading=_("speaking %(value)s"), sort_rank=10),
    QueryField(name="seniority", label=_("Seniority"), kind=Kind.CHOICE, compile=_seniority, aliases=("level",),
               choices=lambda: {level.value: level.label for level in Seniority},
               reading=_("at level %(value)s"), sort_rank=11),
    QueryField(name="school", label=_("School"), kind=Kind.TEXT, words_in="school",
               compile=linked_field(_schools, lambda _condition, _scope: false()),
               reading=_("who studied at %(value)s"), sort_rank=12),
    QueryField(name="graduated", label=_("Graduation year"), kind=Kind.NUMBER,
               compile=linked_field(_graduations, lambda condition, _scope: in_numbers(Education.graduated, condition)),
               reading=_("who graduated: %(value)s"), sort_rank=13),
    QueryField(name="salary", label=_("Salary expectation"), kind=Kind.MONEY, compile=_salary, aliases=("pay",),
               reading=_("with a salary expectation of %(value)s"), sort_rank=14),
    QueryField(name="available", label=_("Available"), kind=Kind.DATE, looks_ahead=True,
               compile=value_field(Candidate.available_from, lambda column, condition, scope: in_days(
                   column, condition, scope, ahead=True)),
               reading=_("available %(value)s"), sort_rank=15),
    QueryField(name="added", label=_("Added"), kind=Kind.DATE, compile=value_field(Candidate.added_at, in_moments),
               reading=_("added %(value)s"), sort_rank=60),
    QueryField(name="updated", label=_("Updated"), kind=Kind.DATE, reading=_("updated %(value)s"), sort_rank=61,
               compile=value_field(Candidate.updated_at, in_moments)),
    QueryField(name="contacted", label=_("Last contact"), kind=Kind.DATE, compile=_moments,
               reading=_("contacted %(value)s"), sort_rank=62),
):  # fmt: skip
    register_field(declared)
