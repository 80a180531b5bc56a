"""How many mails one person gets in a week at most."""

from app.accounts.models import Installation
from app.core.activity import record
from app.core.actors import Actor
from app.mailing.activities import ContactBudgetChanged

MOST = 20


def change_contact_budget(company: Installation, mails: int, *, by: Actor) -> None:
    """From the very next message on; never none at all."""
    mails = min(max(mails, 1), MOST)
    if mails != company.contact_budget:
        company.contact_budget = mails
        record(ContactBudgetChanged(mails=mails), by=by)
