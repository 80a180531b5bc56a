"""Acts on the record: what they change, what they refuse, what they tell."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.candidates.commands import (
    add_candidate,
    add_contact_point,
    add_document,
    add_tag,
    add_todo,
    change_candidate,
    current_consents,
    finish_todo,
    give_notice,
    make_primary,
    reassign_todo,
    record_consent,
    record_touchpoint,
    remove_contact_point,
    remove_document,
    set_skills,
    snooze_todo,
    write_note,
)
from app.candidates.commands.consents import is_open
from app.candidates.facts import PersonFacts
from app.candidates.models import (
    Candidate,
    CandidateSkill,
    ConsentAction,
    ContactKind,
    ContactPoint,
    Document,
    Education,
    Experience,
    NoteKind,
    NoticeDuty,
    NoticeText,
    Purpose,
    ReadingState,
    Skill,
    Tag,
    Touchpoint,
)
from app.candidates.notices import CONSENT_POOL, PRIVACY_NOTICE, current_notice, ensure_notices, new_notice_version
from app.candidates.refusals import AlreadyOnRecord, BadContact, NameMissing, NothingWritten, TodoClosed
from app.candidates.suggestions import place_of
from app.candidates.tasks import read_waiting_documents
from app.core.activity import Activity, ChangedValue
from app.core.actors import SYSTEM, candidate_actor, user_actor, visitor_actor
from app.core.clock import at, now, today
from app.core.files import stage_file
from app.core.refusals import Stale
from app.extensions import db
from tests.make import Cast, Make

RESUME = b"""Grete Finder
grete@example.org
+49 30 901820
Berlin, Germany

Experience
Senior Engineer, Larkspur GmbH, 2019 - today
- Built things

Education
BSc Computer Science, TU Berlin, 2012 - 2016

