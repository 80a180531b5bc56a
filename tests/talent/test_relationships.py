"""Relationships: referred by, colleagues, met at."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.actors import user_actor
from app.core.clock import now, today
from app.talent.commands.relationships import KnownAlready, NotYet, WithThemselves, WithWhom, note_relationship
from app.talent.models import RelationshipKind
from app.talent.queries.relationships import relationships_of

REFERRED, COLLEAGUES, MET = RelationshipKind.REFERRED_BY, RelationshipKind.COLLEAGUES, RelationshipKind.MET_AT


def read(viewer: Any, person: Any) -> list[tuple[str, str, str]]:
    return [(str(one.label), one.name, one.words) for one in relationships_of(viewer, person.id)]


def test_it_reads_from_both_sides(cast: Any, make: Any) -> None:
    nora, paul = make.candidate("Nora"), make.candidate("Paul")
    by = user_actor(cast.ada.id)
    note_relationship(nora, REFERRED, other=paul, by=by)
    note_relationship(nora, COLLEAGUES, other=paul, words="Acme", by=by)
    note_relationship(nora, MET, words="Hearing Days", since=today(), by=by)
    note_relationship(nora, REFERRED, user=cast.hugo, by=by)
    assert read(cast.ada, nora) == [
        ("Referred by", "Paul", ""), ("Worked together with", "Paul", "Acme"), ("Met at", "Hearing Days", ""),
        ("Referred by", "Hugo Manager", ""),
    ]  # fmt: skip
    assert read(cast.ada, paul) == [("Referred", "Nora", ""), ("Worked together with", "Nora", "Acme")]


def test_what_makes_no_sense_is_refused(cast: Any, make: Any) -> None:
    nora, paul = make.candidate("Nora"), make.candidate("Paul")
    by = user_actor(cast.ada.id)
    note_relationship(nora, COLLEAGUES, other=paul, by=by)
    with pytest.raises(KnownAlready):
        note_relationship(paul, COLLEAGUES, other=nora, by=by)
    with pytest.raises(WithThemselves):
        note_relationship(nora, COLLEAGUES, other=nora, by=by)
    with pytest.raises(WithWhom):
        note_relationship(nora, MET, words="  ", by=by)
    with pytest.raises(NotYet):
        note_relationship(nora, MET, words="Fair", since=today() + timedelta(days=1), by=by)


def test_it_is_recruitings_knowledge(cast: Any, make: Any) -> None:
    make.relationship(make.candidate("Nora"))
    make.relationship(cast.carla)
    make.application(cast.carla, cast.job)
    assert read(cast.hugo, cast.carla) == []


def test_an_erased_acquaintance_has_no_name(cast: Any, make: Any) -> None:
    nora, paul = make.candidate("Nora"), make.candidate("Paul")
    make.relationship(nora, COLLEAGUES, other_id=paul.id, words="Acme")
    paul.erased_at = now()
    (one,) = relationships_of(cast.ada, nora.id)
    assert (one.candidate_id, one.name) == (None, "Acme")
