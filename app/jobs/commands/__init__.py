"""Everything that changes jobs."""

from app.jobs.commands.checking import publication_hints, publication_problems
from app.jobs.commands.jobs import JobValues, change_job, copy_job, create_job
from app.jobs.commands.locations import set_locations
from app.jobs.commands.openings import add_opening, close_opening, fill_opening, reopen_opening
from app.jobs.commands.postings import post_internally, publish_job, unpublish_job, withdraw_internal_posting
from app.jobs.commands.questions import QuestionDraft, set_questions
from app.jobs.commands.site import change_company, set_site_wordings
from app.jobs.commands.stages import StageDraft, change_stage, retire_stage, set_stages
from app.jobs.commands.states import close_job, open_job, put_on_hold, reopen_job
from app.jobs.commands.team import Membership, set_team
from app.jobs.commands.templates import ensure_pipeline_templates
from app.jobs.commands.wanted import set_wanted, skills_in_words

__all__ = [
    "JobValues",
    "Membership",
    "QuestionDraft",
    "StageDraft",
    "add_opening",
    "change_company",
    "change_job",
    "change_stage",
    "close_job",
    "close_opening",
    "copy_job",
    "create_job",
    "ensure_pipeline_templates",
    "fill_opening",
    "open_job",
    "post_internally",
    "publication_hints",
    "publication_problems",
    "publish_job",
    "put_on_hold",
    "reopen_job",
    "reopen_opening",
    "retire_stage",
    "set_locations",
    "set_questions",
    "set_site_wordings",
    "set_stages",
    "set_team",
    "set_wanted",
    "skills_in_words",
    "unpublish_job",
    "withdraw_internal_posting",
]
