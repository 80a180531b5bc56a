"""What counts as a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import folded
from app.search.tokens import chunks, document_tokens, tokens

pytestmark = pytest.mark.no_app


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++", ["cplusplus"]),
        ("C/C++ developer", ["c", "cplusplus", "developer"]),
        ("C#", ["csharp"]),
        ("C#/.NET", ["csharp", "dotnet"]),
        ("F# and C#8", ["fsharp", "and", "csharp", "8"]),
        (".NET Core", ["dotnet", "core"]),
        ("ASP.NET", ["asp", "dotnet"]),
        ("Node.js, Vue.js.", ["nodejs", "vuejs"]),
        ("NODEJS", ["nodejs"]),
        ("Objective-C", ["objective", "c"]),
        ("Zürich ŁÓDŹ Ærø Straße", ["zurich", "lodz", "aero", "strasse"]),
        ("Zu\u0308rich", ["zurich"]),
        ("O'Brien O’Brien", ["obrien", "obrien"]),
        ("ﬁnance １２", ["finance", "12"]),
        ("山田太郎", ["山", "田", "太", "郎"]),
        ("room #5", ["room", "5"]),
        ("a_b", ["a", "b"]),
        ("\u202eevil\u202c \0 \ud800", ["evil"]),
        ("", []),
    ],
)
def test_text_becomes_words(text: str, words: list[str]) -> None:
    assert tokens(text) == words


def test_a_stored_text_is_also_found_under_short_names() -> None:
    assert document_tokens("Vue.js and Next.js") == ["vuejs", "and", "nextjs", "next", "vue"]


@given(st.text(max_size=200))
def test_words_are_letters_and_digits_only_whatever_the_text(text: str) -> None:
    for word in tokens(text):
        assert word.isalnum()
        assert word.encode("utf-8")


@given(st.text(alphabet="äÖßéÇ ñøŁİıabcZ-'", max_size=40))
def test_stored_keys_and_words_fold_alike(text: str) -> None:
    assert tokens(folded(text)) == tokens(text)


@given(st.text(max_size=200))
def test_pieces_to_mark_cover_every_word(text: str) -> None:
    for start, end, words in chunks(text):
        assert 0 <= start < end <= len(text)
        assert words
