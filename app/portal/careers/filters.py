"""How the careers site's templates put jobs in words."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from flask import Blueprint

from app.jobs.places import places_line
from app.jobs.queries import Facet
from app.jobs.wording import pay_line

blueprint = Blueprint("filters", __name__)

blueprint.add_app_template_filter(places_line, "places_line")
blueprint.add_app_template_filter(pay_line, "pay_line")


@blueprint.app_template_global()
def facet_choices(facets: Sequence[Facet]) -> list[tuple[str, str]]:
    """A filter's choices with how many jobs have them."""
    return [(facet.value, f"{facet.label} ({facet.count})") for facet in facets]


@blueprint.app_template_global()
def label_choices(states: Sequence[Enum]) -> list[tuple[Any, Any]]:
    return [(state.value, state.label) for state in states]  # type: ignore[attr-defined]
