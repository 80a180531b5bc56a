"""Mail texts: Markdown with merge fields, parsed by a parser of our own into pieces that are joined per person.

`{{first_name|there}}` says a field, or the words after the bar when it is empty; `{{#reply_by}} … {{/reply_by}}` says
what stands between only when the field has a value. Nothing else happens: no expressions, no template engine. Values
are put in after Markdown has been rendered, so that no value can become markup, and are escaped for where they stand.
"""

from app.mailing.wording.compiling import Wording, WordingRefused, check_wording, compile_wording
from app.mailing.wording.fields import MergeField, derived_link, merge_field, merge_fields, register_merge_field
from app.mailing.wording.pieces import Piece, Pieces, Slot, join_as_is, join_html, join_line, join_text
from app.mailing.wording.quoting import Quotable, quotable, quoted

__all__ = [
    "MergeField", "Piece", "Pieces", "Quotable", "Slot", "Wording", "WordingRefused", "check_wording", "compile_wording", "derived_link",
    "join_as_is", "join_html", "join_line", "join_text", "merge_field", "merge_fields", "quotable", "quoted", "register_merge_field",
]  # fmt: skip
