"""What a job asks of people: skills it requires and wishes for, seniority, languages. Matching reads it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.candidates.commands.tags import skill_name, skills_named
from app.candidates.models import Seniority, Skill
from app.candidates.skill_list import own_skill_names
from app.core.actors import Actor
from app.core.refusals import Refused
from app.core.text import folded
from app.extensions import db
from app.intelligence.skills import find_skills, knowing
from app.jobs.activities import JobChanged
from app.jobs.commands.editing import compared, forget, keep_edit, lock
from app.jobs.models import Job, JobSkill, Need
from app.jobs.wording import SPOKEN

MOST_SKILLS = 20
"""Of each kind: who asks for more finds nobody."""


class TooManySkills(Refused):
    """A list of demands nobody meets."""


def set_wanted(
    job: Job, *, required: Sequence[str], wished: Sequence[str], seniority: Seniority | None, spoken: Sequence[str],
    version: int | None, by: Actor,
) -> None:  # fmt: skip
    """What the job asks for from now on. A skill named twice is required; aliases become the usual name."""
    job.check_version(version)
    lock(job)
    needs = _needs(required, wished)
    before = _line(job.id, Need.REQUIRED), _line(job.id, Need.WISHED), job.seniority, job.spoken
    standing = {row.skill_id: row for row in db.session.scalars(select(JobSkill).where(JobSkill.job_id == job.id))}
    for position, (skill_id, need) in enumerate(needs.items()):
        row = standing.pop(skill_id, None) or JobSkill(job_id=job.id, skill_id=skill_id)
        row.need, row.position = need, position
        db.session.add(row)
    for gone in standing.values():
        db.session.delete(gone)
    job.seniority, job.spoken = seniority, " ".join(code for code in SPOKEN if code in spoken)
    forget(job, "skills")
    after = _line(job.id, Need.REQUIRED), _line(job.id, Need.WISHED), job.seniority, job.spoken
    fields = ("required_skills", "wished_skills", "seniority", "spoken")
    changes = [change for field, old, new in zip(fields, before, after, strict=True) for change in compared(field, old, new)]
    keep_edit(job, JobChanged, changes, by=by)


def skills_in_words(job: Job) -> list[str]:
    """Skills of the list that the job's own words name, in the order they appear: a proposal, never more."""
    with knowing(own_skill_names()):
        found = find_skills(f"{job.title}\n{job.summary}\n{job.description}")
    return [name for name, _line_said in found][:MOST_SKILLS]


def copy_wanted(job: Job, copy: Job) -> None:
    """The skills of one job for another that was copied from it."""
    for row in db.session.scalars(select(JobSkill).where(JobSkill.job_id == job.id)):
        db.session.add(JobSkill(job_id=copy.id, skill_id=row.skill_id, need=row.need, position=row.position))


def _needs(required: Sequence[str], wished: Sequence[str]) -> dict[int, Need]:
    needs: dict[int, Need] = {}
    for names, need in ((required, Need.REQUIRED), (wished, Need.WISHED)):
        usual = list(dict.fromkeys(name for typed in names if folded(name := skill_name(typed))))
        if len(usual) > MOST_SKILLS:
            raise TooManySkills(_("At most %(most)s skills: the longer the list, the fewer people fit it.", most=MOST_SKILLS), field=need.value)
        skills = skills_named(usual)
        for name in usual:
            needs.setdefault(skills[folded(name)].id, need)
    return needs


def _line(job_id: int, need: Need) -> str:
    named = select(Skill.name).join(JobSkill, JobSkill.skill_id == Skill.id).where(JobSkill.job_id == job_id, JobSkill.need == need)
    return ", ".join(db.session.scalars(named.order_by(JobSkill.position, JobSkill.id)))
