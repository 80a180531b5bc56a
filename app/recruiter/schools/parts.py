"""Contacts, programmes and dates of a school: added on its page, taken out again."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.recruiter.schools.forms import ContactForm, DateForm, ProgrammeForm
from app.recruiter.schools.school import find_school, school_page
from app.talent.commands.schools import add_contact, add_date, add_programme, remove_part
from app.talent.models import School, SchoolContact, SchoolDate, SchoolProgramme
from app.web.access import actor, needs
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to

blueprint = Blueprint("parts", __name__)


@blueprint.post("/schools/<int:school_id>/contacts")
@needs(Permission.COMMUNITIES_EDIT)
def create_contact(school_id: int) -> ResponseReturnValue:
    return _added(school_id, "contact", ContactForm(), add_contact)


@blueprint.post("/schools/<int:school_id>/programmes")
@needs(Permission.COMMUNITIES_EDIT)
def create_programme(school_id: int) -> ResponseReturnValue:
    return _added(school_id, "programme", ProgrammeForm(), add_programme)


@blueprint.post("/schools/<int:school_id>/dates")
@needs(Permission.COMMUNITIES_EDIT)
def create_date(school_id: int) -> ResponseReturnValue:
    return _added(school_id, "date", DateForm(), add_date)


@blueprint.post("/schools/<int:school_id>/contacts/<int:school_contact_id>/removal")
@needs(Permission.COMMUNITIES_EDIT)
def remove_contact(school_id: int, school_contact_id: int) -> ResponseReturnValue:
    return _removed(school_id, SchoolContact, school_contact_id)


@blueprint.post("/schools/<int:school_id>/programmes/<int:school_programme_id>/removal")
@needs(Permission.COMMUNITIES_EDIT)
def remove_programme(school_id: int, school_programme_id: int) -> ResponseReturnValue:
    return _removed(school_id, SchoolProgramme, school_programme_id)


@blueprint.post("/schools/<int:school_id>/dates/<int:school_date_id>/removal")
@needs(Permission.COMMUNITIES_EDIT)
def remove_date(school_id: int, school_date_id: int) -> ResponseReturnValue:
    return _removed(school_id, SchoolDate, school_date_id)


def _added(school_id: int, name: str, form: PageForm, add: Callable[..., Any]) -> ResponseReturnValue:
    school: School = find_school(school_id)
    if not form.validate_on_submit():
        return school_page(school, status=422, **{name: form})
    values = {field: value for field, value in form.data.items() if field not in ("form_key", "csrf_token") and value is not None}
    try:
        add(school, by=actor(), **values)
    except Refused as refusal:
        form.refuse(refusal)
        return school_page(school, status=409, **{name: form})
    return redirect_to("recruiter.schools.school.show_school", school_id=school.id)


def _removed(school_id: int, model: Any, part_id: int) -> ResponseReturnValue:
    school = find_school(school_id)
    remove_part(school, find(select(model).where(model.school_id == school.id), part_id), by=actor())
    return redirect_to("recruiter.schools.school.show_school", school_id=school.id)
