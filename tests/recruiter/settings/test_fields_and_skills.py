"""Settings of the record: fields of one's own and the list of skills."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app.candidates.commands import set_skills
from app.candidates.models import CustomField, CustomKind, Skill, SkillAlias
from app.core.actors import SYSTEM
from app.extensions import db
from tests.make import Make

FIELDS, SKILLS = "/recruiter/settings/fields", "/recruiter/settings/skills"


def html(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def test_a_field_is_added_worded_moved_archived_and_brought_back(as_root: FlaskClient) -> None:
    typed = {"name": "Fitting", "kind": "choice", "choices": "In the ear\nBehind the ear\n", "on_quick_add": "y"}
    assert as_root.submit(FIELDS, {**typed, "choices": "One"}).status_code == 409
    assert as_root.submit(FIELDS, {**typed, "name": ""}).status_code == 422
    assert as_root.submit(FIELDS, typed).status_code == 303
    assert as_root.submit(FIELDS, {"name": "Badge", "kind": "text"}).status_code == 303
    fitting, badge = db.session.scalars(select(CustomField).order_by(CustomField.position))
    page = html(as_root.get(FIELDS))
    assert page.index("Fitting") < page.index("Badge") and "custom-fitting:" in page
    assert as_root.submit(f"{FIELDS}/{badge.id}/place/up").status_code == 303
    page = html(as_root.get(FIELDS))
    assert page.index("custom-badge:") < page.index("custom-fitting:")
    edit = html(as_root.get(f"{FIELDS}/{fitting.id}"))
    assert "In the ear" in edit and "checked" in edit
    assert as_root.submit(f"{FIELDS}/{fitting.id}", {"name": "Fit", "choices": "A\nB", "help": "Which kind"}).status_code == 303
    db.session.refresh(fitting)
    assert (fitting.name, fitting.names, fitting.on_quick_add, fitting.kind) == ("Fit", ["A", "B"], False, CustomKind.CHOICE)
    assert as_root.submit(f"{FIELDS}/{fitting.id}", {"name": "X", "choices": "A\nB", "version": "1"}).status_code == 409
    assert as_root.submit(f"{FIELDS}/{fitting.id}/archive").status_code == 303
    assert "Bring back" in html(as_root.get(FIELDS))
    assert as_root.submit(f"{FIELDS}/{fitting.id}/restoring").status_code == 303


def test_only_admins_change_fields_and_skills(as_ada: FlaskClient) -> None:
    assert as_ada.get(FIELDS).status_code == as_ada.get(SKILLS).status_code == 403


def test_the_list_of_skills_finds_shipped_and_own_ones_by_any_name(as_root: FlaskClient, make: Make) -> None:
    person = make.candidate()
    set_skills(person, names=["js", "Otoscopy of llamas"], by=SYSTEM)
    page = html(as_root.get(f"{SKILLS}?q=ecmascript"))
    assert "JavaScript" in page and "?q=skill:%22JavaScript%22" in page
    assert "Otoscopy of llamas" in html(as_root.get(f"{SKILLS}?q=llamas"))
    used = html(as_root.get(SKILLS))
    assert "JavaScript" in used and "Abaqus" not in used
    assert "Next" in html(as_root.get(f"{SKILLS}?show=all"))
    assert "No skill of this name" in html(as_root.get(f"{SKILLS}?q=xyzzyx"))


def test_a_skill_gets_names_is_hidden_and_merged(as_root: FlaskClient, make: Make) -> None:
    led = as_root.submit(SKILLS, {"name": "k8s"})
    kubernetes = db.session.scalars(select(Skill)).one()
    assert kubernetes.name == "Kubernetes" and led.headers["Location"].endswith(f"{SKILLS}/{kubernetes.id}")
    base = f"{SKILLS}/{kubernetes.id}"
    assert as_root.submit(SKILLS, {"name": " "}).status_code == 409
    assert as_root.submit(f"{base}/aliases", {"alias": "Kube farm"}).status_code == 303
    assert "Kube farm" in html(as_root.get(base))
    make.skill("Container whispering")
    taken = as_root.submit(f"{base}/name", {"name": "container whispering"})
    assert taken.status_code == 409 and "Another skill has this name" in html(taken) and 'value="container whispering"' in html(taken)
    assert as_root.submit(f"{base}/name", {"name": "K8s"}).status_code == 303
    assert as_root.submit(f"{base}/hiding", {"hidden": "yes"}).status_code == 303
    assert "Hidden" in html(as_root.get(base))
    alias = db.session.scalars(select(SkillAlias).where(SkillAlias.name == "Kube farm")).one()
    assert as_root.submit(f"/recruiter/settings/skill-aliases/{alias.id}/removal").status_code == 303
    assert as_root.submit(f"{base}/merging", {"into": ""}).status_code == 422
    assert as_root.submit(f"{base}/merging", {"into": "K8s"}).status_code == 409
    merged = as_root.submit(f"{base}/merging", {"into": "Container whispering"})
    assert merged.status_code == 303 and db.session.query(Skill).count() == 1
