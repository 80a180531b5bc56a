"""From a confirmed newsletter to rows of the ledger: its words are fixed, its links numbered, its people planned.

Every step is one short transaction of the sweep; a kill between two of them costs nothing, because the cursor moves
with the rows it stands for and the same cause is never written twice.
"""

from collections.abc import Sequence

from sqlalchemy import func, select, update

from app.accounts.models import User
from app.accounts.queries import installation
from app.campaigns.activities import CampaignPlanned, CampaignSent
from app.campaigns.audience import Audience, audience_people
from app.campaigns.models import Campaign, CampaignLink, CampaignState, CampaignText
from app.campaigns.queries.ledger import is_settled
from app.campaigns.wording import FoundLink, expanded, found_links, with_click_links
from app.candidates.models import Candidate
from app.core.activity import record
from app.core.actors import SYSTEM, user_actor
from app.core.clock import now
from app.extensions import db
from app.jobs.models import Job
from app.mailing.commands.bulk import Mailing
from app.mailing.commands.campaign_wordings import keep_wording
from app.mailing.models import Message, MessageKind, TemplateVersion

BASIS = "consent"


def begin_campaign(campaign: Campaign) -> None:
    """Fix what it says, once: what is edited or published later never changes what was sent."""
    if campaign.started_at is not None or campaign.state not in (CampaignState.SCHEDULED, CampaignState.PLANNING):
        return
    campaign.started_at, campaign.state = now(), CampaignState.PLANNING
    bodies = {text.locale: expanded(text.body, text.locale) for text in campaign.texts}
    ids = _numbered(campaign, [link for body in bodies.values() for link in found_links(body) if link.is_followed])
    for text in campaign.texts:
        text.wording_id = _fixed(campaign, text, with_click_links(bodies[text.locale], ids)).id
    db.session.flush()


def people_left(campaign: Campaign) -> list[int]:
    """The candidates still to be planned, in the order of their ids: the audience as it is now, behind the cursor."""
    author = db.session.get_one(User, campaign.confirmed_by_id)
    people = audience_people(author, Audience.read(campaign.audience)).where(Candidate.id > campaign.cursor)
    return list(db.session.scalars(people.order_by(Candidate.id)))


def mailing_of(campaign: Campaign) -> Mailing:
    """What the ledger needs to know of it; the campaign's own language first, as it serves those without a text."""
    texts = sorted(campaign.texts, key=lambda text: text.locale != campaign.locale)
    versions = {text.locale: db.session.get_one(TemplateVersion, text.wording_id) for text in texts}
    company = installation()
    return Mailing(
        campaign_id=campaign.id,
        kind=MessageKind.CAMPAIGN,
        versions=versions,
        sender=campaign.sender_name,
        reply_to=campaign.reply_to or (company.contact_email if company is not None else ""),
        basis=BASIS,
    )


def finish_planning(campaign: Campaign) -> None:
    """Every message stands in the ledger."""
    campaign.state, campaign.planned_at = CampaignState.SENDING, now()
    planned = _ledger_size(campaign.id)
    _set(campaign.id, matched=planned)
    record(CampaignPlanned(subject=campaign, matched=planned), by=SYSTEM)


def finish_if_settled(campaign: Campaign) -> bool:
    """It is sent when nothing of it waits any more."""
    if campaign.planned_at is None or not is_settled(campaign.id):
        return False
    campaign.state, campaign.finished_at = CampaignState.SENT, now()
    record(CampaignSent(subject=campaign), by=SYSTEM)
    return True


def move_cursor(campaign_id: int, to: int) -> None:
    """Not an edit of the campaign: its version stays."""
    _set(campaign_id, cursor=to)


def stop_planning(campaign: Campaign, why: str) -> None:
    """It cannot go on by itself: paused, with the reason on its page, until somebody looks."""
    campaign.state, campaign.last_error = CampaignState.PAUSED, why[:500]


def _numbered(campaign: Campaign, links: Sequence[FoundLink]) -> dict[str, int]:
    """A row per address; answers its id by the address as the text has it."""
    by_href = {link.href: link for link in reversed(links)}
    rows = {
        href: CampaignLink(
            campaign_id=campaign.id, position=position, href=href[:2000], target=link.target[:2000], label=link.label,
            job_id=_job_behind(link.target),
        )
        for position, (href, link) in enumerate(reversed(list(by_href.items())))
    }  # fmt: skip
    db.session.add_all(rows.values())
    db.session.flush()
    return {href: row.id for href, row in rows.items()}


def _fixed(campaign: Campaign, text: CampaignText, body: str) -> TemplateVersion:
    return keep_wording(
        campaign_id=campaign.id, locale=text.locale, subject=text.subject, preheader=text.preheader, body=body,
        by=user_actor(campaign.confirmed_by_id) if campaign.confirmed_by_id else SYSTEM,
    )  # fmt: skip


def _job_behind(address: str) -> int | None:
    _before, found, slug = address.partition("/jobs/")
    slug = slug.partition("?")[0].partition("/")[0]
    return db.session.scalar(select(Job.id).where(Job.slug == slug)) if found and slug else None


def _ledger_size(campaign_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Message.campaign_id == campaign_id)) or 0


def _set(campaign_id: int, **values: object) -> None:
    db.session.execute(
        update(Campaign).where(Campaign.id == campaign_id).values(**values).execution_options(synchronize_session=False)
    )
