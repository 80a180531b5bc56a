"""The employer's list of skills: own names, merging, hiding, and that all of them are found alike."""

import pytest

from app.candidates.commands import add_candidate, set_skills
from app.candidates.commands.skills import (
    add_skill,
    add_skill_alias,
    hide_skill,
    merge_skills,
    remove_skill_alias,
    rename_skill,
)
from app.candidates.commands.tags import skills_named
from app.candidates.facts import PersonFacts
from app.candidates.models import Candidate, CandidateSkill, Skill, SkillAlias
from app.candidates.queries import WHOLE_RECORD
from app.candidates.refusals import SkillUnfit
from app.candidates.skill_list import own_skill_names
from app.candidates.suggestions import suggested_values
from app.core.actors import SYSTEM
from app.extensions import db
from app.search.parser import parse
from app.search.queries import search_candidates
from app.search.suggest import suggest
from tests.make import Cast, Make


def skills_of(person: Candidate) -> list[str]:
    rows = db.session.query(Skill.name).join(CandidateSkill, CandidateSkill.skill_id == Skill.id)
    return sorted(name for (name,) in rows.filter(CandidateSkill.candidate_id == person.id))


def found(cast: Cast, query: str) -> list[int]:
    return sorted(search_candidates(cast.ada, parse(query)).ids)


def test_shipped_other_names_become_the_usual_one(app: object) -> None:
    person = add_candidate(PersonFacts(name="Ada", skills=["js", "k8s", "Hörgeräteanpassung", "React.js"]), by=SYSTEM)
    assert {"JavaScript", "Kubernetes", "React"} <= set(skills_of(person))


def test_a_name_of_ones_own_leads_to_the_skill(make: Make, cast: Cast) -> None:
    fitting = add_skill(name="Hearing aid fitting", by=SYSTEM)
    add_skill_alias(fitting, name="HA fit", by=SYSTEM)
    add_skill_alias(fitting, name="ha FIT", by=SYSTEM)
    person = make.candidate()
    set_skills(person, names=["ha fit", "Hearing aid fitting"], by=SYSTEM)
    assert skills_of(person) == [fitting.name]
    assert found(cast, 'skill:"ha fit"') == [person.id]
    assert f'skill:"{fitting.name}" ' in [one.text for one in suggest(cast.ada, 'skill:"ha fit')]
    remove_skill_alias(db.session.query(SkillAlias).one(), by=SYSTEM)
    assert found(cast, 'skill:"ha fit"') == []


def test_a_renamed_skill_is_found_by_both_names_and_words(make: Make, cast: Cast) -> None:
    person = add_candidate(PersonFacts(name="Ada", skills=["js"]), by=SYSTEM)
    skill = skills_named(["js"])["javascript"]
    rename_skill(skill, name="JS and friends", by=SYSTEM)
    assert found(cast, "skill:js") == found(cast, "skill:javascript") == found(cast, 'skill:"js and friends"') == [person.id]
    assert found(cast, "friends") == [person.id]
    other = add_candidate(PersonFacts(name="Bea", skills=["JavaScript"]), by=SYSTEM)
    assert skills_of(other) == ["JS and friends"]
    rename_skill(skill, name="JavaScript", by=SYSTEM)
    assert skill.name == "JavaScript" and found(cast, 'skill:"js and friends"') == [person.id, other.id]


def test_two_skills_are_not_called_the_same(make: Make) -> None:
    first, second = make.skill("Otoscopy"), make.skill("Audiometry")
    with pytest.raises(SkillUnfit):
        rename_skill(second, name="OTOSCOPY", by=SYSTEM)
    with pytest.raises(SkillUnfit):
        add_skill_alias(second, name="otoscopy", by=SYSTEM)
    with pytest.raises(SkillUnfit):
        rename_skill(second, name="  ", by=SYSTEM)
    with pytest.raises(SkillUnfit):
        merge_skills(first, into=first, by=SYSTEM)


def test_merging_keeps_everybody_once_and_every_name(make: Make, cast: Cast) -> None:
    both, one = make.candidate(skills=("Otoscopy", "Ear inspection")), make.candidate(skills=("Ear inspection",))
    lost, kept = make.skill("Ear inspection"), make.skill("Otoscopy")
    add_skill_alias(lost, name="Looking into ears", by=SYSTEM)
    merge_skills(lost, into=kept, by=SYSTEM)
    assert skills_of(both) == skills_of(one) == ["Otoscopy"]
    for name in ("otoscopy", "ear inspection", "looking into ears"):
        assert found(cast, f'skill:"{name}"') == [both.id, one.id], name


def test_a_hidden_skill_is_not_offered_and_not_suggested_but_stays(make: Make, cast: Cast) -> None:
    person = make.candidate(skills=("Typewriting",))
    other = make.candidate()
    hide_skill(make.skill("Typewriting"), hidden=True, by=SYSTEM)
    assert [one.text for one in suggest(cast.ada, "skill:typewr") if one.kind == "value"] == []
    assert found(cast, "skill:typewriting") == [person.id]
    whole = db.session.query(Candidate).filter_by(id=other.id).options(*WHOLE_RECORD).populate_existing().one()
    facts = {"skills": [{"value": "Typewriting", "source": "Typewriting"}, {"value": "Otoscopy", "source": "Otoscopy"}]}
    assert [one.value for one in suggested_values(whole, facts)] == ["Otoscopy"]


def test_texts_are_searched_for_what_somebody_listed_not_for_what_people_typed(app: object) -> None:
    add_skill_alias(add_skill(name="Larkspur Fit", by=SYSTEM), name="LF session", by=SYSTEM)
    rename_skill(skills_named(["js"])["javascript"], name="Scripting", by=SYSTEM)
    skills_named(["Being nice"])
    assert own_skill_names() == {
        "Larkspur Fit": "Larkspur Fit", "LF session": "Larkspur Fit", "Scripting": "Scripting", "JavaScript": "Scripting",
    }  # fmt: skip
