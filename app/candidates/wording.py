"""What is said of a candidate in words."""

from flask_babel import lazy_gettext as _

_SHIPPED_SOURCES: dict[str, object] = {
    "careers site": _("Careers site"),
    "direct": _("Direct"),
    "linkedin": "LinkedIn",
    "newsletter": _("Newsletter"),
    "referral": _("Referral"),
    "event": _("Event"),
    "invitation": _("Invitation"),
    "community": _("Community page"),
    "campus": _("Campus"),
    "internal": _("Colleague"),
}
"""Sources that Perennial writes itself: where somebody applied, and the links to share of a job."""


def source_name(source: str | None) -> str:
    """A source in the reader's language when it is one of ours, else as somebody wrote it."""
    return str(_SHIPPED_SOURCES.get(source or "", source or ""))
