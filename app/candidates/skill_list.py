"""Reads of the list of skills: those in use or changed, and those that come with Perennial."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import func, select

from app.candidates.models import CandidateSkill, Skill, SkillAlias
from app.core.text import folded
from app.extensions import db
from app.intelligence.skills import all_skills, normalise_skill


@dataclass(frozen=True)
class ListedSkill:
    """One line of the list. `id` is None while nobody has it and nothing was changed about it."""

    name: str
    id: int | None = None
    category: str = ""
    other_names: tuple[str, ...] = ()
    people: int = 0
    hidden: bool = False

    @property
    def key(self) -> str:
        return folded(self.name)


@dataclass(frozen=True)
class SkillPage:
    skills: list[ListedSkill]
    has_more: bool


def listed_skills(words: str = "", *, shipped: bool = True, after: str = "", limit: int = 100) -> SkillPage:
    """By name, behind the key `after`; `words` are found in any of a skill's names.

    Without `shipped` only those somebody has or somebody changed.
    """
    own = _own_names()
    stored = {skill.name_key: skill for skill in db.session.scalars(select(Skill))}
    replaced = {folded(name) for names in own.values() for name in names}
    known = stored.keys() | _shipped().keys() if shipped else set(stored)
    keys = sorted(known - (replaced - stored.keys()))
    wanted = folded(words)
    found: list[ListedSkill] = []
    for key in keys:
        if key <= after:
            continue
        line = _line(key, stored, own)
        if not wanted or any(wanted in folded(name) for name in (line.name, *line.other_names)):
            found.append(line)
        if len(found) > limit:
            break
    return SkillPage(_counted(found[:limit]), len(found) > limit)


def own_skill_names() -> dict[str, str]:
    """Every name the employer put on the list → the usual name: what texts are searched for besides the shipped names."""
    listed = select(Skill.name.label("name"), Skill.name.label("usual")).where(Skill.listed)
    renamed = select(SkillAlias.name, Skill.name).join(Skill, Skill.id == SkillAlias.skill_id)
    return dict(db.session.execute(listed.union_all(renamed)).all())


def people_with(skill_id: int) -> int:
    return db.session.scalar(select(func.count()).where(CandidateSkill.skill_id == skill_id)) or 0


def aliases_of(skill_id: int) -> list[SkillAlias]:
    """The other names the employer gave it."""
    theirs = select(SkillAlias).where(SkillAlias.skill_id == skill_id)
    return list(db.session.scalars(theirs.order_by(SkillAlias.name_key)))


def shipped_names(name: str) -> tuple[str, ...]:
    """The other names that come with Perennial."""
    known = _shipped().get(folded(normalise_skill(name) or name))
    return known.other_names if known else ()


@cache
def _shipped() -> Mapping[str, ListedSkill]:
    return {
        folded(skill.name): ListedSkill(skill.name, category=skill.category, other_names=skill.aliases)
        for skill in all_skills()
    }


def _own_names() -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for skill_id, name in db.session.execute(select(SkillAlias.skill_id, SkillAlias.name).order_by(SkillAlias.name_key)):
        names.setdefault(skill_id, []).append(name)
    return names


def _line(key: str, stored: Mapping[str, Skill], own: Mapping[int, list[str]]) -> ListedSkill:
    shipped, skill = _shipped().get(key), stored.get(key)
    names = shipped.other_names if shipped else ()
    category = shipped.category if shipped else ""
    if skill is None:
        return ListedSkill(shipped.name if shipped else key, category=category, other_names=names)
    return ListedSkill(skill.name, skill.id, category, (*own.get(skill.id, ()), *names), hidden=skill.hidden)


def _counted(lines: list[ListedSkill]) -> list[ListedSkill]:
    """With the number of people who have each; one statement for the page."""
    ids = [line.id for line in lines if line.id is not None]
    counts = select(CandidateSkill.skill_id, func.count()).where(CandidateSkill.skill_id.in_(ids))
    people = dict(db.session.execute(counts.group_by(CandidateSkill.skill_id)).all()) if ids else {}
    return [
        ListedSkill(one.name, one.id, one.category, one.other_names, people.get(one.id or 0, 0), one.hidden) for one in lines
    ]
