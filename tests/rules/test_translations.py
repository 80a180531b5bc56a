"""Every word of both faces exists in every language that is shipped; what the source says is extracted anew each time."""

import runpy

import pytest

from app.web.context import LOCALES
from tests.rules.house import ROOT

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
