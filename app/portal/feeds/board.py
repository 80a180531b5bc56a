"""The public job board as JSON, in the shape career sites already know."""

from typing import Any

from flask import Blueprint, Response, json
from markupsafe import escape

from app.jobs.places import places_line
from app.portal.feeds.answers import feed_answer
from app.portal.feeds.entries import Entry, entries
from app.web.access import public

blueprint = Blueprint("board", __name__)


@blueprint.get("/feeds/jobs.json")
@public
def show_board() -> Response:
    """Every live job. `content` is HTML, escaped as the widespread job-board interface has it."""
    found = [_job(entry) for entry in entries()]
    return feed_answer(json.dumps({"jobs": found, "meta": {"total": len(found)}}), "application/json", for_other_sites=True)


def _job(entry: Entry) -> dict[str, Any]:
    job = entry.job
    pay = {"min_cents": job.pay_from, "max_cents": job.pay_to, "currency_type": job.pay_currency,
           "period": job.pay_period.value}  # fmt: skip
    return {
        "id": job.id,
        "title": job.title,
        "absolute_url": entry.url("board"),
        "requisition_id": str(job.id),
        "first_published": entry.published_at.isoformat(),
        "updated_at": entry.updated_at.isoformat(),
        "application_deadline": entry.ends_at.isoformat() if entry.ends_at else None,
        "language": job.locale,
        "location": {"name": places_line(job.locations, "en")},
        "offices": [
            {"name": place.city, "region": place.region, "country": place.country} for place in job.locations
        ],
        "departments": [{"name": job.department}] if job.department else [],
        "employment_type": job.employment_type.value,
        "workplace_type": job.remote_policy.value,
        "pay_input_ranges": [pay] if job.has_pay_range else [],
        "content": str(escape(entry.html)),
    }
