"""What the rules of merging say no to."""

from flask_babel import lazy_gettext as _

from app.core.refusals import Refused


class SamePerson(Refused):
    sentence = _("This is one record. Choose another one to merge it with.")


class NotThere(Refused):
    sentence = _("One of the two records was merged or erased meanwhile.")


class AlreadyUndone(Refused):
    sentence = _("This merge has been undone already.")


class KeptIsGone(Refused):
    sentence = _("The record was erased: what was merged into it is gone for good.")


class MergedOnward(Refused):
    sentence = _("The record became part of another one since. Undo that merge first.")


class LaterMerge(Refused):
    sentence = _("Another record was merged into this one later. Undo that merge first.")


class UsedSince(Refused):
    sentence = _(
        "Something of the other record was used for this one since the merge, for instance its résumé in a new "
        "application. The two can no longer be parted."
    )
