"""Counts in sentences: the `%(num)s` of a template's `ngettext` reads 12,345 in English and 12.345 in German."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context

from app.web.dates import show_number


def spell_counts(app: Flask) -> None:
    """Wraps what the translations installed, so it runs after them."""
    known: dict[str, Any] = app.jinja_env.globals  # type: ignore[assignment]
    known["ngettext"] = _spelled(known["ngettext"], position=2)
    known["npgettext"] = _spelled(known["npgettext"], position=3)


def _spelled(say: Callable[..., str], position: int) -> Callable[..., str]:
    """`say`, with the number at `position` of its arguments written as the reader's language writes it."""

    @pass_context
    def said(context: Context, *words: Any, **values: Any) -> str:
        return say(context, *words, **{"num": show_number(words[position]), **values})

    return said
