"""Words and links the templates of jobs share."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from app.insights.jobs import JobFilter, JobsShown

blueprint = Blueprint("words", __name__)

SECTION_PAGES = {
    "basics": "recruiter.jobs.basics.edit_basics",
    "description": "recruiter.jobs.description.edit_description",
    "skills": "recruiter.jobs.skills.edit_skills",
    "stages": "recruiter.jobs.stages.edit_stages",
    "overview": "recruiter.jobs.job.show_job",
}


@blueprint.app_context_processor
def say_where_to_mend() -> dict[str, Any]:
    """Which page mends a problem of a publication."""
    return {"section_pages": SECTION_PAGES}


@blueprint.app_template_global()
def job_tabs(tabs: Sequence[JobsShown], counts: Mapping[JobsShown, int], wanted: JobFilter) -> list[dict[str, Any]]:
    """The tabs of the job list; the other filters stay."""
    kept: dict[str, Any] = {"q": wanted.words or None, "team": wanted.team_id, "mine": "1" if wanted.mine else None}
    return [
        {
            "label": shown.label,
            "url": url_for("recruiter.jobs.jobs.show_jobs", show=shown.value, **kept),
            "active": shown is wanted.shown,
            "count": counts[shown],
        }
        for shown in tabs
    ]


@blueprint.app_template_global()
def field_name(field: str) -> str:
    """A changed field as people call it."""
    names = {
        "title": _("Title"), "department": _("Department"), "team_id": _("Recruiting team"), "summary": _("Summary"),
        "description": _("Description"), "locations": _("Locations"), "pay_from": _("Pay from"), "pay_to": _("Pay to"),
        "pay_currency": _("Currency"), "pay_period": _("Per"), "benefits": _("Benefits"), "stages": _("Stages"),
        "questions": _("Questions"), "team": _("Hiring team"), "remote_policy": _("Where"), "locale": _("Language"),
        "employment_type": _("Employment type"), "confidential": _("Confidential"), "evergreen": _("Evergreen"),
        "required_skills": _("Required skills"), "wished_skills": _("Skills wished for"), "seniority": _("Seniority"),
        "spoken": _("Languages"), "target_date": _("Start by"), "resume_rule": _("An application must bring"),
    }  # fmt: skip
    return names.get(field, field)
