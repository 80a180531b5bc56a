"""Words in postings that keep people away."""

import pytest

from app.core.actors import user_actor
from app.jobs.commands import change_job, publication_hints
from app.jobs.plain_words import lacks_gender_mark, word_hints
from tests.make import Cast


@pytest.mark.no_app
def test_each_term_is_named_once_and_only_as_a_whole_word() -> None:
    text = "A Rockstar, a rockstar and a ninja. We are younger than our rockstars' guitars."
    assert [hint.term for hint in word_hints(text, "en")] == ["rockstar", "ninja"]
    assert word_hints(text, "fr") == []


@pytest.mark.no_app
def test_the_longest_term_wins() -> None:
    assert [hint.term for hint in word_hints("Unser junges Team", "de")] == ["junges team"]


@pytest.mark.no_app
@pytest.mark.parametrize(
    ("title", "lacks"),
    [("Entwickler", True), ("Entwickler (m/w/d)", False), ("Entwickler:in", False), ("Pflegekraft (w|m|x)", False)],
)
def test_a_german_title_says_that_it_means_everybody(title: str, lacks: bool) -> None:
    assert lacks_gender_mark(title, "de") is lacks
    assert lacks_gender_mark(title, "en") is False


def test_hints_do_not_bar_a_live_job(cast: Cast) -> None:
    change_job(cast.job, version=None, by=user_actor(cast.ada.id), description="We want a young ninja.")
    assert [hint.section for hint in publication_hints(cast.job)] == ["description", "description"]
