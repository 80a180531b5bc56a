"""Where a job can be done."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.actors import Actor
from app.core.text import folded, one_line
from app.extensions import db
from app.jobs.activities import JobChanged
from app.jobs.commands.checking import check_live
from app.jobs.commands.editing import compared, forget, keep_edit, lock
from app.jobs.models import Job, JobLocation
from app.jobs.places import Place, countries, places_line
from app.jobs.refusals import InvalidPlace

MOST_PLACES = 50


def set_locations(job: Job, places: Sequence[Place], *, version: int | None, by: Actor) -> None:
    """The job's places from now on. A place that stays keeps its row: its id is known to job boards."""
    job.check_version(version)
    lock(job)
    wanted = _checked(places)
    rows = list(db.session.scalars(select(JobLocation).where(JobLocation.job_id == job.id).order_by(JobLocation.position)))
    before = places_line(rows, "en")
    standing = {_key(row): row for row in rows}
    for position, place in enumerate(wanted):
        row = standing.pop(_key(place), None)
        if row is None:
            db.session.add(_row(job, place, position))
        else:
            row.position, row.region, row.postal_code = position, place.region, place.postal_code
    for gone in standing.values():
        db.session.delete(gone)
    forget(job, "locations")
    changes = compared("locations", before, places_line(wanted, "en"))
    if changes:
        check_live(job)
    keep_edit(job, JobChanged, changes, by=by)


def add_places(job: Job, places: Sequence[Place]) -> None:
    """The places of a job that is just being made."""
    db.session.add_all(_row(job, place, position) for position, place in enumerate(_checked(places)))


def _row(job: Job, place: Place, position: int) -> JobLocation:
    return JobLocation(
        job_id=job.id,
        position=position,
        city=place.city,
        region=place.region,
        postal_code=place.postal_code,
        country=place.country,
    )


def _checked(places: Sequence[Place]) -> list[Place]:
    if len(places) > MOST_PLACES:
        raise InvalidPlace(_("A job has at most %(most)s locations.", most=MOST_PLACES), field="locations")
    kept: dict[tuple[str, str, str], Place] = {}
    for place in places:
        if place.country not in countries("en"):
            raise InvalidPlace(_("Choose the country of every location."), field="locations")
        clean = Place(one_line(place.city), one_line(place.region), one_line(place.postal_code), place.country)
        kept.setdefault(_key(clean), clean)
    return list(kept.values())


def _key(place: Place | JobLocation) -> tuple[str, str, str]:
    return folded(place.city), folded(place.region), place.country
