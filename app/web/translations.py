"""Words in the reader's language, looked up once per word and not, as Flask-Babel does, with a walk to the catalogue.

The catalogue of a language is loaded once per process, by Flask-Babel. A page asks for some two hundred sentences.
"""

from typing import Any

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app.extensions import babel

NONE = NullTranslations()


class Catalogues(Domain):  # type: ignore[misc]
    """Flask-Babel's domain; the catalogue is kept beside the locale it belongs to, for as long as that is the reader's."""

    def __init__(self) -> None:
        super().__init__(domain="messages")
        self._loaded: dict[Locale, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        here = g._get_current_object().__dict__ if g else {}
        known: tuple[Locale, NullTranslations] | None = here.get("catalogue")
        chosen = here.get("_flask_babel")
        if known is not None and chosen is not None and chosen.__dict__.get("babel_locale") is known[0]:
            return known[1]
        locale = get_locale()
        if locale is None:
            return NONE
        if locale not in self._loaded:
            self._loaded[locale] = super().get_translations()
        g.catalogue = (locale, self._loaded[locale])
        return self._loaded[locale]


def init_translations(app: Flask) -> None:
    catalogues = Catalogues()
    babel.domain_instance = catalogues
    translations = catalogues.get_translations

    @pass_eval_context
    def gettext(context: EvalContext, text: str, **values: Any) -> str:
        """As Jinja's own: markup where the template escapes, `%` always a placeholder's."""
        said = translations().ugettext(text)
        if context.autoescape:
            said = Markup(said)  # noqa: S704 — the sentence is ours; values are escaped by Markup
        return said % values if "%" in said else said

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: translations().ugettext(text),
        ngettext=lambda one, many, number: translations().ungettext(one, many, number),
        pgettext=lambda context, text: translations().upgettext(context, text),
        npgettext=lambda context, one, many, number: translations().unpgettext(context, one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals.update(_=gettext, gettext=gettext)
