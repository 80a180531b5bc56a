"""Tags and skills of a person."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.candidates.activities import SkillsChanged, TagsChanged
from app.candidates.commands.confirming import confirm_fields, confirmer
from app.candidates.models import Candidate, CandidateSkill, CandidateTag, Skill, SkillAlias, Tag
from app.candidates.refusals import NothingWritten
from app.core.activity import record
from app.core.actors import Actor
from app.core.rows import insert_rows
from app.core.text import folded, one_line
from app.extensions import db
from app.intelligence.skills import normalise_skill

Named = TypeVar("Named", Skill, Tag)


def add_tag(candidate: Candidate, *, name: str, by: Actor) -> Tag:
    """Put a tag on the record, making the tag when nobody used it before. Twice is once."""
    if not folded(name):
        raise NothingWritten(field="tag")
    tag = next(iter(tags_named([name]).values()))
    held = select(CandidateTag.id).where(CandidateTag.candidate_id == candidate.id, CandidateTag.tag_id == tag.id)
    if db.session.scalar(held) is None:
        db.session.add(CandidateTag(candidate_id=candidate.id, tag_id=tag.id))
        record(TagsChanged(candidate=candidate, added=(tag.id,)), by=by)
    return tag


def remove_tag(candidate: Candidate, *, tag: Tag, by: Actor) -> None:
    gone = db.session.execute(
        delete(CandidateTag).where(CandidateTag.candidate_id == candidate.id, CandidateTag.tag_id == tag.id)
    )
    if gone.rowcount:  # type: ignore[attr-defined]
        record(TagsChanged(candidate=candidate, removed=(tag.id,)), by=by)


def set_skills(candidate: Candidate, *, names: Iterable[str], by: Actor, evidence: dict[str, str] | None = None) -> None:
    """Make `names` the skills of the record; aliases become the usual name (js → JavaScript)."""
    wanted = {skill.id: key for key, skill in skills_named(names).items()}
    held = {
        row.skill_id: row
        for row in db.session.scalars(select(CandidateSkill).where(CandidateSkill.candidate_id == candidate.id))
    }
    added = [skill_id for skill_id in wanted if skill_id not in held]
    removed = [skill_id for skill_id in held if skill_id not in wanted]
    lines = {folded(skill_name(name)): line for name, line in (evidence or {}).items()}
    said = {skill_id: lines.get(wanted[skill_id], "")[:500] for skill_id in added}
    insert_rows(CandidateSkill, [{"candidate_id": candidate.id, "skill_id": skill, "evidence": line} for skill, line in said.items()])
    for skill_id in removed:
        db.session.delete(held[skill_id])
    confirm_fields(candidate, ["skills"], confirmer(by))
    if added or removed:
        record(SkillsChanged(candidate=candidate, added=tuple(added), removed=tuple(removed)), by=by)


def skill_name(typed: str) -> str:
    """The usual name of a skill, or what was typed when the list does not know it."""
    return normalise_skill(typed) or one_line(typed)[:200]


def skills_named(typed: Iterable[str]) -> dict[str, Skill]:
    """Key → skill for every name, new ones made. The employer's own other names lead to the skill they stand for."""
    names = {folded(name): name for name in map(skill_name, typed) if folded(name)}
    if not names:
        return {}
    renamed = db.session.execute(
        select(SkillAlias.name_key, Skill)
        .join(Skill, Skill.id == SkillAlias.skill_id)
        .where(SkillAlias.name_key.in_(list(names)))
    )
    found: dict[str, Skill] = dict(renamed.all())
    found |= _named(Skill, [name for key, name in names.items() if key not in found])
    return {key: found[key] for key in names}


def tags_named(typed: Iterable[str]) -> dict[str, Tag]:
    return _named(Tag, [one_line(name)[:200] for name in typed])


def _named(model: type[Named], names: Iterable[str]) -> dict[str, Named]:
    by_key = {folded(name): name for name in reversed(list(names)) if folded(name)}
    if not by_key:
        return {}
    known = _by_key(model, by_key)
    missing = [{"name": name, "name_key": key} for key, name in by_key.items() if key not in known]
    if missing:
        insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
        db.session.execute(insert(model).values(missing).on_conflict_do_nothing(index_elements=["name_key"]))
        known = _by_key(model, by_key)
    return {key: known[key] for key in reversed(by_key)}


def _by_key(model: type[Named], keys: Iterable[str]) -> dict[str, Named]:
    return {row.name_key: row for row in db.session.scalars(select(model).where(model.name_key.in_(list(keys))))}
