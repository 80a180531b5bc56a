"""Columns are chosen from the catalogue, read in two statements whatever they are, and show nobody what is not theirs."""

from app.candidates.commands import add_tag
from app.core.actors import user_actor
from app.search.columns import USUAL, columns_for, offered_columns, read_rows, shown_text
from tests.conftest import Queries
from tests.make import Cast, Make


def test_every_column_there_is_takes_two_statements(cast: Cast, make: Make, queries: Queries) -> None:
    people = [make.candidate().id for _number in range(3)]
    everything = offered_columns(cast.root)
    assert len(everything) > 20
    with queries as sent:
        rows = read_rows(cast.root, people[::-1], everything)
    assert len(sent.asked) == 2
    assert [row.id for row in rows] == people[::-1]
    for row in rows:
        assert all(isinstance(shown_text(known, row.values[known.name]), str) for known in everything)


def test_the_usual_columns_stand_where_nobody_chose_and_where_nothing_chosen_is_there(cast: Cast) -> None:
    assert [known.name for known in columns_for(cast.ada)] == list(USUAL)
    assert [known.name for known in columns_for(cast.ada, ["nothing", "name'--"])] == list(USUAL)
    assert [known.name for known in columns_for(cast.ada, ["title", "city", "title"])] == ["title", "city"]


def test_several_values_stand_in_their_order(cast: Cast, make: Make) -> None:
    person = make.candidate()
    for tag in ("zebra", "apple"):
        add_tag(person, name=tag, by=user_actor(cast.ada.id))
    row = read_rows(cast.ada, [person.id], columns_for(cast.ada, ["tag"]))[0]
    assert row.values["tag"] == ("zebra", "apple")


def test_recruitings_own_words_are_no_columns_for_others(cast: Cast) -> None:
    offered = {known.name for known in offered_columns(cast.hugo)}
    assert not offered & {"tag", "interest", "pool"}
    assert "tag" not in [known.name for known in columns_for(cast.hugo, ["tag", "city"])]
