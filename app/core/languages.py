"""The languages of the house: those it is read in and writes mail in, the first of them where nobody chose. One list."""

from flask_babel import lazy_gettext as _

LANGUAGES = {"en": _("English"), "de": _("German")}
"""Their names in the reader's language."""
LOCALES = tuple(LANGUAGES)
CHOICES = list(LANGUAGES.items())
OWN_NAMES = [("en", "English"), ("de", "Deutsch")]
"""Each in itself, for whoever cannot read the page yet."""
