"""Whatever a command changes on a record, the very next search knows it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.candidates.commands import (
    add_candidate,
    add_contact_point,
    change_candidate,
    release_documents,
    remove_contact_point,
    set_skills,
    store_reading,
)
from app.candidates.facts import PersonFacts
from app.candidates.models import Candidate, ContactKind, ContactPoint, Document, DocumentKind
from app.core.actors import user_actor
from app.core.transaction import transaction
from app.extensions import db
from app.search import reactions
from app.search.index import check_integrity, reindex
from app.search.parser import parse
from app.search.queries import search_candidates
from tests.search.conftest import user
from tests.search.people import IDS

pytestmark = pytest.mark.no_app
assert reactions

RITA = user_actor(2)


@pytest.fixture(autouse=True)
def open_transaction(own_company: Flask) -> Iterator[None]:
    with transaction():
        yield
        assert check_integrity() == []


def found(text: str) -> set[int]:
    return set(search_candidates(user(1), parse(text), sort="name").ids)


def eve() -> Candidate:
    return db.session.get_one(Candidate, IDS["eve"])


def test_a_new_person_is_found_by_everything_said_of_them() -> None:
    facts = PersonFacts(
        name="Zoë Åkesson", emails=["zoe@nordic.example"], title="Go engineer", employer="Nordic AB", skills=["k8s"]
    )
    zoe = add_candidate(facts, by=RITA).id
    for text in ("zoe", "akesson", "zoe@nordic.example", "title:go", "employer:nordic", "kubernetes", "skill:k8s"):
        assert found(text) == {zoe}, text


def test_a_changed_title_is_found_and_the_old_one_no_longer() -> None:
    ada = db.session.get_one(Candidate, IDS["ada"])
    change_candidate(ada, values={"current_title": "Falconer", "headline": ""}, by=RITA)
    assert found("title:falconer") == {IDS["ada"]}
    assert IDS["ada"] not in found("title:engineer")
    assert found('"fast systems"') == set()


def test_skills_given_and_taken_away_are_followed() -> None:
    set_skills(eve(), names=["C++", "js"], by=RITA)
    assert found("skill:c++") == {IDS["ada"], IDS["eve"]}
    assert IDS["eve"] in found("javascript")
    set_skills(eve(), names=["js"], by=RITA)
    assert found("C++") == {IDS["ada"]}


def test_an_address_given_and_taken_away_is_followed() -> None:
    point = add_contact_point(eve(), kind=ContactKind.EMAIL, value="eve@paradise.example", by=RITA)
    assert found("eve@paradise.example") == found("email:@paradise.example") == {IDS["eve"]}
    remove_contact_point(db.session.get_one(ContactPoint, point.id), candidate=eve(), by=RITA)
    assert found("eve@paradise.example") == set()


def test_a_resume_is_found_once_it_was_read_and_belongs_to_the_record() -> None:
    document = Document(candidate_id=IDS["eve"], file_id=1, kind=DocumentKind.RESUME, filename="cv.pdf", pending=True)
    db.session.add(document)
    db.session.flush()
    store_reading(document, text="Ten years of glassblowing.", facts={}, by=RITA)
    assert found("glassblowing") == set()
    release_documents([document.id])
    reindex([IDS["eve"]])
    assert found("glassblowing") == {IDS["eve"]}
