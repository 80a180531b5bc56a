"""The secrets in a newsletter's links: which link, and of which message when its recipient agreed to tracking."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import current_app

from app.campaigns.models import CampaignLink
from app.core.tokens import derived_token, row_of_token
from app.mailing.models import Message

CLICK, OPEN, VIA = "click", "open", "via"
"""What the tokens are derived for."""

NEWSLETTER = "newsletter"
"""The source of people whom a newsletter brought (app.candidates.wording)."""

LONGEST_TOKEN = 120


@dataclass(frozen=True)
class Followed:
    """What a click's token names."""

    link_id: int
    message_id: int | None = None


def click_token(message: Message, link_id: int) -> str:
    """`{{click.17}}`: one's own for whoever agreed to tracking, else the same for everybody."""
    return f"{link_id}.{derived_token(f'{CLICK}.{link_id}', message.id)}" if message.tracks else derived_token(CLICK, link_id)


def read_click(token: str) -> Followed | None:
    """What `token` names, or None when it was not made here."""
    if len(token) > LONGEST_TOKEN:
        return None
    number, dot, own = token.partition(".")
    if not dot:
        link_id = row_of_token(CLICK, token)
        return None if link_id is None else Followed(link_id)
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    message_id = row_of_token(f"{CLICK}.{int(number)}", own)
    return None if message_id is None else Followed(int(number), message_id)


def open_token(message: Message, _number: int) -> str:
    """The picture that tells of an opening; only in mails to people who agreed to tracking."""
    return derived_token(OPEN, message.id)


def read_open(token: str) -> int | None:
    """The message the picture belongs to."""
    return row_of_token(OPEN, token) if len(token) <= LONGEST_TOKEN else None


def destination(link: CampaignLink) -> str:
    """Where a click is sent: the stored target and nowhere else. A page of ours learns which newsletter it came from,
    so that an application can name it without a cookie."""
    return with_source(link.target, via(link.campaign_id)) if is_own(link.target) else link.target


def via(campaign_id: int) -> str:
    """The channel of a newsletter as it travels in addresses (`src`), signed so that nobody else's counts."""
    return f"{NEWSLETTER}.{derived_token(VIA, campaign_id)}"


def read_via(source: str | None) -> tuple[str, int | None]:
    """A channel from an address as it is stored: the plain source, and the newsletter when it truly names one."""
    name, dot, token = (source or "").partition(".")
    if name != NEWSLETTER or not dot:
        return source or "", None
    return NEWSLETTER, row_of_token(VIA, token)


def is_own(address: str) -> bool:
    """Whether `address` is a page of this installation."""
    here, there = urlsplit(str(current_app.config["BASE_URL"])), urlsplit(address)
    return (there.scheme, there.netloc) == (here.scheme, here.netloc)


def with_source(address: str, source: str) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "src"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("src", source)])))
