"""The parser of Markdown is ready for several threads before the first of them asks."""

from pathlib import Path

import pytest
from mdurl._decode import decode_cache
from mdurl._encode import ENCODE_DEFAULT_CHARS, encode_cache

from app.core.markdown import markdown_parser

pytestmark = pytest.mark.no_app
APP = Path(__file__).parents[2] / "app"


def test_the_tables_for_addresses_are_whole_when_a_parser_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    for tables in (encode_cache, decode_cache):
        for name in list(tables):
            monkeypatch.delitem(tables, name)
    parser = markdown_parser(breaks=True)
    assert [len(table) for table in (encode_cache[ENCODE_DEFAULT_CHARS], *decode_cache.values())] == [128, 128]
    made = {name: list(table) for name, table in (encode_cache | decode_cache).items()}
    assert 'href="https://example.org/a%20b?c=%C3%A4"' in parser.render("[x](<https://example.org/a b?c=ä>) <https://example.org/%41>")
    assert {name: list(table) for name, table in (encode_cache | decode_cache).items()} == made, "a table was made only now"


def test_every_parser_is_made_there() -> None:
    makers = [path.relative_to(APP).as_posix() for path in APP.rglob("*.py") if "MarkdownIt(" in path.read_text()]
    assert makers == ["core/markdown.py"]
