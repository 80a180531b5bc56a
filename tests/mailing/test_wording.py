"""Mail texts: a fixed list of fields, no expressions, values that stay values."""

import pytest

from app.mailing.library import ensure_templates, shipped_templates
from app.mailing.wording import WordingRefused, compile_wording, join_html, join_line, join_text


@pytest.mark.parametrize(
    "text",
    ["{{ env }}", "{{ config }}", "{{ 7*7 }}", "{{first_name.__class__}}", "{{first_name()}}", "{{#link}}", "{{/link}}",
     "{{#link}}\n\nnext paragraph{{/link}}", "{{", "{{first_name|{{name}}}}", "[go]({{first_name}})", "{{ self }}"],
)  # fmt: skip
def test_what_is_no_field_is_refused_when_saving(text):
    with pytest.raises(WordingRefused):
        compile_wording("Subject", text)


@pytest.mark.parametrize("text", ["{% for x in y %}", "${PATH}", "%(x)s", "{0.__class__}", "#{7*7}", "<%= 1 %>", "{x}"])
def test_other_template_languages_are_plain_words(text):
    wording = compile_wording("Subject", f"`{text}`")
    assert text in join_text(wording.text, {})


def test_markdown_becomes_html_and_readable_text():
    wording = compile_wording(
        "Hi", "# Title\n\nOne **bold** [word](https://example.org/a?b=1&c=2).\n\n- first\n- second\n\n[Open]({{link}})"
    )
    html = join_html(wording.html, {"link": "https://example.org/x?a=1&b=2"})
    assert 'href="https://example.org/x?a=1&amp;b=2"' in html
    assert "<strong>bold</strong>" in html
    text = join_text(wording.text, {"link": "https://example.org/x?a=1&b=2"})
    assert "One bold word (https://example.org/a?b=1&c=2)." in text
    assert "- first\n- second" in text
    assert "Open:\nhttps://example.org/x?a=1&b=2" in text


def test_raw_html_images_and_script_links_do_not_come_through():
    wording = compile_wording("Hi", "<script>x</script> ![a](https://e.org/p.gif) [x](javascript:alert(1))")
    html = join_html(wording.html, {})
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_a_subject_stays_one_line():
    wording = compile_wording("News for {{first_name}}", "Hello")
    assert join_line(wording.subject, {"first_name": "Eve\r\nBcc: x\u2028y"}) == "News for Eve Bcc: xy"


def test_every_shipped_text_compiles_in_both_languages():
    by_name = {}
    for shipped in shipped_templates():
        compile_wording(shipped.subject, shipped.body)
        by_name.setdefault(shipped.name, set()).add(shipped.locale)
    assert all(locales == {"en", "de"} for locales in by_name.values())


def test_candidates_never_read_the_word_reject():
    for shipped in shipped_templates():
        assert "reject" not in (shipped.subject + shipped.body).lower()
        assert "abgelehnt" not in (shipped.subject + shipped.body).lower()


def test_the_library_is_filled_once():
    assert ensure_templates() == len(shipped_templates())
    assert ensure_templates() == 0
