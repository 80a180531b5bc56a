"""No question reveals what its asker may not see."""

import pytest
from flask import Flask

from app.search.catalogue import Subject, all_fields
from app.search.parser import parse
from app.search.queries import count_candidates, search_candidates
from app.search.suggest import suggest
from tests.search.conftest import user
from tests.search.people import IDS

pytestmark = pytest.mark.no_app

ROOT, RITA, OTTO, CORA, INES = 1, 2, 3, 4, 5


def found(viewer: int, text: str) -> set[int]:
    return set(search_candidates(user(viewer), parse(text), sort="name").ids)


def test_applications_of_another_team_cannot_be_asked_about(company: Flask) -> None:
    for text in ("stage:rejected", "stage:any", "job:backend", "applied:any", "rejected:skills", "hired:any", "offer:sent",
                 "reply:<30d", "is:applicant", "is:finalist", "is:alumni", "has:application"):  # fmt: skip
        assert found(RITA, text), text
        assert not found(OTTO, text), text
        assert count_candidates(user(OTTO), parse(text)).number == 0


def test_asking_the_other_way_round_reveals_nothing_either(company: Flask) -> None:
    everybody = found(OTTO, "")
    for text in (
        "-stage:rejected",
        "applied:none",
        "-has:application",
        "-is:applicant",
        "-is:finalist",
        "rejected:none",
    ):
        assert found(OTTO, text) == everybody, text


def test_every_field_about_applications_looks_only_at_visible_ones(company: Flask) -> None:
    names = [field.name for field in all_fields() if field.subject is Subject.APPLICATION]
    assert len(names) >= 5
    for name in names:
        assert found(OTTO, f"{name}:any") == set()
        assert found(OTTO, f"{name}:none") == found(OTTO, "")


def test_somebody_without_access_to_anybody_finds_nobody(company: Flask) -> None:
    for text in ("", "python", "city:berlin", "python OR city:zürich", "-python"):
        assert found(INES, text) == set()
        assert count_candidates(user(INES), parse(text)).number == 0


def test_pay_is_only_found_by_those_who_may_see_it(company: Flask) -> None:
    assert found(RITA, "salary:>80000") == {IDS["jorg"], IDS["sam"]}
    for text in ("salary:>80000", "salary:any", "salary:none", "salary:80000"):
        assert found(CORA, text) == set()


def test_an_erased_person_is_never_found(company: Flask) -> None:
    for text in ("", "gone", "name:gone", "city:berlin", "skill:python", "-python"):
        assert IDS["gone"] not in found(ROOT, text)


def test_suggested_jobs_are_those_one_may_see(company: Flask) -> None:
    assert [one.label for one in suggest(user(RITA), "job:back")] == ["Backend Engineer"]
    assert suggest(user(OTTO), "job:back") == []


def test_suggested_values_come_from_visible_people(company: Flask) -> None:
    assert [one.label for one in suggest(user(RITA), "city:ber")] == ["Berlin"]
    assert suggest(user(INES), "city:ber") == []
