"""One school: its facts, people to talk to, programmes, dates and results; changing and archiving it."""

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.candidates.values import country_name
from app.core.refusals import Refused
from app.recruiter.schools.forms import ContactForm, DateForm, ProgrammeForm, SchoolForm, school_form
from app.talent.commands.schools import archive_school, keep_school, reopen_school
from app.talent.models import School
from app.talent.policy import visible_schools
from app.talent.queries.schools import SchoolResults, results_of, school_parts
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("school", __name__)


@blueprint.get("/schools/<int:school_id>")
@needs(Permission.COMMUNITIES_SEE)
def show_school(school_id: int) -> ResponseReturnValue:
    return school_page(find_school(school_id))


@blueprint.get("/schools/<int:school_id>/edit")
@needs(Permission.COMMUNITIES_EDIT)
def edit_school(school_id: int) -> ResponseReturnValue:
    school = find_school(school_id)
    return show("recruiter/schools/edit.html", form=school_form(school), school=school)


@blueprint.post("/schools/<int:school_id>/edit")
@needs(Permission.COMMUNITIES_EDIT)
def save_school(school_id: int) -> ResponseReturnValue:
    school, form = find_school(school_id), SchoolForm()
    if not form.validate_on_submit():
        return show("recruiter/schools/edit.html", status=422, form=form, school=school)
    try:
        keep_school(by=actor(), school=school, version=form.version.data, **form.facts())
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/schools/edit.html", status=409, form=form, school=school)
    flash(_("Saved."), "success")
    return redirect_to(".show_school", school_id=school.id)


@blueprint.post("/schools/<int:school_id>/archiving")
@needs(Permission.COMMUNITIES_EDIT)
def create_archiving(school_id: int) -> ResponseReturnValue:
    school = find_school(school_id)
    archive_school(school, by=actor())
    flash_undo(_("“%(school)s” is archived.", school=school.name), url_for(".create_reopening", school_id=school.id))
    return redirect_to("recruiter.schools.schools.show_schools")


@blueprint.post("/schools/<int:school_id>/reopening")
@needs(Permission.COMMUNITIES_EDIT)
def create_reopening(school_id: int) -> ResponseReturnValue:
    reopen_school(find_school(school_id), by=actor())
    return redirect_to(".show_school", school_id=school_id)


def find_school(school_id: int) -> School:
    """A school with all its parts."""
    return find(visible_schools(viewer()), school_id, options=school_parts())


def school_page(school: School, *, status: int = 200, **forms: PageForm) -> ResponseReturnValue:
    """The page; a form that was not well filled stands in it with what was typed."""
    empty = {"contact": ContactForm, "programme": ProgrammeForm, "date": DateForm}
    kept = {name: forms.get(name) or form(formdata=None) for name, form in empty.items()}
    names = " OR ".join(f'"{one.name.replace(chr(34), " ")}"' for one in school.names)
    return show(
        "recruiter/schools/school.html", status=status, school=school, forms=kept, open_form=next(iter(forms), ""),
        country=country_name(school.country, viewer().locale), query=f"school:({names})" if len(school.names) > 1 else f"school:{names}",
        results=results_of(viewer(), [school.id]).get(school.id, SchoolResults()),
    )  # fmt: skip
