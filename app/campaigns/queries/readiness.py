"""What still stands in the way of sending a newsletter, and how long it will take."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from app.accounts.models import User
from app.campaigns.audience import Audience, check_audience
from app.campaigns.models import Campaign, CampaignText
from app.campaigns.wording import MOST_LINKS, check_links, check_words
from app.core.refusals import Refused

PER_SECOND = 300
"""Mails a worker sends in a second while people work, roughly."""


@dataclass(frozen=True)
class Problem:
    """Something missing or wrong; `field` is where to mend it, `locale` in which language's text."""

    sentence: str
    field: str
    locale: str = ""


def problems(campaign: Campaign, author: User) -> list[Problem]:
    """In the order in which somebody would mend them; empty when it can be sent. `texts` must be loaded."""
    found = [problem for text in campaign.texts for problem in _text_problems(text)]
    audience = Audience.read(campaign.audience)
    if audience.is_empty:
        found.append(Problem(_("Choose who gets it."), "audience"))
    else:
        try:
            check_audience(author, audience)
        except Refused as refusal:
            found.append(Problem(str(refusal), refusal.field or "audience"))
    return found


def estimated_seconds(number: int) -> int:
    """About how long sending `number` mails takes, at worst: as if all went to one provider."""
    an_hour = current_app.extensions["settings"].mail_per_hour
    return max(1, number // PER_SECOND, number * 3600 // an_hour if an_hour else 0)


def _text_problems(text: CampaignText) -> list[Problem]:
    if not text.subject:
        return [Problem(_("Write a subject."), "subject", text.locale)]
    if not text.body:
        return [Problem(_("Write the newsletter."), "body", text.locale)]
    try:
        check_words(text.subject, text.preheader, text.body)
    except Refused as refusal:
        return [Problem(str(refusal), refusal.field or "body", text.locale)]
    links = check_links(text.body)
    if len(links) > MOST_LINKS:
        return [Problem(_("A newsletter can hold %(number)s links.", number=MOST_LINKS), "body", text.locale)]
    return [
        Problem(_("%(link)s: %(trouble)s", link=link.label or link.href, trouble=link.sentence), "body", text.locale)
        for link in links
        if not link.ok
    ]
