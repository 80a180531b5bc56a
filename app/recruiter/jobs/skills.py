"""What a job asks of people: skills, seniority, languages. People who fit are found by it."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.candidates.models import Skill
from app.core.refusals import Refused, Stale
from app.core.text import folded
from app.extensions import db
from app.jobs.commands import set_wanted, skills_in_words
from app.jobs.models import Job, JobSkill, Need
from app.recruiter.jobs.editing import find_own_job, saved, show_overtaken, show_part
from app.recruiter.jobs.forms import SkillsForm
from app.web.access import actor, needs
from app.web.pages import show

blueprint = Blueprint("skills", __name__)

TEMPLATE = "recruiter/jobs/skills.html"
MOST_OFFERED = 8


@blueprint.get("/jobs/<int:job_id>/skills")
@needs(Permission.JOBS_EDIT)
def edit_skills(job_id: int) -> ResponseReturnValue:
    """Until somebody said what is needed, the skills that the description names stand in the form."""
    job = find_own_job(job_id)
    named = _named(job)
    proposed = [] if any(named.values()) else skills_in_words(job)
    form = SkillsForm(
        formdata=None, version=job.version, required=", ".join(named[Need.REQUIRED] or proposed),
        wished=", ".join(named[Need.WISHED]), seniority=job.seniority.value if job.seniority else "", spoken=job.spoken.split(),
    )  # fmt: skip
    return show_part(TEMPLATE, job, form, proposed=bool(proposed))


@blueprint.post("/jobs/<int:job_id>/skills")
@needs(Permission.JOBS_EDIT)
def save_skills(job_id: int) -> ResponseReturnValue:
    job = find_own_job(job_id)
    form = SkillsForm()
    if not form.validate_on_submit():
        return show_part(TEMPLATE, job, form, status=422)
    try:
        set_wanted(
            job, required=form.names("required"), wished=form.names("wished"), seniority=form.chosen_seniority,
            spoken=form.spoken.data or [], version=form.seen_version, by=actor(),
        )  # fmt: skip
    except Stale:
        return show_overtaken(TEMPLATE, job, form)
    except Refused as refusal:
        form.refuse(refusal)
        return show_part(TEMPLATE, job, form, status=409)
    return saved(job, "recruiter.jobs.skills.edit_skills")


@blueprint.get("/jobs/skills/suggest")
@needs(Permission.JOBS_EDIT)
def suggest_skills() -> ResponseReturnValue:
    """Skills of the list that begin with the word at the cursor."""
    typed = request.args.get("q", "")[:4000]
    cursor = max(0, min(request.args.get("cursor", len(typed), int), len(typed)))
    start = typed.rfind(",", 0, cursor) + 1
    word = typed[start:cursor]
    begins = start + len(word) - len(word.lstrip())
    key = folded(word)
    names = select(Skill.name).where(Skill.name_key >= key, Skill.name_key < key + "\U0010ffff").order_by(Skill.name_key)
    found = db.session.scalars(names.limit(MOST_OFFERED)).all() if key else []
    return show("recruiter/jobs/_skill_options.html", names=found, start=begins)


def _named(job: Job) -> dict[Need, list[str]]:
    rows = db.session.execute(
        select(JobSkill.need, Skill.name)
        .join(Skill, Skill.id == JobSkill.skill_id)
        .where(JobSkill.job_id == job.id)
        .order_by(JobSkill.position, JobSkill.id)
    ).all()
    return {need: [name for asked, name in rows if asked is need] for need in Need}
