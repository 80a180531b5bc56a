"""German is whole: nothing missing, nothing guessed, every placeholder kept."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.rules.house import APP

pytestmark = pytest.mark.no_app

CATALOGUES = sorted((APP / "translations").glob("*/LC_MESSAGES/messages.po"))
PLACES = re.compile(r"%\((\w+)\)[sd]|{(\w+)}")
FUNCTIONS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "_n": (1, 2)}


def catalogue(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale=path.parts[-3])


def forms(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def messages(path: Path) -> Iterator[Any]:
    return (message for message in catalogue(path) if message.id)


def test_german_is_shipped() -> None:
    assert [path.parts[-3] for path in CATALOGUES] == ["de"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_nothing_is_missing_or_guessed(path: Path) -> None:
    unfinished = [message.id for message in messages(path) if message.fuzzy or not all(forms(message.string))]
    assert unfinished == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_keep_the_placeholders(path: Path) -> None:
    wrong = []
    for message in messages(path):
        wanted = {place for form in forms(message.id) for place in PLACES.findall(form)}
        for form in forms(message.string):
            if form and not set(PLACES.findall(form)) <= wanted:
                wrong.append((message.id, form))
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_sentence_of_the_source_stands_in_the_catalogue(path: Path) -> None:
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    used = {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(str(APP), methods, {"templates/**.html": {"extensions": "jinja2.ext.i18n"}})
    }
    known = {message.id for message in messages(path)}
    assert sorted(str(message) for message in used if message and message not in known) == []


def test_the_compiled_catalogue_is_of_this_source() -> None:
    from babel.messages.mofile import write_mo

    for path in CATALOGUES:
        compiled = path.with_suffix(".mo")
        if compiled.exists():
            fresh = BytesIO()
            write_mo(fresh, catalogue(path))
            assert compiled.read_bytes() == fresh.getvalue(), f"{compiled} is older than {path.name}"
