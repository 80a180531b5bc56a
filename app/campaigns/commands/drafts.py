"""Writing a newsletter: its words in each language, its sender, who gets it. Only a draft can be changed."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import User
from app.accounts.queries import installation
from app.campaigns.audience import SUBSCRIBERS, Audience, check_audience
from app.campaigns.models import Campaign, CampaignState, CampaignText
from app.campaigns.wording import check_words
from app.candidates.values import BadValue, email_address
from app.core.actors import Actor
from app.core.languages import LOCALES
from app.core.refusals import Refused
from app.core.text import clean_text, one_line
from app.extensions import db


class NotADraft(Refused):
    sentence = _("This newsletter is on its way or was sent; it cannot be changed any more. Make a copy instead.")


class NameMissing(Refused):
    sentence = _("Give the newsletter a name, so that colleagues find it.")

    def __init__(self) -> None:
        super().__init__(field="name")


def create_campaign(*, name: str, locale: str = "en", by: Actor) -> Campaign:
    """A draft meant for everybody who agreed to the newsletter."""
    campaign = Campaign(
        name=_named(name), locale=_language(locale), sender_name=sender_names(_author(by))[0], created_by_id=by.user_id,
        audience=Audience(query=SUBSCRIBERS).written(), texts=[CampaignText(locale=_language(locale))],
    )  # fmt: skip
    db.session.add(campaign)
    db.session.flush()
    return campaign


def change_campaign(
    campaign: Campaign, *, name: str, sender_name: str, reply_to: str, locale: str | None = None, seen: int | None = None,
    by: Actor,
) -> None:  # fmt: skip
    """Its name, who it comes from, where answers go, and whose language serves those without a text of their own."""
    campaign = _held_draft(campaign, seen)
    if sender_name not in {campaign.sender_name, *sender_names(_author(by))}:
        raise Refused(gettext("Choose one of the sender names."), field="sender_name")
    if locale is not None and locale not in {text.locale for text in campaign.texts}:
        raise Refused(gettext("There is no text in this language yet."), field="locale")
    campaign.name, campaign.sender_name, campaign.reply_to = _named(name), sender_name, _reply_address(reply_to)
    campaign.locale = locale or campaign.locale
    db.session.flush()


def change_text(
    campaign: Campaign, *, locale: str, subject: str, preheader: str, body: str, seen: int | None = None, by: Actor
) -> CampaignText:
    """The words in one language, which may be a new one. What can never be sent is refused, what is missing is not."""
    campaign = _held_draft(campaign, seen)
    subject, preheader, body = one_line(subject)[:300], one_line(preheader)[:300], clean_text(body).strip()
    check_words(subject, preheader, body)
    text = next((text for text in campaign.texts if text.locale == locale), None)
    if text is None:
        text = CampaignText(campaign_id=campaign.id, locale=_language(locale))
        campaign.texts.append(text)
    text.subject, text.preheader, text.body = subject, preheader, body
    _count_change(campaign)
    return text


def remove_text(campaign: Campaign, *, locale: str, seen: int | None = None, by: Actor) -> None:
    """Take a language out; those who read it get the campaign's own."""
    campaign = _held_draft(campaign, seen)
    if locale == campaign.locale:
        raise Refused(gettext("A newsletter needs its own language."), field="locale")
    _count_change(campaign)
    db.session.execute(
        delete(CampaignText).where(CampaignText.campaign_id == campaign.id, CampaignText.locale == locale)
    )
    campaign_with_texts(campaign.id)


def change_audience(campaign: Campaign, audience: Audience, *, seen: int | None = None, by: Actor) -> None:
    """Who is meant, of those the author may see."""
    campaign = _held_draft(campaign, seen)
    check_audience(_author(by), audience)
    campaign.audience = audience.written()
    db.session.flush()


def copy_campaign(campaign: Campaign, *, by: Actor) -> Campaign:
    """A new draft with the same words for the same people."""
    source = campaign_with_texts(campaign.id)
    copy = Campaign(
        name=gettext("Copy of %(name)s", name=source.name)[:200], locale=source.locale, sender_name=source.sender_name,
        reply_to=source.reply_to, audience=source.audience, purpose=source.purpose, created_by_id=by.user_id,
        texts=[
            CampaignText(locale=text.locale, subject=text.subject, preheader=text.preheader, body=text.body)
            for text in source.texts
        ],
    )  # fmt: skip
    db.session.add(copy)
    db.session.flush()
    return copy


def delete_draft(campaign: Campaign, *, by: Actor) -> None:
    """What was never sent may vanish."""
    campaign = _held_draft(campaign, None)
    if campaign.confirmed_at is not None:
        raise NotADraft(gettext("This newsletter was scheduled once and stays in the list."))
    db.session.execute(delete(CampaignText).where(CampaignText.campaign_id == campaign.id))
    db.session.execute(delete(Campaign).where(Campaign.id == campaign.id))
    db.session.expunge(campaign)


def sender_names(user: User | None) -> list[str]:
    """The names mail may come from: the employer, and oneself at the employer. Its address is always the installation's."""
    company = installation()
    name = company.company_name if company is not None else "Perennial"
    own = [gettext("%(name)s, %(company)s", name=user.name, company=name)] if user is not None else []
    return [name, *own]


def campaign_with_texts(campaign_id: int, *, lock: bool = False) -> Campaign:
    """The campaign as it stands, its words loaded."""
    statement = select(Campaign).where(Campaign.id == campaign_id).options(selectinload(Campaign.texts))
    if lock:
        statement = statement.with_for_update(of=Campaign)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _held_draft(campaign: Campaign, seen: int | None) -> Campaign:
    db.session.flush()
    held = campaign_with_texts(campaign.id, lock=True)
    if held.state is not CampaignState.DRAFT:
        raise NotADraft()
    held.check_version(seen)
    return held


def _count_change(campaign: Campaign) -> None:
    """Its words are rows of their own: whoever has the form open must learn of the change all the same."""
    flag_modified(campaign, "audience")
    db.session.flush()


def _author(by: Actor) -> User:
    return db.session.get_one(User, by.user_id)


def _named(name: str) -> str:
    if not (cleaned := one_line(name)[:200]):
        raise NameMissing()
    return cleaned


def _language(locale: str) -> str:
    if locale not in LOCALES:
        raise Refused(gettext("Newsletters are written in English or German."), field="locale")
    return locale


def _reply_address(typed: str) -> str:
    if not one_line(typed):
        return ""
    try:
        return email_address(typed)
    except BadValue:
        raise Refused(gettext("Please check the e-mail address."), field="reply_to") from None
