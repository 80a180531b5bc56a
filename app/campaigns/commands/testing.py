"""A test of a newsletter to colleagues, with the words of one person."""

from collections.abc import Sequence
from uuid import uuid4

from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.models import User
from app.campaigns.models import Campaign
from app.campaigns.queries.previews import person_values
from app.campaigns.wording import check_words, expanded
from app.candidates.models import Candidate
from app.core.actors import Actor
from app.core.refusals import Refused
from app.mailing.commands import Draft, plan_messages
from app.mailing.models import MessageKind

MOST = 10


def send_test(
    campaign: Campaign, *, locale: str, to: Sequence[User], person: Candidate | None = None, by: Actor
) -> int:
    """Mail the words in `locale` to colleagues as `person` would read them; `texts` must be loaded."""
    if not to:
        raise Refused(_("Choose somebody to send the test to."), field="to")
    if len(to) > MOST:
        raise Refused(_("A test goes to at most %(number)s colleagues.", number=MOST), field="to")
    text = campaign.text_in(locale)
    check_words(text.subject, text.preheader, text.body)
    if not text.subject or not text.body:
        raise Refused(_("Write a subject and a text first."), field="body" if text.subject else "subject")
    with force_locale(text.locale):
        subject = _("Test: %(subject)s", subject=text.subject)
    said = person_values(person, text.locale)
    drafts = [
        Draft(
            cause=f"campaign-test:{campaign.id}:user:{user.id}:{uuid4().hex}", kind=MessageKind.ACCOUNT, to=user,
            subject=subject, body=expanded(text.body, text.locale), values=said, sender=campaign.sender_name,
            reply_to=campaign.reply_to,
        )
        for user in {user.id: user for user in to}.values()
    ]  # fmt: skip
    return len(plan_messages(drafts, by=by))

