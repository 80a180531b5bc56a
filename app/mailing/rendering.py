"""What a message says: its letter joined with its values. Secrets are derived here and masked unless it is sent."""

from collections.abc import Mapping

from flask import current_app
from flask_babel import force_locale

from app.accounts.models import Installation
from app.accounts.queries import installation
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.letter import UNSUBSCRIBE_LINK, Brand, Footing, Frame, Letter, RenderedMessage, compile_letter
from app.mailing.models import Message, MessageKind, TemplateVersion
from app.mailing.recipients import SecretLink
from app.mailing.registries import link_makers
from app.mailing.wording import merge_fields

SharedLinks = dict[int, tuple[Letter, dict[str, str]]]
"""The links of letters as they are for everybody who does not allow to be tracked, by the letter's identity."""

UNSUBSCRIBE = "unsubscribe"
"""Purpose of the derived token in `/u/<token>`, made for the message's id."""


def message_content(message: Message) -> RenderedMessage:
    """What `message` says or said, with its secret links masked: safe to show to staff."""
    version = db.session.get(TemplateVersion, message.template_version_id) if message.template_version_id else None
    return render_message(message, version, current_brand(), masked=True)


def preview_wording(
    subject: str,
    body: str,
    *,
    locale: str,
    preheader: str = "",
    kind: MessageKind = MessageKind.PROCESS,
    values: Mapping[str, str] | None = None,
) -> RenderedMessage:
    """A text as somebody who is writing it wants to see it: with `values`, and samples where those say nothing."""
    with force_locale(locale):
        samples = {field.name: str(field.sample) for field in merge_fields()}
    message = Message(
        id=0, kind=kind, subject=subject, merge_values={**samples, **(values or {})}, links={}, locale=locale, tracks=False
    )
    version = TemplateVersion(subject=subject, preheader=preheader, body=body)
    return render_message(message, version, current_brand(), masked=True)


def current_brand() -> Brand:
    return brand_of(installation())


def brand_of(row: Installation | None) -> Brand:
    if row is None:
        return Brand("Perennial", "", "#2f6f4f")
    return Brand(row.company_name, row.postal_address, row.accent)


def render_message(
    message: Message, version: TemplateVersion | None, brand: Brand, *, masked: bool, shared: SharedLinks | None = None
) -> RenderedMessage:
    """Subject, text and HTML of `message`. A message with its own body says that, else its template version.

    Whoever renders many hands the same `shared` with each.
    """
    frame = Frame(
        brand=brand,
        locale=message.locale,
        footing=Footing(message.kind, message.user_id is not None, bool(message.carries_notice)),
        base_url=current_app.config["BASE_URL"],
        has_pixel=bool(message.tracks) and "open" in link_makers,
    )
    if version is None:
        letter = compile_letter(message.subject, "", message.body, frame)
    else:
        letter = compile_letter(version.subject, version.preheader or "", version.body, frame)
    known = {} if shared is None else shared
    return letter.joined(message.merge_values | _addresses(message, letter, frame, known, masked=masked))


def unsubscribe_address(message: Message, *, masked: bool) -> str:
    """The one-click address of RFC 8058, bound to this message."""
    token = "…" if masked else derived_token(UNSUBSCRIBE, message.id)
    return f"{current_app.config['BASE_URL']}/u/{token}"


def _addresses(message: Message, letter: Letter, frame: Frame, shared: SharedLinks, *, masked: bool) -> dict[str, str]:
    """The links of `message` in full; what is secret in them is derived here or masked."""
    addresses = {"back_office_link": f"{frame.base_url}/recruiter/"}
    for field, (purpose, row_id, path) in message.links.items():
        addresses[field] = SecretLink(purpose, row_id, path).address(masked=masked)
    if message.tracks:
        addresses |= _made_for(message, letter, frame, masked=masked)
    elif letter.links:
        if id(letter) not in shared:
            shared[id(letter)] = (letter, _made_for(message, letter, frame, masked=masked))
        addresses |= shared[id(letter)][1]
    if frame.footing.can_be_left:
        addresses[UNSUBSCRIBE_LINK] = unsubscribe_address(message, masked=masked)
    return addresses


def _made_for(message: Message, letter: Letter, frame: Frame, *, masked: bool) -> dict[str, str]:
    return {
        field: f"{frame.base_url}{maker.path}{'…' if masked else maker.token(message, number)}"
        for field, maker, number in letter.links
    }
