"""Every word of both faces exists in every language that is shipped; what the source says is extracted anew each time."""

import ast
import runpy
from collections.abc import Iterator

import pytest

from app.core.languages import LOCALES
from tests.rules.house import ROOT, Module, modules

pytestmark = pytest.mark.no_app

translations = runpy.run_path(str(ROOT / "bin" / "translations"))
LANGUAGES = [locale for locale in LOCALES if locale != "en"]


@pytest.fixture(scope="module")
def template():
    found = translations["extracted"]()
    assert len(found) > 1500, "the strings of the source were not found"
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_every_translation_fits(template, language):
    path = translations["CATALOGUES"] / language / "LC_MESSAGES" / "messages.po"
    assert list(translations["complaints"](template, translations["catalogue"](path))) == []


@pytest.mark.parametrize(
    ("string", "translation", "complaint"),
    [
        ("Save", "", "has no translation"),
        ("Hello %(name)s", "Hallo", "placeholders"),
        ("Hello %(name)s", "Hallo %(nmae)s", "placeholders"),
        (("%(num)s job", "%(num)s jobs"), ("%(num)s Stelle", ""), "has no translation"),
        (("%(num)s job", "%(num)s jobs"), ("Eine Stelle", "Stellen"), "placeholders"),
    ],
)
def test_a_translation_that_does_not_fit_is_found(string, translation, complaint):
    source, translated = translations["Catalog"](fuzzy=False), translations["Catalog"](locale="de", fuzzy=False)
    source.add(string)
    translated.add(string, translation)
    assert [complaint in found for found in translations["complaints"](source, translated)] == [True]


def test_a_singular_may_say_its_number_in_words():
    source, translated = translations["Catalog"](fuzzy=False), translations["Catalog"](locale="de", fuzzy=False)
    source.add(("%(num)s job", "%(num)s jobs"))
    translated.add(("%(num)s job", "%(num)s jobs"), ("Eine Stelle", "%(num)s Stellen"))
    assert list(translations["complaints"](source, translated)) == []


def test_catalogues_hold_words_and_nothing_that_changes_by_itself():
    for path in translations["CATALOGUES"].glob("*/LC_MESSAGES/messages.po"):
        text = path.read_text()
        for noise in ("Creation-Date", "Revision-Date", "Generated-By", "@", "\n#:", "fuzzy"):
            assert noise not in text.replace("@example.com", ""), f"{path.name} of {path.parts[-3]} holds {noise!r}"


def test_nothing_is_translated_while_a_module_is_being_imported():
    """There is no reader yet: such a string would stay English for everybody. It must be lazy."""
    assert [f"{module.place}:{line}" for module in modules() for line in translated_at_import(module)] == []


def translated_at_import(module: Module) -> Iterator[int]:
    eager = {
        alias.asname or alias.name
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and node.module == "flask_babel"
        for alias in node.names
        if alias.name in ("gettext", "ngettext", "pgettext", "npgettext")
    }
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in eager:
            yield node.lineno
        for name, value in ast.iter_fields(node):
            if name == "body" and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                continue
            waiting += [child for child in (value if isinstance(value, list) else [value]) if isinstance(child, ast.AST)]
