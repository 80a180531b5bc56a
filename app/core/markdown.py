"""Markdown that people write, as safe HTML: no raw HTML, no scripts, no foreign images, links http(s) and mailto only."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup


def markdown_parser(**options: bool) -> MarkdownIt:
    """CommonMark without raw HTML.

    One link is read here, where modules are loaded and nothing runs beside: its library makes the tables for addresses when
    it first needs them, and lets a second thread use them half made (an error, or an address spelt wrongly).
    """
    parser = MarkdownIt("commonmark", {"html": False, **options})
    parser.parse("<https://example.org>")
    return parser


_MARKDOWN = markdown_parser(linkify=False).enable(["table", "strikethrough"])
_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "s", "code", "pre", "blockquote",
    "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def markdown_html(text: str, *, heading_offset: int = 1) -> Markup:
    """`text` as HTML safe to show on any page. Headings move down by `heading_offset`: the page owns the `h1`."""
    tokens = _MARKDOWN.parse(text or "")
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + heading_offset)}"
    html = str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener nofollow"
    )
    return Markup(clean)  # noqa: S704 - cleaned by nh3 in the line above
