"""How the careers site's templates put jobs in words."""

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import Any

from flask import Blueprint
from flask_babel import get_locale

from app.jobs.models import EmploymentType, RemotePolicy
from app.jobs.places import Place, places_line
from app.jobs.queries import Facet, PublicRow
from app.jobs.wording import pay_line

blueprint = Blueprint("filters", __name__)

blueprint.add_app_template_filter(places_line, "places_line")


@blueprint.app_template_filter()
def job_line(row: PublicRow) -> str:
    """What a list says of a job below its title: department, places, where, type, pay."""
    locale = str(get_locale())
    where, kind = _label(row.remote_policy, locale), _label(row.employment_type, locale)
    return " · ".join(part for part in (row.department, _places(row.places, locale), where, kind, pay_line(row)) if part)


@lru_cache(maxsize=64)
def _label(state: RemotePolicy | EmploymentType, _locale: str) -> str:
    return str(state.label)


@lru_cache(maxsize=2048)
def _places(places: tuple[Place, ...], locale: str) -> str:
    return places_line(places, locale)


@blueprint.app_template_global()
def facet_choices(facets: Sequence[Facet]) -> list[tuple[str, str]]:
    """A filter's choices with how many jobs have them."""
    return [(facet.value, f"{facet.label} ({facet.count})") for facet in facets]


@blueprint.app_template_global()
def label_choices(states: Sequence[Enum]) -> list[tuple[Any, Any]]:
    return [(state.value, state.label) for state in states]  # type: ignore[attr-defined]