Skills
Python, PostgreSQL, Docker
"""


def kinds() -> set[str]:
    return set(db.session.scalars(select(Activity.kind)))


def test_a_person_is_added_in_one_shape(make: Make) -> None:
    make.installation(default_country="DE")
    person = add_candidate(
        PersonFacts(name="  Grete\u202e  Finder ", emails=["G@Example.org", "g@example.ORG"], phones=["030 901820"],
                    links=["linkedin.com/in/grete"], country="Österreich", skills=["js", "JavaScript", "golang"], source="Meetup"),
        by=user_actor(1),
    )  # fmt: skip
    points = {point.kind: point.value for point in db.session.scalars(select(ContactPoint))}
    assert person.full_name == "Grete Finder" and person.country == "AT" and person.locale == "de"
    assert points[ContactKind.EMAIL] == "G@example.org" and points[ContactKind.PHONE] == "+4330901820"
    assert set(db.session.scalars(select(Skill.name))) == {"JavaScript", "Go"}
    assert db.session.scalars(select(Touchpoint)).one().source == "Meetup"
    assert "candidate_added" in kinds()


def test_whoever_did_not_come_to_us_is_owed_a_notice(make: Make) -> None:
    add_candidate(PersonFacts(name="Sourced"), by=user_actor(1), origin="recruiter")
    add_candidate(PersonFacts(name="Applied", emails=["a@example.org"]), by=visitor_actor(), origin="application")
    duty = db.session.scalars(select(NoticeDuty)).one()
    assert timedelta(days=27) < duty.due_at - now() <= timedelta(days=31)


@pytest.mark.parametrize(
    ("facts", "field"),
    [(PersonFacts(), "name"), (PersonFacts(name="\u0000 \u202e"), "name"), (PersonFacts(name="A", emails=["no"]), "email"),
     (PersonFacts(name="A", phones=["call me"]), "phone"), (PersonFacts(name="A", links=["javascript:alert(1)"]), "link"),
     (PersonFacts(name="A", country="Atlantis"), "country")],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(facts: PersonFacts, field: str) -> None:
    with pytest.raises((NameMissing, BadContact)) as refused:
        add_candidate(facts, by=SYSTEM)
    assert refused.value.field == field and str(refused.value)


@pytest.mark.parametrize("name", ["X", "李雷", "עדה לאבלייס", "O'Brien; DROP TABLE", "🦊", "x" * 5000, "Zo\u0308e"])
def test_any_name_is_a_name(name: str) -> None:
    person = add_candidate(PersonFacts(name=name), by=SYSTEM)
    assert person.full_name and len(person.full_name) <= 200


def test_a_change_keeps_old_and_new_and_who_confirmed(make: Make) -> None:
    person = make.candidate("Grete Finder", city="Berlin")
    changed = change_candidate(person, values={"city": "Wien", "headline": ""}, by=user_actor(1), version=person.version)
    assert changed == ["city"]
    value = db.session.scalars(select(ChangedValue)).one()
    assert (value.field, value.old, value.new) == ("city", "Berlin", "Wien")
    assert person.city_key == "wien" and person.confirmations["city"][1] == "recruiter"


def test_a_change_on_what_is_no_longer_there_is_refused(make: Make) -> None:
    person = make.candidate("Grete Finder")
    seen = person.version
    change_candidate(person, values={"city": "Wien"}, by=SYSTEM, version=seen)
    db.session.flush()
    with pytest.raises(Stale):
        change_candidate(person, values={"city": "Rom"}, by=SYSTEM, version=seen)


def test_only_fields_of_the_record_can_be_changed(make: Make) -> None:
    with pytest.raises(ValueError):
        change_candidate(make.candidate(), values={"erased_at": None}, by=SYSTEM)


def test_the_first_address_is_primary_and_its_removal_passes_that_on(make: Make) -> None:
    person = make.candidate(email="one@example.org")
    two = add_contact_point(person, kind=ContactKind.EMAIL, value="two@example.org", by=SYSTEM)
    with pytest.raises(AlreadyOnRecord):
        add_contact_point(person, kind=ContactKind.EMAIL, value="TWO@example.org", by=SYSTEM)
    make_primary(two, candidate=person, by=SYSTEM)
    db.session.refresh(two)
    assert two.is_primary
    remove_contact_point(two, candidate=person, by=SYSTEM)
    db.session.flush()
    assert [point.is_primary for point in db.session.scalars(select(ContactPoint))] == [True]


def test_skills_find_their_usual_names_and_stay_apart(make: Make) -> None:
    person = make.candidate()
    set_skills(person, names=["k8s", "C++", "C#", "c++", "Underwater basket weaving", ""], by=SYSTEM)
    assert set(db.session.scalars(select(Skill.name))) == {"Kubernetes", "C++", "C#", "Underwater basket weaving"}
    set_skills(person, names=["C#"], by=SYSTEM)
    db.session.flush()
    assert db.session.scalar(select(func.count()).select_from(CandidateSkill)) == 1


def test_a_tag_twice_is_once(make: Make) -> None:
    person = make.candidate()
    assert add_tag(person, name="Fair 2026", by=SYSTEM) is add_tag(person, name="fair  2026", by=SYSTEM)
    assert db.session.scalar(select(func.count()).select_from(Tag)) == 1
    with pytest.raises(NothingWritten):
        add_tag(person, name=" \u202e ", by=SYSTEM)


def test_a_call_counts_as_contact_and_a_note_does_not(make: Make) -> None:
    person = make.candidate()
    write_note(person, body="thinking", by=SYSTEM)
    db.session.refresh(person)
    assert person.contacted_at is None
    write_note(person, body="spoke", kind=NoteKind.CALL, by=SYSTEM)
    db.session.refresh(person)
    assert person.contacted_at is not None and person.contacted_rank == 0


def test_todos_are_finished_once_and_closed_ones_stay(make: Make, cast: Cast) -> None:
    todo = add_todo(what="Call", due_on=today(), owner_id=cast.ada.id, by=user_actor(cast.ada.id))
    snooze_todo(todo, until=today() + timedelta(days=3))
    reassign_todo(todo, owner_id=cast.otto.id, by=SYSTEM)
    finish_todo(todo, by=SYSTEM)
    finish_todo(todo, by=SYSTEM)
    with pytest.raises(TodoClosed):
        snooze_todo(todo, until=date(2030, 1, 1))
    with pytest.raises(NothingWritten):
        add_todo(what=" ", due_on=today(), owner_id=cast.ada.id, by=SYSTEM)


def test_the_newest_consent_counts_and_ends_by_itself(make: Make) -> None:
    person = make.candidate()
    record_consent(person, purpose=Purpose.POOL, action=ConsentAction.GIVEN, method="form", by=candidate_actor(person.id))
    assert is_open(current_consents(person.id)[Purpose.POOL])
    with at(now() + timedelta(days=800)):
        assert not is_open(current_consents(person.id)[Purpose.POOL])
    record_consent(person, purpose=Purpose.POOL, action=ConsentAction.WITHDRAWN, method="preferences", by=candidate_actor(person.id))
    assert not is_open(current_consents(person.id)[Purpose.POOL])
    assert is_open(None) is False


def test_telling_somebody_closes_the_duty(make: Make) -> None:
    person = add_candidate(PersonFacts(name="Sourced"), by=SYSTEM, origin="import")
    assert give_notice(person, how="mail", by=SYSTEM) == 1
    assert give_notice(person, how="mail", by=SYSTEM) == 0


def test_the_first_source_is_never_overwritten(make: Make) -> None:
    person = add_candidate(PersonFacts(name="Grete", source="Meetup"), by=SYSTEM)
    record_touchpoint(person, source="LinkedIn", by=SYSTEM)
    assert person.source == "Meetup"
    assert db.session.scalar(select(func.count()).select_from(Touchpoint)) == 2


def test_notices_ship_in_both_languages_and_are_versioned() -> None:
    assert ensure_notices() == 12 and ensure_notices() == 0
    german = current_notice(PRIVACY_NOTICE, "de")
    assert german is not None and "DSGVO" in german.body
    other = current_notice(CONSENT_POOL, "fr")
    assert other is not None and other.locale == "en"
    new_notice_version(CONSENT_POOL, "en", "New words")
    newest = current_notice(CONSENT_POOL, "en")
    assert newest is not None and newest.version == 2
    assert db.session.scalar(select(func.count()).select_from(NoticeText)) == 13


def staged_resume(person: Candidate, **options: Any) -> Document:
    return add_document(person, stage_file(RESUME, "text/plain"), filename="cv.txt", by=SYSTEM, **options)


def test_a_resume_fills_only_what_is_empty_on_the_record_it_made(make: Make, sweep: Callable[..., Any]) -> None:
    person = add_candidate(PersonFacts(name="Grete F.", emails=["typed@example.org"], city="Potsdam"), by=visitor_actor(), origin="application")
    staged_resume(person, fills_record=True)
    assert sweep(read_waiting_documents) == 1
    person = db.session.get_one(Candidate, person.id, populate_existing=True)
    assert person.full_name == "Grete F." and person.city == "Potsdam"
    assert [point.value for point in db.session.scalars(select(ContactPoint).where(ContactPoint.kind == ContactKind.EMAIL))] == ["typed@example.org"]
    assert "Python" in set(db.session.scalars(select(Skill.name)))
    assert db.session.scalar(select(func.count()).select_from(Experience)) and db.session.scalar(select(func.count()).select_from(Education))
    assert "document_read" in kinds()


def test_a_later_resume_stays_a_suggestion(make: Make, sweep: Callable[..., Any]) -> None:
    person = make.candidate("Grete Finder")
    document_id = staged_resume(person).id
    sweep(read_waiting_documents)
    document = db.session.get_one(Document, document_id, populate_existing=True)
    assert document.reading is ReadingState.READ and document.due_at is None
    assert db.session.scalar(select(func.count()).select_from(CandidateSkill)) == 0


def test_an_unreadable_file_says_so_and_is_not_tried_for_ever(make: Make, sweep: Callable[..., Any]) -> None:
    person = make.candidate()
    document_id = add_document(person, stage_file(b"%PDF-1.7 broken", "application/pdf"), filename="cv.pdf", by=SYSTEM).id
    sweep(read_waiting_documents)
    document = db.session.get_one(Document, document_id, populate_existing=True)
    assert document.reading is ReadingState.UNREADABLE and document.reading_note
    assert sweep(read_waiting_documents) == 0


def test_a_removed_document_leaves_no_file_unless_another_holds_it(make: Make) -> None:
    one, other = make.candidate(), make.candidate()
    kept, gone = staged_resume(one), staged_resume(other)
    remove_document(gone, candidate=other, by=SYSTEM)
    assert kept.file.read() == RESUME


@pytest.mark.parametrize(
    ("line", "place"),
    [("Köln, Germany", ("Köln", "", "DE")), ("San Francisco, CA", ("San Francisco", "CA", "")), ("Berlin", ("Berlin", "", "")),
     ("Wien, Österreich", ("Wien", "", "AT")), ("Austin, TX, USA", ("Austin", "TX", "US")), ("", None)],
)  # fmt: skip
def test_a_place_is_read_as_city_region_and_country(line: str, place: tuple[str, str, str] | None) -> None:
    assert tuple(place_of(line).values()) == (place or ())
