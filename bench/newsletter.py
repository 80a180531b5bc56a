"""A newsletter to everybody who agreed, made through the commands: `python -m bench.newsletter MAILS LINKS`.

Runs in a process of its own, inside the installation that is measured. Prints the campaign's id and goes on as its worker.
"""

import sys

from sqlalchemy import insert, select, update

from app.accounts.models import Installation, User
from app.accounts.permissions import Role
from app.campaigns.audience import Audience
from app.campaigns.commands import change_audience, change_text, create_campaign, send_campaign
from app.candidates.models import Candidate, Consent, ConsentAction, Purpose
from app.core.actors import user_actor
from app.core.clock import now
from app.core.transaction import transaction
from app.extensions import db
from app.worker import run_worker
from wsgi import app

PARAGRAPH = "We grew by a third this year and learned a great deal."


def make_newsletter(mails: int, links: int) -> int:
    """A campaign about to be planned for the first `mails` people, every second of whom allows to be tracked."""
    user = db.session.scalars(select(User).where(User.role == Role.ADMIN).order_by(User.id)).first()
    assert user is not None
    by = user_actor(user.id)
    db.session.execute(update(Installation).values(contact_budget=1_000, postal_address="Am Ufer 1\n10115 Berlin"))
    people = db.session.scalars(select(Candidate.id).order_by(Candidate.id).limit(mails)).all()
    db.session.execute(
        insert(Consent),
        [
            {"candidate_id": number, "purpose": purpose, "action": ConsentAction.CONFIRMED, "at": now(), "method": "form", "locale": "en"}
            for number in people
            for purpose in ((Purpose.NEWSLETTER, Purpose.TRACKING) if number % 2 else (Purpose.NEWSLETTER,))
        ],
    )  # fmt: skip
    campaign = create_campaign(name="Everybody", by=by)
    body = "\n\n".join(f"{PARAGRAPH}\n\n[Read more about number {n}](https://example.com/articles/{n})" for n in range(links))
    change_text(campaign, locale="en", subject="News for {{first_name|you}}", preheader="What is new",
                body=f"Hello {{{{first_name|there}}}},\n\n{body}", by=by)  # fmt: skip
    change_audience(campaign, Audience(query="consent:newsletter"), by=by)
    send_campaign(campaign, by=by)
    return campaign.id


if __name__ == "__main__":
    with app.app_context(), transaction():
        campaign = make_newsletter(int(sys.argv[1]), int(sys.argv[2]))
    print(campaign, flush=True)
    run_worker(app)
