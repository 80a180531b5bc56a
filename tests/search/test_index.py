"""The index follows the records, can be checked, and can be made anew."""

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update

from app.candidates.activities import CandidateChanged
from app.candidates.models import Candidate
from app.core.activity import record_all
from app.core.actors import SYSTEM
from app.core.transaction import reading, transaction
from app.extensions import db
from app.search import reactions, tasks
from app.search.index import AT_ONCE, check_integrity, keep_indexed, rebuild_index
from app.search.models import SearchDirty, SearchDocument
from app.search.parser import parse
from app.search.queries import near_names, search_candidates
from tests.conftest import Queries
from tests.search.conftest import user
from tests.search.people import IDS

pytestmark = pytest.mark.no_app
assert reactions


def found(words: str) -> list[int]:
    with reading():
        return search_candidates(user(1), parse(words), sort="name").ids


def problems() -> list[str]:
    with transaction():
        return check_integrity()


def test_a_changed_record_is_found_in_the_same_transaction(own_company: Flask) -> None:
    with transaction():
        eve = db.session.get(Candidate, IDS["eve"])
        assert eve
        eve.headline = "Falconer"
        record_all([CandidateChanged(candidate=eve, fields=("headline",))], by=SYSTEM)
        assert search_candidates(user(1), parse("falconer")).ids == [IDS["eve"]]
    assert found("falconer") == [IDS["eve"]]
    assert problems() == []


def test_what_was_rolled_back_is_not_found(own_company: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        db.session.execute(update(Candidate).where(Candidate.id == IDS["eve"]).values(headline="Falconer"))
        keep_indexed([IDS["eve"]])
        raise RuntimeError
    assert found("falconer") == []
    assert problems() == []


def test_a_person_is_indexed_once_however_often_they_change_in_a_transaction(own_company: Flask) -> None:
    with Queries(db.engine) as sent, transaction():
        for words in ("Falconer", "Glassblower", "Lamplighter"):
            headline(words)
            record_all([CandidateChanged(candidate=IDS["eve"], fields=("headline",))], by=SYSTEM)
        assert not [one for one in sent.statements if "INTO search_documents" in one]
    assert len([one for one in sent.statements if "INTO search_documents" in one]) == 1
    assert found("lamplighter") == [IDS["eve"]]
    assert found("falconer") == []
    assert problems() == []


def test_who_asks_in_between_sees_everybody_as_they_are_then(own_company: Flask) -> None:
    with transaction():
        for words in ("Falconer", "Glassblower"):
            headline(words)
            keep_indexed([IDS["eve"]])
            assert search_candidates(user(1), parse(words)).ids == [IDS["eve"]]


def test_what_a_savepoint_took_back_leaves_the_rest_indexed(own_company: Flask) -> None:
    with transaction() as session:
        headline("Falconer")
        keep_indexed([IDS["eve"]])
        with pytest.raises(RuntimeError), session.begin_nested():
            headline("Glassblower")
            keep_indexed([IDS["ada"], IDS["eve"]])
            raise RuntimeError
        assert session.info["unsettled"]
    assert found("falconer") == [IDS["eve"]]
    assert found("glassblower") == []
    assert problems() == []


def test_a_transaction_that_ended_leaves_nothing_to_settle(own_company: Flask) -> None:
    with pytest.raises(RuntimeError), transaction() as session:
        keep_indexed([IDS["eve"]])
        raise RuntimeError
    assert not session.info.get("unsettled")
    with transaction() as session:
        keep_indexed([IDS["eve"]])
    assert not session.info.get("unsettled")


def headline(words: str) -> None:
    db.session.execute(update(Candidate).where(Candidate.id == IDS["eve"]).values(headline=words))


def test_many_changes_wait_for_the_sweep(own_company: Flask) -> None:
    many = AT_ONCE + 5
    with transaction():
        people = [Candidate(full_name=f"Twin {number}", headline="Acrobat") for number in range(many)]
        db.session.add_all(people)
        db.session.flush()
        keep_indexed([person.id for person in people])
    assert found("acrobat") == []
    assert problems() == []
    assert tasks.index_changed_candidates() == many
    assert tasks.index_changed_candidates() == 0
    assert len(found("acrobat")) == many
    assert problems() == []


def test_marking_twice_is_harmless(own_company: Flask) -> None:
    with transaction():
        keep_indexed(range(1, AT_ONCE + 10))
        keep_indexed(range(1, AT_ONCE + 10))
    with reading():
        assert db.session.scalar(select(func.count()).select_from(SearchDirty)) == AT_ONCE + 9
    tasks.index_changed_candidates()
    assert problems() == []


def test_an_erased_person_leaves_the_index(own_company: Flask) -> None:
    assert found("trading") == [IDS["ada"]]
    with transaction():
        db.session.execute(update(Candidate).where(Candidate.id == IDS["ada"]).values(erased_at=func.now()))
        keep_indexed([IDS["ada"]])
    with reading():
        assert db.session.get(SearchDocument, IDS["ada"]) is None
    assert found("trading") == []
    assert problems() == []


def test_damage_is_noticed_and_mended(own_company: Flask) -> None:
    with transaction():
        db.session.execute(delete(SearchDocument).where(SearchDocument.candidate_id == IDS["ada"]))
        if db.session.get_bind().dialect.name == "sqlite":
            db.session.execute(text("INSERT INTO search_words(rowid, name) VALUES (4711, 'stray')"))
        else:
            db.session.execute(update(SearchDocument).where(SearchDocument.candidate_id == 2).values(vector=None))
    assert len(problems()) == 2
    seen: list[int] = []
    assert rebuild_index(progress=seen.append) == 9
    assert seen == [9]
    assert problems() == []
    assert found("trading") == [IDS["ada"]]


def test_a_misspelt_name_is_offered(own_company: Flask) -> None:
    with reading():
        for typed, meant in (("shmidt", "Ada Schmidt"), ("jorg muler", "Jörg Müller"), ("cloe", "Chloé O'Brien")):
            assert [near.name for near in near_names(user(1), parse(typed))][:1] == [meant]
        assert near_names(user(1), parse("zzzzqq")) == []
        assert near_names(user(5), parse("shmidt")) == []
