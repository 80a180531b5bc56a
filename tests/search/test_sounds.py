"""Names are found by how they sound, the same on both databases, and never somebody the viewer may not see."""

import pytest

from app.search.index import reindex
from app.search.parser import parse
from app.search.queries import near_names
from app.search.sounds import sound_of, sounds_of
from tests.make import Cast, Make


@pytest.mark.parametrize("alike", ["schmidt shmidt schmitt schmid", "meyer maier mayr meier", "philip filipp phillip", "stephen stefan steven",
                                   "clark klark clarke", "muller mueller", "christine kristin"])  # fmt: skip
def test_spellings_of_one_name_are_one_sound(alike: str) -> None:
    assert len({sound_of(word) for word in alike.split()}) == 1


def test_other_names_sound_otherwise_and_short_words_say_nothing() -> None:
    assert len({sound_of(word) for word in ("schmidt", "schneider", "weber", "fischer", "wagner")}) == 5
    assert sounds_of("de la Cruz") == {sound_of("cruz")}
    assert sounds_of("山田 太郎") == set()


def test_shmidt_finds_schmidt_and_schmitt_best_first(cast: Cast, make: Make) -> None:
    reindex([make.candidate(name=name).id for name in ("Jutta Schmitt", "Karl Schmidt", "Paula Schneider")])
    assert [near.name for near in near_names(cast.ada, parse("shmidt"))] == ["Karl Schmidt", "Jutta Schmitt"]
    assert [near.name for near in near_names(cast.ada, parse("name:shmidt"))] == ["Karl Schmidt", "Jutta Schmitt"]
    assert [near.name for near in near_names(cast.ada, parse("carl shmidt"))] == ["Karl Schmidt"]
    assert near_names(cast.ada, parse("shmidt city:Berlin")) == []


def test_nobody_hears_of_people_they_may_not_see(cast: Cast, make: Make) -> None:
    reindex([make.candidate(name="Karl Schmidt").id])
    assert near_names(cast.ines, parse("shmidt")) == []
