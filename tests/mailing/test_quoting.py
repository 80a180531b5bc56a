"""HTML as it travels reads as it was written, whatever the pieces hold and however they are encoded."""

import quopri

import pytest

from app.mailing.library import shipped_templates
from app.mailing.models import MessageKind
from app.mailing.rendering import preview_wording
from app.mailing.wording import Piece, Slot, compile_wording, join_html, quotable, quoted

FIELD = Piece(Slot.VALUE, "first_name", "there")
LINK = Piece(Slot.VALUE, "link", address=True)
HOSTILE = (
    "", "Ada", "=", "=3D", "a=b", "ä", "<b>&\"'</b>", "two\nlines", " spaces ", "\t", ".", "..", "From here", "x" * 200,
    "ü" * 90, "https://larkspur.example/c/17.9-abcdefghijklmnopqrstuvwxyz234567?a=1&b=2", "--=_alternative", "\u2028", "😀",
)  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_what_was_encoded_piece_by_piece_reads_like_the_whole(value):
    pieces = ("<p>Hello ", FIELD, ",</p>\n<p>", "ä = b \n", '<a href="', LINK, '">read</a></p>\n', ".", "\n", "y" * 300)
    values = {"first_name": value, "link": value}
    made = quotable(pieces)
    assert made.parts is not None
    travelling = made.quoted(values)
    assert quopri.decodestring(travelling).decode().replace("\r\n", "\n") == join_html(pieces, values).replace("\r\n", "\n")
    lines = travelling.split(b"\r\n")
    assert all(len(line) <= 76 and line.isascii() and b"\n" not in line and b"\r" not in line for line in lines)
    assert not any(line.startswith(b"--=_") for line in lines), "no line can look like the end of a part"
    assert not any(line.endswith((b" ", b"\t")) for line in lines), "what stands at the end of a line may be lost"


@pytest.mark.parametrize("body", ["{{#reply_by}}By {{reply_by}}.{{/reply_by}}", "{{message}}", "Hello\n\n{{message}}\n\nBye"])
def test_what_the_values_decide_about_is_encoded_whole(body):
    pieces = compile_wording("Subject", body).html
    made = quotable(pieces)
    assert made.parts is None
    for values in ({}, {"reply_by": "Friday", "message": "Well done"}):
        assert made.quoted(values) == quoted(join_html(pieces, values))
        assert b"<p style=3D\"margin:0 0 16px\"></p>" not in made.quoted(values)


def test_every_text_we_ship_reads_the_same_either_way():
    for shipped in shipped_templates():
        for kind in (MessageKind.PROCESS, MessageKind.CAMPAIGN):
            mail = preview_wording(shipped.subject, shipped.body, locale=shipped.locale, preheader="A first look", kind=kind)
            assert quopri.decodestring(mail.quoted_html).decode().replace("\r\n", "\n") == mail.html, shipped.name
