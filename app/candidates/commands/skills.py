"""The employer's list of skills: names, other names, merging two, hiding one."""

from typing import Any

from sqlalchemy import Table, delete, select, update

from app.candidates.activities import SkillListChanged
from app.candidates.commands.tags import skills_named
from app.candidates.models import Skill, SkillAlias
from app.candidates.refusals import SkillUnfit
from app.core.activity import record
from app.core.actors import Actor
from app.core.text import folded, one_line
from app.extensions import db


def add_skill(*, name: str, by: Actor) -> Skill:
    """A skill of this name; the present one when the list has it, by whatever name."""
    found = next(iter(skills_named([name]).values()), None)
    if found is None:
        raise SkillUnfit(SkillUnfit.nameless, field="name")
    found.listed = True
    record(SkillListChanged(skill_id=found.id), by=by)
    return found


def rename_skill(skill: Skill, *, name: str, by: Actor) -> None:
    """Call it otherwise everywhere; the former name goes on finding it."""
    wanted, key = one_line(name)[:200], folded(name)
    if not key:
        raise SkillUnfit(SkillUnfit.nameless, field="name")
    if wanted == skill.name:
        return
    if key != skill.name_key:
        _require_free(key, skill)
        db.session.execute(delete(SkillAlias).where(SkillAlias.name_key == key))
        _name_also(skill, skill.name)
    skill.name, skill.name_key, skill.listed = wanted, key, True
    db.session.flush()
    record(SkillListChanged(skill_id=skill.id), by=by)


def add_skill_alias(skill: Skill, *, name: str, by: Actor) -> None:
    """One more name by which people type it. Twice is once."""
    key = folded(name)
    if not key:
        raise SkillUnfit(SkillUnfit.nameless, field="alias")
    if key == skill.name_key:
        return
    _require_free(key, skill, field="alias")
    _name_also(skill, name)
    record(SkillListChanged(skill_id=skill.id), by=by)


def remove_skill_alias(alias: SkillAlias, *, by: Actor) -> None:
    db.session.delete(alias)
    record(SkillListChanged(skill_id=alias.skill_id), by=by)


def hide_skill(skill: Skill, *, hidden: bool, by: Actor) -> None:
    """No longer offered while typing and no longer suggested from résumés; whoever has it keeps it."""
    skill.hidden = hidden
    record(SkillListChanged(skill_id=skill.id), by=by)


def merge_skills(lost: Skill, *, into: Skill, by: Actor) -> None:
    """Make two skills one: everything that names `lost` names `into`, and both names find it."""
    if lost.id == into.id:
        raise SkillUnfit(SkillUnfit.itself, field="into")
    for table, column in _pointing_at_skills():
        _point_over(table, column, lost.id, into.id)
    db.session.execute(update(SkillAlias).where(SkillAlias.skill_id == lost.id).values(skill_id=into.id))
    name = lost.name
    db.session.expunge(lost)
    db.session.execute(delete(Skill).where(Skill.id == lost.id))
    _name_also(into, name)
    record(SkillListChanged(skill_id=into.id), by=by)


def _pointing_at_skills() -> list[tuple[Table, Any]]:
    """Every column of any package that names a skill, other names apart."""
    return [
        (table, key.parent)
        for table in db.metadata.sorted_tables
        if table.name != SkillAlias.__tablename__
        for key in table.foreign_keys
        if key.column.table.name == Skill.__tablename__
    ]


def _point_over(table: Table, column: Any, lost: int, kept: int) -> None:
    """Rows that would say the same twice go."""
    others = [own for own in table.columns if own is not column and own.foreign_keys]
    twin = table.alias()
    same = [twin.c[own.name] == own for own in others]
    doubled = select(twin.c[column.name]).where(twin.c[column.name] == kept, *same).correlate(table).exists()
    db.session.execute(delete(table).where(column == lost, doubled))
    db.session.execute(update(table).where(column == lost).values({column.name: kept}))


def _require_free(key: str, skill: Skill, *, field: str = "name") -> None:
    taken = select(Skill.id).where(Skill.name_key == key, Skill.id != skill.id)
    other = select(SkillAlias.id).where(SkillAlias.name_key == key, SkillAlias.skill_id != skill.id)
    if db.session.scalar(taken) is not None or db.session.scalar(other) is not None:
        raise SkillUnfit(SkillUnfit.name_taken, field=field)


def _name_also(skill: Skill, name: str) -> None:
    key = folded(name)
    if db.session.scalar(select(SkillAlias.id).where(SkillAlias.name_key == key)) is None:
        db.session.add(SkillAlias(skill_id=skill.id, name=one_line(name)[:200], name_key=key))
        db.session.flush()
