"""A text in the employer's frame: compiled once per wording, brand and language, joined per person.

Parsing Markdown, rendering the frame and translating the footer take milliseconds; joining the pieces takes microseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.mailing.gate import OPT_OUT_KINDS
from app.mailing.models import MessageKind
from app.mailing.registries import LinkMaker
from app.mailing.wording import (
    Piece,
    Pieces,
    Quotable,
    Slot,
    compile_wording,
    derived_link,
    join_as_is,
    join_html,
    join_line,
    join_text,
    quotable,
)

SUBJECT_LINE, UNSUBSCRIBE_LINK, PIXEL = "subject line", "unsubscribe link", "open.0"
"""Fields of the frame itself. No text can name the first two: they hold a space."""


@dataclass(frozen=True)
class Brand:
    """The employer as mails show it."""

    company: str
    postal_address: str
    accent: str

    @property
    def on_accent(self) -> str:
        return "#ffffff" if _contrast_with_white(self.accent) >= 4.5 else "#111827"

    @property
    def accent_text(self) -> str:
        """The accent as a text colour, unless it would be too pale to read."""
        return self.accent if _contrast_with_white(self.accent) >= 4.5 else "#1f2937"


@dataclass(frozen=True)
class Footing:
    """What the footer depends on."""

    kind: MessageKind
    to_staff: bool = False
    carries_notice: bool = False

    @property
    def can_be_left(self) -> bool:
        """Whoever reads for the first time that we hold their data is told how to object, whatever the mail is about."""
        return self.kind in OPT_OUT_KINDS or self.carries_notice


@dataclass(frozen=True)
class Frame:
    """Everything about a letter that is not its words."""

    brand: Brand
    locale: str
    footing: Footing
    base_url: str
    has_pixel: bool = False


@dataclass(frozen=True)
class RenderedMessage:
    """What one person reads. Its HTML is joined when somebody asks for it: on the way out only the encoded form is."""

    subject: str
    text: str
    words: Quotable
    values: Mapping[str, str]

    @cached_property
    def html(self) -> str:
        return join_html(self.words.pieces, self.values)

    @property
    def quoted_html(self) -> bytes:
        return self.words.quoted(self.values)


@dataclass(frozen=True)
class Letter:
    subject: Pieces
    text: Pieces
    text_footer: Pieces
    html: Quotable
    links: tuple[tuple[str, LinkMaker, int], ...]
    """Link fields whose addresses are made for each message."""

    def joined(self, values: Mapping[str, str]) -> RenderedMessage:
        subject = join_line(self.subject, values)
        known = {**values, SUBJECT_LINE: subject}
        text = join_text(self.text, known) + join_as_is(self.text_footer, known)
        return RenderedMessage(subject, text, self.html, known)


@lru_cache(maxsize=256)
def compile_letter(subject: str, preheader: str, body: str, frame: Frame) -> Letter:
    """The letter these words make. Only mail somebody asked for as a reader has pictures."""
    wording = compile_wording(subject, body, preheader, frame.footing.kind in OPT_OUT_KINDS)
    with force_locale(frame.locale):
        html, footer = _framed_html(wording.html, wording.preheader, frame), _text_footer(frame)
    made = sorted((*wording.fields, PIXEL) if frame.has_pixel else wording.fields)
    links = tuple((field, *maker) for field in made if (maker := derived_link(field)) is not None)
    return Letter(wording.subject, wording.text, footer, quotable(html), links)


def footer_lines(footing: Footing, brand: Brand) -> list[str]:
    """Why somebody gets this mail, and who sends it."""
    why = {
        MessageKind.PROCESS: _("You get this mail because of an application at %(company)s.", company=brand.company),
        MessageKind.ACCOUNT: _("You get this mail because somebody asked for it on %(host)s.", host=_host()),
        MessageKind.PERSONAL: "",
        MessageKind.APPROACH: _("You get this mail because a recruiter of %(company)s wrote to you.", company=brand.company),
        MessageKind.INVITATION: _("You get this mail because %(company)s thinks of you for a job.", company=brand.company),
    }.get(footing.kind, _("You get this mail because you asked %(company)s to stay in touch.", company=brand.company))
    if footing.to_staff and footing.kind is MessageKind.PROCESS:
        why = _("You get this mail because you work with %(company)s on Perennial.", company=brand.company)
    if footing.carries_notice:
        address = f"{_base_url()}/privacy"
        notice = _("We keep what we know about you to consider you for jobs. What that is, and how to object: %(address)s", address=address)
        why = f"{why} {notice}".strip()
    return [line for line in (why, brand.company, *brand.postal_address.splitlines()) if line.strip()]


def _framed_html(words: Pieces, preheader: Pieces, frame: Frame) -> Pieces:
    """The frame's template rendered around marks, and the marks replaced by pieces."""
    content = tuple(_coloured(piece, frame.brand) if isinstance(piece, str) else piece for piece in words)
    marks: dict[str, Pieces] = {
        "\ue010": (_address(SUBJECT_LINE),),
        "\ue011": content,
        "\ue012": (_address(UNSUBSCRIBE_LINK),),
        "\ue013": (_address(PIXEL),),
        "\ue014": tuple(escape(piece) if isinstance(piece, str) else piece for piece in preheader),
    }
    subject, body, unsubscribe, pixel, hidden = marks
    # not render_template: what faces add to every page has no place in a mail
    html = current_app.jinja_env.get_template("email/brand.html").render(
        subject=subject,
        content=body,
        preheader=hidden if preheader else "",
        brand=frame.brand,
        footer=footer_lines(frame.footing, frame.brand),
        unsubscribe=unsubscribe if frame.footing.can_be_left else "",
        pixel=pixel if frame.has_pixel else "",
        locale=frame.locale,
    )
    return _filled(html, marks)


def _filled(html: str, marks: Mapping[str, Pieces]) -> Pieces:
    pieces: list[str | Piece] = [""]
    for run in _runs(html, marks):
        pieces.extend(marks.get(run, (run,)))
    return tuple(piece for piece in pieces if piece)


def _runs(html: str, marks: Mapping[str, Pieces]) -> list[str]:
    """`html` cut before and after every mark."""
    for mark in marks:
        html = html.replace(mark, f"\ue01f{mark}\ue01f")
    return html.split("\ue01f")


def _text_footer(frame: Frame) -> Pieces:
    lines = "\n-- \n" + "\n".join(footer_lines(frame.footing, frame.brand)) + "\n"
    if not frame.footing.can_be_left:
        return (lines,)
    before, _mark, after = _("Unsubscribe or choose what you get: %(address)s", address="\ue012").partition("\ue012")
    return (f"{lines}{before}", _address(UNSUBSCRIBE_LINK), f"{after}\n")


def _address(field: str) -> Piece:
    return Piece(Slot.VALUE, field, address=True)


def _coloured(html: str, brand: Brand) -> str:
    colours: Mapping[str, str] = {
        "--accent-text--": brand.accent_text, "--on-accent--": brand.on_accent, "--accent--": brand.accent,
    }  # fmt: skip
    for mark, colour in colours.items():
        html = html.replace(mark, colour)
    return html


def _host() -> str:
    return _base_url().partition("://")[2]


def _base_url() -> str:
    return str(current_app.config["BASE_URL"])


def _contrast_with_white(colour: str) -> float:
    try:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    except ValueError:
        return 21.0
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
