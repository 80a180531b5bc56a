"""Counts in sentences: the `%(num)s` of a template's `ngettext` reads 12,345 in English and 12.345 in German."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_babel import format_decimal
from jinja2 import pass_context
from jinja2.runtime import Context


def spell_counts(app: Flask) -> None:
    """Wraps what the translations installed, so it runs after them."""
    known = app.jinja_env.globals
    known["ngettext"] = _spelled(known["ngettext"], position=2)
    known["npgettext"] = _spelled(known["npgettext"], position=3)


def _spelled(say: Callable[..., str], position: int) -> Callable[..., str]:
    """`say`, with the number at `position` of its arguments written as the reader's language writes it."""

    @pass_context
    def said(context: Context, *words: Any, **values: Any) -> str:
        return say(context, *words, **{"num": format_decimal(words[position]), **values})

    return said
