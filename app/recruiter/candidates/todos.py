"""To-dos: one list, overdue first."""

from datetime import timedelta

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.candidates.commands import add_todo, finish_todo, reassign_todo, snooze_todo
from app.candidates.commands.todos import reopen_todo
from app.candidates.models import Todo
from app.candidates.policy import visible_todos
from app.candidates.queries import in_days, todo_list
from app.core.clock import today
from app.core.refusals import Refused
from app.recruiter.candidates.choices import colleagues
from app.recruiter.candidates.forms import TodoForm
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import flash_undo, redirect_back, redirect_to, show

blueprint = Blueprint("todos", __name__)
SNOOZES = (("1", 1), ("3", 3), ("7", 7), ("30", 30))


@blueprint.get("/todos")
@needs(Permission.BACK_OFFICE)
def show_todos() -> ResponseReturnValue:
    """The viewer's to-dos; an admin may look at everybody's."""
    return _page(TodoForm(owner=viewer().id, due_on=in_days(1)))


@blueprint.post("/todos")
@needs(Permission.BACK_OFFICE)
def create_todo() -> ResponseReturnValue:
    form = TodoForm()
    form.owner.choices = _people()
    if not form.validate_on_submit():
        return _page(form, status=422)
    add_todo(what=form.what.data, due_on=form.due_on.data, owner_id=form.owner.data, by=actor())
    return redirect_to(".show_todos")


@blueprint.post("/todos/<int:todo_id>/completion")
@needs(Permission.BACK_OFFICE)
def create_completion(todo_id: int) -> ResponseReturnValue:
    """Done, with undo."""
    todo = _todo(todo_id)
    finish_todo(todo, by=actor())
    flash_undo(_("Done: %(what)s", what=todo.what), url_for(".create_reopening", todo_id=todo_id))
    return _back()


@blueprint.post("/todos/<int:todo_id>/reopening")
@needs(Permission.BACK_OFFICE)
def create_reopening(todo_id: int) -> ResponseReturnValue:
    reopen_todo(_todo(todo_id))
    return _back()


@blueprint.post("/todos/<int:todo_id>/snooze")
@needs(Permission.BACK_OFFICE)
def create_snooze(todo_id: int) -> ResponseReturnValue:
    todo = _todo(todo_id)
    days = dict(SNOOZES).get(request.form.get("days", ""))
    if days is None:
        raise Refused(_("Choose for how long."))
    snooze_todo(todo, until=today() + timedelta(days=days))
    return _back()


@blueprint.post("/todos/<int:todo_id>/owner")
@needs(Permission.BACK_OFFICE)
def create_owner(todo_id: int) -> ResponseReturnValue:
    """Give it to a colleague."""
    todo = _todo(todo_id)
    chosen = next((one for one in _people() if str(one[0]) == request.form.get("owner")), None)
    if chosen is None:
        raise Refused(_("Choose a colleague."))
    reassign_todo(todo, owner_id=chosen[0], by=actor())
    flash(_("Given to %(name)s.", name=chosen[1]), "success")
    return _back()


def _todo(todo_id: int) -> Todo:
    todo: Todo = find(visible_todos(viewer()), todo_id)
    return todo


def _people() -> list[tuple[int, str]]:
    people = colleagues()
    return people if viewer().id in dict(people) else [(viewer().id, viewer().name), *people]


def _page(form: TodoForm, status: int = 200) -> ResponseReturnValue:
    form.owner.choices = _people()
    everyone = viewer().is_admin and request.args.get("show") == "everyone"
    return show(
        "recruiter/candidates/todos.html",
        status=status,
        form=form,
        todos=todo_list(viewer(), everyone=everyone),
        everyone=everyone,
        colleagues=_people(),
        snoozes=[("1", _("Tomorrow")), ("3", _("In three days")), ("7", _("In a week")), ("30", _("In a month"))],
    )


def _back() -> ResponseReturnValue:
    return redirect_back(request.form.get("next"), url_for(".show_todos"))
