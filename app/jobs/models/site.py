"""What the careers site says besides its jobs."""

from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.records import Moments, Record
from app.core.types import Long, state_column


class SiteText(Enum):
    """A text of the careers site that the employer writes itself."""

    HEADLINE = "headline"
    STORY = "story"
    PRIVACY = "privacy"
    IMPRINT = "imprint"
    ACCESSIBILITY = "accessibility"

    @property
    def label(self) -> object:
        return {
            SiteText.HEADLINE: _("Headline of the careers site"),
            SiteText.STORY: _("Why people work with you"),
            SiteText.PRIVACY: _("Privacy notice"),
            SiteText.IMPRINT: _("Imprint"),
            SiteText.ACCESSIBILITY: _("Accessibility statement"),
        }[self]


class SiteWording(Moments, Record):
    """One text in one language, Markdown. Where none is stored the shipped wording stands."""

    __tablename__ = "site_wordings"
    __table_args__ = (UniqueConstraint("name", "locale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[SiteText] = mapped_column(state_column(SiteText))
    locale: Mapped[str] = mapped_column(String(10))
    text: Mapped[Long]
