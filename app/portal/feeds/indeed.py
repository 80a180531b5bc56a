"""Jobs in the XML shape Indeed reads: CDATA everywhere, no entities, one entry per place."""

import html
import re
from collections.abc import Iterator

from flask import Blueprint, Response, current_app, g

from app.jobs.models import EmploymentType, Job, JobLocation, PayPeriod, RemotePolicy
from app.portal.feeds.answers import feed_answer
from app.portal.feeds.entries import Entry, entries, xml_text
from app.web.access import public

blueprint = Blueprint("indeed", __name__)

JOB_TYPES = {
    EmploymentType.FULL_TIME: "fulltime",
    EmploymentType.PART_TIME: "parttime",
    EmploymentType.CONTRACT: "contract",
    EmploymentType.TEMPORARY: "temporary",
    EmploymentType.INTERNSHIP: "internship",
    EmploymentType.APPRENTICESHIP: "apprenticeship",
}
PERIODS = {PayPeriod.YEAR: "year", PayPeriod.MONTH: "month", PayPeriod.HOUR: "hour"}
REMOTE = {RemotePolicy.REMOTE: "Fully remote", RemotePolicy.HYBRID: "Hybrid remote", RemotePolicy.ON_SITE: ""}


@blueprint.get("/feeds/indeed.xml")
@public
def show_indeed() -> Response:
    """All live jobs: a feed that leaves some out may be refused as a whole."""
    company = g.site.name if g.site else "Perennial"
    found = entries()
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<source>"]
    lines += [_element("publisher", company), _element("publisherurl", current_app.config["BASE_URL"])]
    if found:
        lines.append(_element("lastBuildDate", max(entry.updated_at for entry in found).isoformat()))
    lines += [line for entry in found for line in _jobs(entry, company)]
    return feed_answer("\n".join([*lines, "</source>", ""]), "application/xml")


def _jobs(entry: Entry, company: str) -> Iterator[str]:
    places: list[JobLocation | None] = [*entry.job.locations] or [None]
    for place in places:
        parts = _parts(entry, entry.job, place, company)
        yield "<job>" + "".join(_element(name, value) for name, value in parts.items() if value) + "</job>"


def _parts(entry: Entry, job: Job, place: JobLocation | None, company: str) -> dict[str, str]:
    return {
        "title": entry.title,
        "date": entry.published_at.isoformat(),
        "referencenumber": f"{job.id}-{place.id if place else 0}",
        "requisitionid": str(job.id),
        "url": entry.url("indeed"),
        "company": company,
        "city": place.city if place else "",
        "state": place.region if place else "",
        "country": place.country if place else "",
        "postalcode": place.postal_code if place else "",
        "description": without_entities(entry.html),
        "salary": _salary(job),
        "jobtype": JOB_TYPES[job.employment_type],
        "category": job.department,
        "remotetype": REMOTE[job.remote_policy],
        "expirationdate": entry.ends_at.isoformat() if entry.ends_at else "",
    }


def _element(name: str, value: str) -> str:
    """No value holds an entity, and CDATA cannot hold its own end, so that is split over two sections."""
    text = re.sub(r"&(?=#?\w+;)", "& ", xml_text(value)).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{text}]]></{name}>"


def without_entities(markup: str) -> str:
    """HTML without a single entity: angle brackets that are text become typographic ones, the rest is itself."""
    safe = re.sub(r"&(?:lt|#60|#x3c);", "‹", markup, flags=re.IGNORECASE)
    safe = re.sub(r"&(?:gt|#62|#x3e);", "›", safe, flags=re.IGNORECASE)
    return html.unescape(safe)


def _salary(job: Job) -> str:
    if job.pay_from is None or job.pay_to is None:
        return ""
    low, high = job.pay_from / 100, job.pay_to / 100
    return f"{low:.0f} - {high:.0f} {job.pay_currency} per {PERIODS[job.pay_period]}"
