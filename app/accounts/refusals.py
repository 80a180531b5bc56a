"""What the rules of accounts refuse."""

from flask_babel import lazy_gettext as _

from app.core.refusals import Refused


class AlreadySetUp(Refused):
    sentence = _("This installation has been set up already.")


class AddressUnusable(Refused):
    sentence = _("This does not look like an e-mail address.")


class AddressTaken(Refused):
    sentence = _("Somebody with this address can sign in already.")


class AlreadyInvited(Refused):
    sentence = _("This address has an open invitation. Withdraw it first to invite anew.")


class LinkUsedUp(Refused):
    sentence = _("This link has been used, has expired or was replaced by a newer one.")


class LastAdmin(Refused):
    sentence = _("This is the last admin. Make somebody else an admin first.")


class WrongPassword(Refused):
    sentence = _("This is not your current password.")


class WeakPassword(Refused):
    """A password that rules of length or guessing forbid."""


class UnknownTimeZone(Refused):
    sentence = _("This time zone is not known.")
