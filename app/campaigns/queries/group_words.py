"""What keeps people from a newsletter, said of many at once; the gate's own sentences speak of one person."""

from flask_babel import lazy_gettext as _

from app.mailing.gate import reason_label

WORDS: dict[str, object] = {
    "no-address": _("No e-mail address known"),
    "erased": _("Erased on request"),
    "restricted": _("Use of the data restricted"),
    "hard-bounce": _("Address does not exist"),
    "complaint": _("Marked an earlier mail as spam"),
    "unsubscribed": _("Unsubscribed from everything"),
    "manual": _("Address blocked by hand"),
    "no-consent": _("No consent to mail of this kind"),
    "same-mailbox": _("Same mailbox as somebody who gets it"),
    "refused": _("Refused by their mail server"),
    "policy": _("Refused because of our settings"),
    "gave-up": _("Put off for three days by their mail server"),
    "unsendable": _("Address that cannot be used"),
    "ambiguous": _("Unclear whether it left"),
    "in-process": _("In process for a job"),
    "wants-quiet": _("Want no word about jobs at the moment"),
    "paused": _("Paused our mail"),
    "too-often": _("Want mail less often and had one lately"),
    "over-budget": _("Had as many mails this week as we allow ourselves"),
}


def group_words(reason: str) -> str:
    return str(WORDS.get(reason) or reason_label(reason))
