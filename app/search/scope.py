"""Who asks, when, and of which records: everything a condition needs to become SQL for one viewer."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Select

from app.accounts.models import User
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.core.clock import now
from app.extensions import db
from app.hiring.models import Application
from app.hiring.policy import visible_applications
from app.jobs.models import Job
from app.jobs.policy import visible_jobs
from app.search.index import settle_index


@dataclass(frozen=True)
class Scope:
    """What a viewer may ask about.

    Conditions on applications and jobs only ever look at those in here, so that no question, however it is put,
    can reveal what its asker may not see.
    """

    viewer: User
    now: datetime
    dialect: str
    one_by_one: bool = False
    """Conditions on other tables are looked up per person, instead of starting from the set that meets them."""

    fills_a_page: bool = False
    """People are tested until a page is full, which takes few of them."""

    in_an_alternative: bool = False
    """On PostgreSQL: other conditions may hold instead, so nothing starts from the set, and it is not gathered to be compared
    with either."""

    in_place: bool = False
    """Words are looked up in each person's document as well: for people who come along a sort one after the other."""

    # Most questions never look at applications; putting those statements together costs more than a page's own.

    @cached_property
    def candidates(self) -> Select[Candidate]:
        return visible_candidates(self.viewer)

    @cached_property
    def applications(self) -> Select[Application]:
        return visible_applications(self.viewer)

    @cached_property
    def jobs(self) -> Select[Job]:
        return visible_jobs(self.viewer)

    @property
    def per_person(self) -> "Scope":
        """The same scope, for conditions that are tested on people found some other way."""
        return replace(self, one_by_one=True)

    @property
    def page_by_person(self) -> "Scope":
        """The same scope, for conditions that are tested person by person until a page is full."""
        return replace(self, one_by_one=True, fills_a_page=True)

    @property
    def alternative(self) -> "Scope":
        """The same scope, for conditions of which one suffices."""
        return replace(self, in_an_alternative=True) if self.fills_a_page and self.dialect == "postgresql" else self

    @property
    def on_the_way(self) -> "Scope":
        """The same scope, for testing a stretch of a sort person by person, words included."""
        return replace(self, one_by_one=True, in_place=True)

    def ids_of_applications(self, column: Any = Application.candidate_id) -> Select[int]:
        """One column of the visible applications, to be narrowed further."""
        return self.applications.with_only_columns(column)


def scope_of(viewer: User) -> Scope:
    """What `viewer` may ask about, now. Every question begins here, so people whom this transaction changed are indexed first."""
    settle_index()
    return Scope(viewer=viewer, now=now(), dialect=db.session.get_bind().dialect.name)
