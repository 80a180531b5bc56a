"""What a message says: its wording joined with its values, framed in the employer's look. Secrets are masked by default."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.models import Installation
from app.accounts.queries import installation
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.gate import OPT_OUT_KINDS
from app.mailing.models import Message, MessageKind, TemplateVersion
from app.mailing.recipients import SecretLink
from app.mailing.wording import compile_wording, join_html, join_line, join_text, merge_fields

UNSUBSCRIBE = "unsubscribe"
"""Purpose of the derived token in `/u/<token>`, made for the message's id."""


@dataclass(frozen=True)
class Brand:
    """The employer as mails show it."""

    company: str
    postal_address: str
    accent: str

    @property
    def on_accent(self) -> str:
        return "#ffffff" if _contrast_with_white(self.accent) >= 4.5 else "#111827"

    @property
    def accent_text(self) -> str:
        """The accent as a text colour, unless it would be too pale to read."""
        return self.accent if _contrast_with_white(self.accent) >= 4.5 else "#1f2937"


@dataclass(frozen=True)
class RenderedMessage:
    subject: str
    text: str
    html: str


def message_content(message: Message) -> RenderedMessage:
    """What `message` says or said, with its secret links masked: safe to show to staff."""
    version = db.session.get(TemplateVersion, message.template_version_id) if message.template_version_id else None
    return render_message(message, version, current_brand(), masked=True)


def preview_wording(subject: str, body: str, *, locale: str) -> RenderedMessage:
    """A text with sample values, as somebody who is writing it wants to see it."""
    with force_locale(locale):
        samples = {field.name: str(field.sample) for field in merge_fields()}
    message = Message(
        kind=MessageKind.PROCESS, subject=subject, body=body, merge_values=samples, links={}, locale=locale
    )
    return render_message(message, None, current_brand(), masked=True)


def current_brand() -> Brand:
    return brand_of(installation())


def brand_of(row: Installation | None) -> Brand:
    if row is None:
        return Brand("Perennial", "", "#2f6f4f")
    return Brand(row.company_name, row.postal_address, row.accent)


def render_message(message: Message, version: TemplateVersion | None, brand: Brand, *, masked: bool) -> RenderedMessage:
    """Subject, text and HTML of `message`. A message with its own body says that, else its template version."""
    subject, body = (message.subject, message.body) if version is None else (version.subject, version.body)
    wording = compile_wording(subject, body)
    values = {**message.merge_values, **link_addresses(message, masked=masked)}
    unsubscribe = unsubscribe_address(message, masked=masked) if message.kind in OPT_OUT_KINDS else ""
    with force_locale(message.locale):
        footer = footer_lines(message, brand)
        # not render_template: what faces add to every page has no place in a mail, and costs time
        html = current_app.jinja_env.get_template("email/brand.html").render(
            subject=join_line(wording.subject, values),
            content=_coloured(join_html(wording.html, values), brand),
            brand=brand,
            footer=footer,
            unsubscribe=unsubscribe,
            locale=message.locale,
        )
        text = join_text(wording.text, values) + _text_footer(footer, unsubscribe)
    return RenderedMessage(join_line(wording.subject, values), text, html)


def link_addresses(message: Message, *, masked: bool) -> dict[str, str]:
    """The links of `message` in full; what is secret in them is derived here or masked."""
    addresses = {"back_office_link": f"{current_app.config['BASE_URL']}/recruiter/"}
    for field, (purpose, row_id, path) in message.links.items():
        addresses[field] = SecretLink(purpose, row_id, path).address(masked=masked)
    return addresses


def unsubscribe_address(message: Message, *, masked: bool) -> str:
    """The one-click address of RFC 8058, bound to this message."""
    token = "…" if masked else derived_token(UNSUBSCRIBE, message.id)
    return f"{current_app.config['BASE_URL']}/u/{token}"


def footer_lines(message: Message, brand: Brand) -> list[str]:
    """Why somebody gets this mail, and who sends it."""
    why = {
        MessageKind.PROCESS: _("You get this mail because of an application at %(company)s.", company=brand.company),
        MessageKind.ACCOUNT: _("You get this mail because somebody asked for it on %(host)s.", host=_host()),
        MessageKind.PERSONAL: "",
        MessageKind.INVITATION: _("You get this mail because %(company)s thinks of you for a job.", company=brand.company),
    }.get(message.kind, _("You get this mail because you asked %(company)s to stay in touch.", company=brand.company))
    if message.user_id is not None and message.kind is MessageKind.PROCESS:
        why = _("You get this mail because you work with %(company)s on Perennial.", company=brand.company)
    return [line for line in (why, brand.company, *brand.postal_address.splitlines()) if line.strip()]


def _text_footer(lines: list[str], unsubscribe: str) -> str:
    more = [_("Unsubscribe or choose what you get: %(address)s", address=unsubscribe)] if unsubscribe else []
    return "\n-- \n" + "\n".join([*lines, *more]) + "\n"


def _coloured(html: str, brand: Brand) -> str:
    colours: Mapping[str, str] = {
        "--accent-text--": brand.accent_text, "--on-accent--": brand.on_accent, "--accent--": brand.accent,
    }  # fmt: skip
    for mark, colour in colours.items():
        html = html.replace(mark, colour)
    return html


def _host() -> str:
    return str(current_app.config["BASE_URL"]).partition("://")[2]


def _contrast_with_white(colour: str) -> float:
    try:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    except ValueError:
        return 21.0
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
