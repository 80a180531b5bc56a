"""A job as schema.org JobPosting, the way search engines want it."""

from typing import Any

from flask import current_app

from app.jobs.models import EmploymentType, Job, JobLocation, PayPeriod, RemotePolicy
from app.portal.addresses import job_url

EMPLOYMENT_TYPES = {
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.CONTRACT: "CONTRACTOR",
    EmploymentType.TEMPORARY: "TEMPORARY",
    EmploymentType.INTERNSHIP: "INTERN",
    EmploymentType.APPRENTICESHIP: "OTHER",
}
PERIODS = {PayPeriod.YEAR: "YEAR", PayPeriod.MONTH: "MONTH", PayPeriod.HOUR: "HOUR"}


def job_posting(job: Job, *, company: str, description: str) -> dict[str, Any]:
    """The posting's data. Places and live posting are loaded with the job."""
    posting = job.live_posting
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": job.title,
        "description": str(description),
        "identifier": {"@type": "PropertyValue", "name": company, "value": str(job.id)},
        "url": job_url(job.slug),
        "employmentType": EMPLOYMENT_TYPES[job.employment_type],
        "hiringOrganization": {"@type": "Organization", "name": company, "sameAs": current_app.config["BASE_URL"]},
        "directApply": True,
    }
    if posting is not None:
        data["datePosted"] = posting.published_at.isoformat()
        if posting.ends_at is not None:
            data["validThrough"] = posting.ends_at.isoformat()
    return data | _places(job) | _pay(job)


def _places(job: Job) -> dict[str, Any]:
    located = [{"@type": "Place", "address": _address(place)} for place in job.locations]
    if job.remote_policy is not RemotePolicy.REMOTE:
        return {"jobLocation": located}
    countries = dict.fromkeys(place.country for place in job.locations)
    required = [{"@type": "Country", "name": country} for country in countries]
    return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": required}


def _address(place: JobLocation) -> dict[str, str]:
    parts = {
        "@type": "PostalAddress",
        "addressLocality": place.city,
        "addressRegion": place.region,
        "postalCode": place.postal_code,
        "addressCountry": place.country,
    }
    return {name: value for name, value in parts.items() if value}


def _pay(job: Job) -> dict[str, Any]:
    if job.pay_from is None or job.pay_to is None:
        return {}
    value = {
        "@type": "QuantitativeValue",
        "minValue": _amount(job.pay_from),
        "maxValue": _amount(job.pay_to),
        "unitText": PERIODS[job.pay_period],
    }
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": job.pay_currency, "value": value}}


def _amount(minor: int) -> int | float:
    return minor / 100 if minor % 100 else minor // 100
