"""Building a query from rows of field, comparison and value; the rows and the text are one and the same query."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.accounts.permissions import Permission
from app.core.text import row_number
from app.recruiter.candidates.asked import LIST, LONGEST
from app.recruiter.candidates.counting import asked_for
from app.search.building import (
    MOST_GROUPS,
    MOST_ROWS,
    WORDS,
    Built,
    Group,
    Join,
    Row,
    built_from,
    common_rows,
    example_of,
    operators_of,
    written,
)
from app.search.catalogue import all_fields, find_field
from app.search.parser import parse
from app.search.refusals import QueryError
from app.search.suggest import suggest_values
from app.web.access import needs, viewer
from app.web.pages import redirect_to, show

blueprint = Blueprint("building", __name__)
FEW_CHOICES = 60


@blueprint.get("/candidates/builder")
@needs(Permission.CANDIDATES_SEE)
def build_query() -> ResponseReturnValue:
    """From `?q=` or from the rows of the form; each press of its buttons is an address of its own."""
    typed = request.args.get("q", "")[:LONGEST]
    built = _changed(_read(request.args)) if "join" in request.args else _from_text(typed)
    text = written(built) if built is not None else typed
    if "show" in request.args:
        return redirect_to(LIST, q=text or None)
    answer = show(
        "recruiter/candidates/builder.html",
        also=("preview", "as_text"),
        built=built,
        fields=[(WORDS, _("Words anywhere")), *((known.name, known.label) for known in all_fields())],
        choices=_choices,
        operators=lambda name: [(known.value, label) for known, label in operators_of(find_field(name)).items()],
        find_field=find_field,
        example_of=example_of,
        most_groups=MOST_GROUPS,
        most_rows=MOST_ROWS,
        common_rows=common_rows(),
        just_added=_just_added(built),
        **asked_for(viewer(), text),
    )
    if "join" in request.args:
        answer.headers["HX-Replace-Url"] = url_for(".build_query", q=text or None)
    return answer


@blueprint.get("/candidates/builder/values")
@needs(Permission.CANDIDATES_SEE)
def suggest_row_values() -> ResponseReturnValue:
    """What may stand in the value of a row."""
    name, typed = request.args.get("field", "")[:80], request.args.get("q", "")[:200]
    return show("recruiter/candidates/_value_suggestions.html", suggestions=suggest_values(viewer(), name, typed))


def _from_text(typed: str) -> Built | None:
    try:
        built = built_from(parse(typed))
    except QueryError:
        return None
    if built is None or any(group.rows for group in built.groups):
        return built
    return Built(groups=(Group(rows=(Row(),)),))


def _choices(name: str) -> list[tuple[str, Any]]:
    """The values of a field that fit into a list; none for all others, which are typed."""
    declared = find_field(name)
    known = list(declared.choices_for(viewer()).items()) if declared and declared.choices and not declared.kind.compares else []
    return known if len(known) <= FEW_CHOICES else []


def _read(form: MultiDict[str, str]) -> Built:
    groups = [_read_group(form, f"g{number}") for number in range(MOST_GROUPS) if f"g{number}-join" in form]
    return Built(_join(form.get("join")), tuple(groups) or (Group(rows=(Row(),)),))


def _read_group(form: MultiDict[str, str], name: str) -> Group:
    rows = [_read_row(form, f"{name}-r{number}") for number in range(MOST_ROWS) if f"{name}-r{number}-field" in form]
    return Group(_join(form.get(f"{name}-join")), tuple(rows), f"{name}-not" in form)


def _read_row(form: MultiDict[str, str], name: str) -> Row:
    declared = find_field(form[f"{name}-field"][:80])
    field, said = declared.name if declared else WORDS, form.get(f"{name}-operator", "")
    offered = list(operators_of(declared))
    operator = next((known for known in offered if known.value == said), offered[0])
    value = form.get(f"{name}-value", "")[:300]
    if form.get(f"{name}-was", field) != field:  # a value of another field says nothing about this one
        value = ""
    if declared and _choices(field) and value not in dict(_choices(field)):
        value = ""
    return Row(field, operator, value, bool(form.get(f"{name}-not")))


def _join(text: str | None) -> Join:
    return "or" if text == "or" else "and"


def _changed(built: Built) -> Built:
    """After the button that was pressed: one more row or group, or one less."""
    groups = list(built.groups)
    if "group" in request.args and len(groups) < MOST_GROUPS:
        groups.append(Group("or" if built.join == "and" else "and", (Row(),)))
    place, _plus, common = request.args.get("add", "").partition("+")
    _at(place, groups, lambda rows, _place: _with_another(rows, common))
    _at(request.args.get("remove", ""), groups, lambda rows, place: rows[:place] + rows[place + 1 :])
    kept = [group for group in groups if group.rows]
    return replace(built, groups=tuple(kept) or (Group(rows=(Row(),)),))


def _with_another(rows: list[Row], common: str) -> list[Row]:
    """One of the common conditions takes the place of a row that says nothing yet."""
    _label, added = common_rows().get(common, ("", Row()))
    kept = rows[:-1] if common and rows and rows[-1] == Row() else rows
    return [*kept, added] if len(kept) < MOST_ROWS else rows


def _just_added(built: Built | None) -> str:
    """The row that a press of a common condition has brought, for its value to be typed at once."""
    place, plus, _common = request.args.get("add", "").partition("+")
    number, _row = _numbers(place)
    if not plus or built is None or number >= len(built.groups):
        return ""
    return f"g{number}-r{len(built.groups[number].rows) - 1}"


def _at(place: str, groups: list[Group], change: Callable[[list[Row], int], list[Row]]) -> None:
    number, row = _numbers(place)
    if number < len(groups):
        groups[number] = replace(groups[number], rows=tuple(change(list(groups[number].rows), row)))


def _numbers(place: str) -> tuple[int, int]:
    """`g1` names a group, `g1-r2` a row of it; what names none is a group beyond all there are."""
    group, _dash, row = place.removeprefix("g").partition("-r")
    number = row_number(group)
    return MOST_GROUPS if number is None else number, row_number(row) or 0
