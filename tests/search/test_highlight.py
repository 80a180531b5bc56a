"""Found words are marked, and nothing else becomes markup."""

import pytest

import app.search.fields
from app.search.highlight import highlight, snippet
from app.search.parser import parse

pytestmark = pytest.mark.no_app
assert app.search.fields


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Python and Java.", "python", "<mark>Python</mark> and Java."),
        ("Java, Python.", "python java", "<mark>Java</mark>, <mark>Python</mark>."),
        ("C++ and C", "C++", "<mark>C++</mark> and C"),
        ("C#/.NET", ".net", "C#/<mark>.NET</mark>"),
        ("Zürich", "zurich", "<mark>Zürich</mark>"),
        ("a machine learning job", '"machine learning"', "a <mark>machine learning</mark> job"),
        ("machine, learning", '"machine learning"', "<mark>machine, learning</mark>"),
        ("learning machine", '"machine learning"', "learning machine"),
        ("pythonic python", "pyth*", "<mark>pythonic</mark> <mark>python</mark>"),
        ("Python", "-python", "Python"),
        ("Vue.js", "vue", "<mark>Vue.js</mark>"),
        (
            '<script>python</script> & "x"',
            "python",
            "&lt;script&gt;<mark>python</mark>&lt;/script&gt; &amp; &#34;x&#34;",
        ),
        ("no match", "python", "no match"),
        ("", "python", ""),
        ("python", "city:berlin", "python"),
    ],
)
def test_matches_are_marked_in_escaped_text(text: str, query: str, marked: str) -> None:
    assert str(highlight(text, parse(query))) == marked


def test_conditions_on_a_field_are_marked_where_asked_for() -> None:
    query = parse("title:engineer")
    assert str(highlight("Engineer", query)) == "Engineer"
    assert str(highlight("Engineer", query, fields=["title"])) == "<mark>Engineer</mark>"


def test_a_snippet_shows_the_text_around_the_first_match() -> None:
    text = "words before " * 30 + "the Python part <b>" + " words behind" * 30
    shown = str(snippet(text, parse("python")))
    assert "<mark>Python</mark>" in shown
    assert "<b>" not in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 300
    assert str(snippet(text, parse("absent"))) == ""
