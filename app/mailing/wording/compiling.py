"""Compiling a subject and a Markdown body into pieces."""

import re
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext as _
from markdown_it.token import Token

from app.core.markdown import markdown_parser
from app.core.refusals import Refused
from app.core.text import one_line
from app.mailing.wording.fields import merge_field
from app.mailing.wording.pieces import Piece, Pieces, Slot
from app.mailing.wording.plain_text import TextWriter

LONGEST_BODY = 50_000
_TAG = re.compile(r"\{\{\s*([#/]?)\s*([a-z][a-z0-9_.]{0,59})\s*(?:\|([^{}|]{0,200}))?\}\}")
_SLOT = re.compile("(?:\ue000|%EE%80%80)([0-9]+)(?:\ue001|%EE%80%81)")
_MARKDOWN = markdown_parser(breaks=True)
_WITHOUT_PICTURES = markdown_parser(breaks=True).disable("image")
_PICTURE = "max-width:100%;height:auto;border:0"

STYLES = {
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding-left:20px",
    "ol": "margin:0 0 16px;padding-left:20px",
    "li": "margin:0 0 6px",
    "h1": "margin:24px 0 12px;font-size:22px;line-height:1.3",
    "h2": "margin:24px 0 12px;font-size:19px;line-height:1.3",
    "h3": "margin:20px 0 8px;font-size:17px;line-height:1.3",
    "blockquote": "margin:0 0 16px;padding-left:14px;border-left:3px solid #d5d9d6;color:#4b5563",
    "hr": "margin:24px 0;border:0;border-top:1px solid #e3e6e4",
    "a": "color:--accent-text--",
}
BUTTON = (
    "display:inline-block;padding:12px 22px;border-radius:8px;background:--accent--;color:--on-accent--;"
    "font-weight:600;text-decoration:none"
)


class WordingRefused(Refused):
    """A mail text cannot be saved as it is; the sentence says what is wrong where."""


@dataclass(frozen=True)
class Wording:
    """A subject and a body, compiled once and joined per person."""

    subject: Pieces
    preheader: Pieces
    html: Pieces
    text: Pieces
    fields: frozenset[str]
    required: frozenset[str]
    """Fields that stand in the text without a fallback and outside any section of their own."""


def check_wording(subject: str, body: str, *, preheader: str = "", pictures: bool = False) -> Wording:
    """Compile a text somebody wants to save, or raise WordingRefused with what is wrong."""
    if not one_line(subject):
        raise WordingRefused(_("A mail needs a subject."), field="subject")
    if len(body) > LONGEST_BODY:
        raise WordingRefused(_("This text is too long for a mail."), field="body")
    return compile_wording(subject, body, preheader, pictures)


@lru_cache(maxsize=512)
def compile_wording(subject: str, body: str, preheader: str = "", pictures: bool = False) -> Wording:
    """The pieces of a text. Raises WordingRefused for a field nobody knows or a section that does not close.

    With `pictures`, `![what it shows](https://…)` is a picture; without, it is only words.
    """
    subject_source, subject_found = _mark(one_line(subject), "subject")
    preheader_source, preheader_found = _mark(one_line(preheader), "preheader")
    body_source, body_found = _mark(body, "body")
    tokens = _parse(body_source, pictures=pictures)
    for token in tokens:
        if token.type == "inline":
            _check_sections(_pieces(token.content, body_found), "body")
    _check_sections(_pieces(subject_source, subject_found), "subject")
    _check_sections(_pieces(preheader_source, preheader_found), "preheader")
    text = _pieces(TextWriter().write(tokens), body_found)
    html = _pieces(_html(tokens), body_found)
    for piece in html:
        if isinstance(piece, Piece) and piece.address and not _is_link(piece.field):
            raise WordingRefused(_("{{%(field)s}} is not an address: a link cannot lead to it.", field=piece.field), field="body")
    used = [*subject_found, *preheader_found, *body_found]
    guarded = {piece.field for piece in used if piece.slot is Slot.OPEN}
    return Wording(
        subject=_pieces(subject_source, subject_found),
        preheader=_pieces(preheader_source, preheader_found),
        html=html,
        text=text,
        fields=frozenset(piece.field for piece in used),
        required=frozenset(p.field for p in used if p.slot is Slot.VALUE and not p.fallback and p.field not in guarded),
    )


def _mark(source: str, where: str) -> tuple[str, list[Piece]]:
    """`source` with every field replaced by a numbered mark that Markdown leaves alone."""
    found: list[Piece] = []

    def mark(match: re.Match[str]) -> str:
        sign, name, fallback = match.groups()
        if merge_field(name) is None:
            raise WordingRefused(_("There is no field called {{%(field)s}}.", field=name), field=where)
        found.append(Piece(Slot(sign) if sign else Slot.VALUE, name, (fallback or "").strip()))
        return f"\ue000{len(found) - 1}\ue001"

    marked = _TAG.sub(mark, source.replace("\ue000", "").replace("\ue001", ""))
    if left := re.search(r"\{\{.{0,40}", marked):
        raise WordingRefused(_("This is not a field: %(text)s", text=left.group()), field=where)
    return marked, found


def _parse(source: str, *, pictures: bool) -> list[Token]:
    tokens = (_MARKDOWN if pictures else _WITHOUT_PICTURES).parse(source)
    for token in tokens:
        for child in token.children or []:
            if child.type == "image":
                child.attrSet("style", _PICTURE)
                if not str(child.attrGet("src")).startswith("https://"):
                    raise WordingRefused(_("The address of a picture has to begin with https://."), field="body")
    return tokens


def _pieces(rendered: str, found: list[Piece]) -> Pieces:
    pieces: list[str | Piece] = []
    position = 0
    for match in _SLOT.finditer(rendered):
        if match.start() > position:
            pieces.append(rendered[position : match.start()])
        known = found[int(match[1])]
        address = match[0].startswith("%")
        pieces.append(Piece(known.slot, known.field, known.fallback, address) if address else known)
        position = match.end()
    if position < len(rendered):
        pieces.append(rendered[position:])
    return tuple(pieces)


def _check_sections(pieces: Pieces, where: str) -> None:
    """Sections open and close within one paragraph, so that no tag is ever left open."""
    open_sections: list[str] = []
    for piece in pieces:
        if not isinstance(piece, Piece) or piece.slot is Slot.VALUE:
            continue
        if piece.slot is Slot.OPEN:
            open_sections.append(piece.field)
        elif not open_sections or open_sections.pop() != piece.field:
            raise WordingRefused(_("{{/%(field)s}} closes nothing here.", field=piece.field), field=where)
    if open_sections:
        raise WordingRefused(
            _("{{#%(field)s}} must close in the same paragraph.", field=open_sections[-1]), field=where
        )


def _html(tokens: list[Token]) -> str:
    """HTML with its styles inline, because mail programs ignore style sheets. A link alone in a paragraph is a button."""
    for index, token in enumerate(tokens):
        if token.nesting >= 0 and token.tag in STYLES:
            token.attrSet("style", STYLES[token.tag])
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("style", STYLES["a"])
        if token.type == "inline" and _is_button(token) and tokens[index - 1].type == "paragraph_open":
            tokens[index - 1].attrSet("style", "margin:24px 0")
            token.children[0].attrSet("style", BUTTON)  # type: ignore[index]
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _is_button(token: Token) -> bool:
    children = token.children or []
    return len(children) == 3 and children[0].type == "link_open" and children[2].type == "link_close"


def _is_link(name: str) -> bool:
    known = merge_field(name)
    return known is not None and known.is_link
