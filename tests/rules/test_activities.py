"""Everything that can happen is said in words, to those who may read it, and without personal data in it."""

import ast
import dataclasses
import re
from typing import Any

import pytest

from app.core.activity import KINDS, Audience, Happening
from app.insights.timeline.kinds import group_of, shown_kinds
from tests.rules.house import dotted, modules

SUBJECTS = {"candidate", "job", "application", "subject"}
NEVER_IN_DATA = re.compile(r"(?:^|_)(?:name|email|phone|address|body|text|note|comment|message|password|title)(?:$|_)")
NAMES_OF_OUR_OWN = {"message_kind", "note_kind"}
A_NAME_OF_OUR_OWN = {"site_wording_changed.name"}


def data_fields(happening: type[Happening]) -> set[str]:
    return {field.name for field in dataclasses.fields(happening)} - SUBJECTS


def kinds() -> list[tuple[str, type[Happening]]]:
    assert len(KINDS) > 40
    return sorted(KINDS.items())


def test_every_happening_is_registered_and_frozen(app: Any) -> None:
    registered = {happening.__name__ for happening in KINDS.values()}
    recorded = {
        call.args[0].func.id
        for module in modules()
        for call in module.calls()
        if dotted(call.func) == "record" and call.args and isinstance(call.args[0], ast.Call)
        and isinstance(call.args[0].func, ast.Name) and call.args[0].func.id[0].isupper()
    }
    assert recorded - registered == set()
    thawed = [name for name, happening in kinds() if not happening.__dataclass_params__.frozen]  # type: ignore[attr-defined]
    assert thawed == []


def test_every_kind_has_a_sentence_for_each_of_its_audiences(app: Any) -> None:
    with app.test_request_context():
        silent = [name for name, happening in kinds() if not str(happening.sentence).strip()]
        silent += [
            f"{name} (candidate)"
            for name, happening in kinds()
            if Audience.CANDIDATE in happening.audience and not str(happening.candidate_sentence).strip()
        ]
    assert silent == []


def test_sentences_name_only_what_the_activity_holds(app: Any) -> None:
    """`_Lenient` would print an ellipsis: here it is an error."""
    with app.test_request_context():
        unknown = [
            f"{name}: {place}"
            for name, happening in kinds()
            for sentence in (str(happening.sentence), str(happening.candidate_sentence))
            for place in re.findall(r"%\((\w+)\)", sentence)
            if place not in data_fields(happening) | {"job", "subject"}
        ]
    assert unknown == []


def test_data_holds_no_names_and_no_prose(app: Any) -> None:
    telling = [
        f"{name}.{field}"
        for name, happening in kinds()
        for field in data_fields(happening)
        if NEVER_IN_DATA.search(field) and not field.endswith("_id") and field not in NAMES_OF_OUR_OWN
        and f"{name}.{field}" not in A_NAME_OF_OUR_OWN
    ]
    assert telling == []


def test_every_kind_staff_may_read_stands_in_the_timeline(app: Any) -> None:
    shown = set(shown_kinds())
    told = {name for name, happening in kinds() if Audience.STAFF in happening.audience}
    assert told - shown <= {"note_written", "touchpoint_seen", "message_accepted", "message_failed"}
    assert all(group_of(name) for name in shown)


@pytest.mark.parametrize("word", ["reject", "score", "knock", "interest"])
def test_candidates_never_read_inner_words(app: Any, word: str) -> None:
    with app.test_request_context():
        assert [name for name, happening in kinds() if word in str(happening.candidate_sentence).casefold()] == []
