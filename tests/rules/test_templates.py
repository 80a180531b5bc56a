"""The laws of templates, read from their source."""

import re
from collections.abc import Iterator

import pytest

from tests.rules.house import APP, modules, templates

pytestmark = pytest.mark.no_app

SAFE_BECAUSE: dict[str, str] = {
    "components/_gallery": "the gallery shows constants of its own",
    "email/": "rendered by the mail texts' own compiler, which escapes every value",
}
"""Template or folder → why `|safe` may stand there."""

UNTRANSLATED_BECAUSE: dict[str, str] = {
    "components/": "the gallery shows components to developers, in English",
    "development/": "shown in development only",
    "email/": "words of mails are templates of their own, per language",
    "layouts/_mark.html": "a drawing",
}

MARKUP = re.compile(r"{#.*?#}|{%-?\s*(?:trans|raw)\b.*?{%-?\s*end(?:trans|raw)\s*-?%}|{%.*?%}|{{.*?}}", re.DOTALL)


def plain(text: str) -> str:
    """The template without its comments, statements and expressions; lines stay where they were."""
    return MARKUP.sub(lambda found: "§" + "\n" * found.group().count("\n"), text)


def tags(text: str, name: str) -> Iterator[str]:
    return (found.group() for found in re.finditer(rf"<{name}\b[^>]*>", plain(text)))


def excused(name: str, excuses: dict[str, str]) -> bool:
    return any(name.startswith(place) for place in excuses)


def test_there_is_no_inline_code_or_style():
    inline = re.compile(
        r"<[a-z][^>]*\s(?:on[a-z]+|style|hx-on[:a-z-]*)\s*=|<style\b|<script(?![^>]*\s(?:src=|type=.application/ld\+json))|javascript:",
        re.IGNORECASE,
    )
    found = [f"{name}: {hit.group()[:80]}" for name, text in templates() for hit in inline.finditer(plain(text))]
    assert [one for one in found if not excused(one, {"email/": "mails have no style sheets"})] == []


def test_every_link_leads_somewhere_and_every_form_posts_somewhere():
    """Without JavaScript a link without address and a form without action do nothing."""
    found = [
        f"{name}: {tag[:80]}"
        for name, text in templates()
        for tag in [*tags(text, "a"), *tags(text, "form")]
        if not re.search(r"\s(?:href|action)\s*=\s*[\"'§]|method=.dialog", tag) and "§" not in tag
    ]
    assert found == []


def test_htmx_is_never_the_only_way():
    """What carries hx-get or hx-post is a link, a form, or stands inside one that says the same without it."""
    lonely = re.compile(r"<(?!a\b|form\b|input\b|select\b|button\b|textarea\b|body\b)([a-z0-9-]+)[^>]*\shx-(?:get|post|delete|put|patch)=")
    found = [
        f"{name}: {hit.group()[:100]}"
        for name, text in templates()
        for hit in lonely.finditer(plain(text))
        if 'id="progress"' not in hit.group()  # it only looks again what the page shows anyway
    ]
    assert found == []


def test_nothing_is_called_safe_without_a_reason():
    found = [
        f"{name}: {hit.group()}" for name, text in templates() for hit in re.finditer(r"\|\s*safe\b|{%-?\s*autoescape false", text)
    ]
    assert [one for one in found if not excused(one, SAFE_BECAUSE)] == []




def test_python_marks_no_text_as_html_but_where_it_was_escaped():
    """`Markup(...)` around a value is how a name becomes a script; constants and joined escaped parts are fine."""
    found = []
    for module in modules():
        for call in module.calls():
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name == "Markup" and call.args and not _is_constant(call.args[0]):
                found.append(f"{module.place}:{call.lineno}")
    assert [one for one in found if one.rpartition(":")[0] not in MARKUP_BECAUSE] == []


MARKUP_BECAUSE = {
    "app/core/markdown.py": "sanitised by nh3 in the same expression",
    "app/search/highlight.py": "every part is escaped before the marks are put around it",
    "app/web/components.py": "what a component's caller wrote was rendered by an escaping template",
    "app/web/context.py": "sanitised by nh3 in the same expression",
    "app/web/translations.py": "the sentence is ours, and Markup escapes what is put into it",
}
"""Module → why a value may be called markup there."""


def _is_constant(node: object) -> bool:
    import ast

    return isinstance(node, ast.Constant)


def test_every_visible_word_can_be_translated():
    """Letters between tags, or in an attribute people read, that stand neither in {{ _(...) }} nor in a trans block."""
    words = re.compile(r">([^<>]*[A-Za-zÀ-ž]{2,}[^<>]*)<")
    attributes = re.compile(r"\s(?:placeholder|title|alt|aria-label)=\"([^\"§]*[A-Za-z]{2,}[^\"§]*)\"")
    found = []
    for name, text in templates():
        if excused(name, UNTRANSLATED_BECAUSE):
            continue
        bare = re.sub(r"<(script|style|svg|code|kbd|pre)\b.*?</\1>", "<>", plain(text), flags=re.DOTALL)
        hits = [hit for pattern in (words, attributes) for hit in pattern.findall(bare)]
        found += [f"{name}: {BLANK.sub(' ', hit).strip()[:80]}" for hit in hits if re.search(r"[A-Za-zÀ-ž]{2,}", ENTITY.sub("", hit))]
    assert [one for one in found if one.partition(": ")[2].strip(" ·:,()") not in SAME_EVERYWHERE] == []


BLANK = re.compile(r"[§\s]+")
ENTITY = re.compile(r"&[a-z]+;|&#\d+;")
SAME_EVERYWHERE = {"Perennial", "CSV", "PDF", "Esc", "Ctrl", "English", "Deutsch"}


def test_views_leave_telling_page_from_part_to_show():
    asking = [
        f"{module.place}:{number}"
        for module in modules()
        if module.name.startswith(("app.recruiter.", "app.portal.", "app.api."))
        for number, line in enumerate(module.text.splitlines(), 1)
        if re.search(r"HX-Request|HX-Target|\bhtmx\b\s*:", line)
    ]
    assert asking == []


def test_every_template_is_used():
    """A page nobody shows and a partial nobody includes are left-overs."""
    everything = "\n".join([module.text for module in modules()] + [text for _name, text in templates()])
    unused = [name for name, _text in templates() if f'"{name}"' not in everything and f"'{name}'" not in everything]
    unused = [name for name in unused if not name.startswith("components/")]
    assert unused == []


def test_scripts_are_modules_of_ours_or_named_in_the_manifest():
    vendored = (APP / "static" / "vendor" / "manifest.json").read_text()
    strangers = [
        path.name for path in (APP / "static" / "vendor").iterdir() if path.name != "manifest.json" and path.name not in vendored
    ]
    assert strangers == []
