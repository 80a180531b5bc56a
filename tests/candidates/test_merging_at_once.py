"""Two colleagues merge the same pair at the same moment, with real commits on either engine."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from app.candidates.merging import merge_candidates, undo_merge
from app.candidates.merging.refusals import AlreadyUndone, NotThere
from app.candidates.models import Candidate, Merge
from app.core.actors import user_actor
from app.core.refusals import Refused
from app.core.transaction import transaction
from app.extensions import db
from tests.make import Cast, Make

pytestmark = pytest.mark.real_commits


def at_once(app: Any, *acts: Callable[[], object]) -> list[object]:
    """What came of each, a refusal included."""
    begin, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        with app.app_context():
            begin.wait(timeout=240)
            try:
                with transaction():
                    answers[index] = act()
            except Refused as refusal:
                answers[index] = refusal  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=480)
    return list(answers)


def test_of_two_who_merge_a_pair_and_two_who_undo_it_one_wins(app: Any, make: Make, cast: Cast) -> None:
    with transaction():
        one, other = make.candidate("One Person").id, make.candidate("Another Person").id
    ada, otto = user_actor(cast.ada.id), user_actor(cast.otto.id)
    answers = at_once(
        app, lambda: merge_candidates(one, other, by=ada).id, lambda: merge_candidates(other, one, by=otto).id
    )
    assert sorted(type(answer).__name__ for answer in answers) == [NotThere.__name__, "int"]
    merge_id = next(answer for answer in answers if isinstance(answer, int))
    undone = at_once(app, *[lambda: undo_merge(db.session.get_one(Merge, merge_id), by=ada)] * 2)
    assert sorted(type(answer).__name__ for answer in undone) == [AlreadyUndone.__name__, "int"]
    with transaction():
        assert {db.session.get_one(Candidate, number).full_name for number in (one, other)} == {"One Person", "Another Person"}
        assert db.session.query(Candidate).filter(Candidate.erased_at.is_not(None)).count() == 0
