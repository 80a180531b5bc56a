"""The list of skills: the one that comes with Perennial and what the employer made of it."""

from dataclasses import dataclass

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.candidates.commands.skills import (
    add_skill,
    add_skill_alias,
    hide_skill,
    merge_skills,
    remove_skill_alias,
    rename_skill,
)
from app.candidates.commands.tags import skills_named
from app.candidates.models import Skill, SkillAlias
from app.candidates.skill_list import aliases_of, listed_skills, people_with, shipped_names
from app.core.refusals import Refused
from app.core.text import folded
from app.web.access import actor, needs
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("skills", __name__)
PAGE_SIZE = 100


@dataclass(frozen=True)
class Typed:
    """What was typed into one of the small forms, and why it was not taken."""

    form: str = ""
    value: str = ""
    problem: str = ""


@blueprint.get("/settings/skills")
@needs(Permission.ADMINISTER)
def show_skills() -> ResponseReturnValue:
    """Those in use by name, or all; words narrow it, also by the other names."""
    return _list()


@blueprint.post("/settings/skills")
@needs(Permission.ADMINISTER)
def create_skill() -> ResponseReturnValue:
    """Onto the list, or to the one it is another name of."""
    try:
        skill = add_skill(name=request.form.get("name", ""), by=actor())
    except Refused as refusal:
        return _list(Typed("add", request.form.get("name", ""), str(refusal)), status=409)
    return redirect_to(".show_skill", skill_id=skill.id)


@blueprint.get("/settings/skills/<int:skill_id>")
@needs(Permission.ADMINISTER)
def show_skill(skill_id: int) -> ResponseReturnValue:
    return _page(_skill(skill_id))


@blueprint.post("/settings/skills/<int:skill_id>/name")
@needs(Permission.ADMINISTER)
def update_name(skill_id: int) -> ResponseReturnValue:
    skill, typed = _skill(skill_id, lock=True), request.form.get("name", "")
    try:
        rename_skill(skill, name=typed, by=actor())
    except Refused as refusal:
        return _page(skill, Typed("name", typed, str(refusal)), status=409)
    flash(_("Saved."), "success")
    return redirect_to(".show_skill", skill_id=skill_id)


@blueprint.post("/settings/skills/<int:skill_id>/aliases")
@needs(Permission.ADMINISTER)
def create_alias(skill_id: int) -> ResponseReturnValue:
    skill, typed = _skill(skill_id, lock=True), request.form.get("alias", "")
    try:
        add_skill_alias(skill, name=typed, by=actor())
    except Refused as refusal:
        return _page(skill, Typed("alias", typed, str(refusal)), status=409)
    return redirect_to(".show_skill", skill_id=skill_id)


@blueprint.post("/settings/skill-aliases/<int:alias_id>/removal")
@needs(Permission.ADMINISTER)
def delete_alias(alias_id: int) -> ResponseReturnValue:
    alias: SkillAlias = find(select(SkillAlias), alias_id)
    skill_id = alias.skill_id
    remove_skill_alias(alias, by=actor())
    return redirect_to(".show_skill", skill_id=skill_id)


@blueprint.post("/settings/skills/<int:skill_id>/hiding")
@needs(Permission.ADMINISTER)
def create_hiding(skill_id: int) -> ResponseReturnValue:
    hide_skill(_skill(skill_id, lock=True), hidden=request.form.get("hidden") == "yes", by=actor())
    return redirect_to(".show_skill", skill_id=skill_id)


@blueprint.post("/settings/skills/<int:skill_id>/merging")
@needs(Permission.ADMINISTER)
def create_merging(skill_id: int) -> ResponseReturnValue:
    """Into the skill that was typed, which is on the list by some name."""
    skill, typed = _skill(skill_id, lock=True), request.form.get("into", "")
    if not folded(typed):
        return _page(skill, Typed("into", typed, _("Say which skill it is the same as.")), status=422)
    into = next(iter(skills_named([typed]).values()))
    try:
        merge_skills(skill, into=into, by=actor())
    except Refused as refusal:
        return _page(skill, Typed("into", typed, str(refusal)), status=409)
    flash(_("Merged. Everybody who had either has “%(name)s” now.", name=into.name), "success")
    return redirect_to(".show_skill", skill_id=into.id)


def _skill(skill_id: int, *, lock: bool = False) -> Skill:
    return find(select(Skill), skill_id, lock=lock)


def _list(typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    words, after = request.args.get("q", "")[:100], request.args.get("after", "")[:300]
    everything = bool(words) or request.args.get("show") == "all"
    found = listed_skills(words, shipped=everything, after=after, limit=PAGE_SIZE)
    return show(
        "recruiter/settings/skills.html", status=status, skills=found.skills, has_more=found.has_more, q=words, after=after,
        typed=typed or Typed(), everything=everything,
    )  # fmt: skip


def _page(skill: Skill, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    return show(
        "recruiter/settings/skill.html", status=status, skill=skill, typed=typed or Typed(),
        people=people_with(skill.id), aliases=aliases_of(skill.id), shipped=shipped_names(skill.name),
    )  # fmt: skip
