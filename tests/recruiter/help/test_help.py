"""The help page names every field the search understands, and every example on it finds its way."""

import re

from app.search.catalogue import all_fields


def test_every_field_of_the_query_language_is_explained(as_ada):
    page = as_ada.get("/recruiter/help").text
    assert [known.name for known in all_fields() if f"<code>{known.name}:</code>" not in page] == []


def test_every_example_can_be_asked(as_ada):
    page = as_ada.get("/recruiter/help").text
    examples = re.findall(r'href="(/recruiter/candidates\?q=[^"]+)"', page)
    assert len(examples) >= 6
    assert {as_ada.get(example.replace("&amp;", "&")).status_code for example in examples} == {200}


def test_who_may_not_search_is_not_taught_to(as_ines):
    page = as_ines.get("/recruiter/help")
    assert page.status_code == 200 and "skill:" not in page.text and "Ctrl" in page.text


def test_help_stands_in_the_account_menu(as_ines):
    assert 'href="/recruiter/help"' in as_ines.get("/recruiter/").text
