"""Reads of jobs: for the careers site and its feeds, for the back office, and the site's own texts."""

from app.jobs.queries.history import HistoryLine, changes_since, job_history
from app.jobs.queries.public import (
    Facet,
    Facets,
    JobSearch,
    PublicJobs,
    PublicRow,
    colleagues_job,
    colleagues_jobs,
    gone_job,
    posted_jobs,
    public_facets,
    public_job,
    public_jobs,
    similar_jobs,
)
from app.jobs.queries.site import site_wording, stored_wordings
from app.jobs.queries.staff import pipeline_templates, team_choices, user_choices, whole_job

__all__ = [
    "Facet",
    "Facets",
    "HistoryLine",
    "JobSearch",
    "PublicJobs",
    "PublicRow",
    "changes_since",
    "colleagues_job",
    "colleagues_jobs",
    "gone_job",
    "job_history",
    "pipeline_templates",
    "posted_jobs",
    "public_facets",
    "public_job",
    "public_jobs",
    "similar_jobs",
    "site_wording",
    "stored_wordings",
    "team_choices",
    "user_choices",
    "whole_job",
]
