"""What the rules of candidates say no to."""

from flask_babel import lazy_gettext as _

from app.core.refusals import Refused


class NameMissing(Refused):
    sentence = _("A person needs a name or an e-mail address.")

    def __init__(self) -> None:
        super().__init__(field="name")


class BadContact(Refused):
    """An address, number or link that cannot be one; `field` says which."""


class AlreadyOnRecord(Refused):
    sentence = _("This is already on the record.")


class NothingWritten(Refused):
    sentence = _("Write something first.")


class TodoClosed(Refused):
    sentence = _("This to-do is already done.")


class ImportRefused(Refused):
    """The file or its settings cannot be imported; the sentence says why."""


class PauseUnknown(Refused):
    sentence = _("Mail can be paused for 30, 90 or 180 days.")


class TopicMissing(Refused):
    sentence = _("Please give the topic a name.")

    def __init__(self) -> None:
        super().__init__(field="name_en")


class TopicTaken(Refused):
    sentence = _("There is a topic of this name already.")

    def __init__(self) -> None:
        super().__init__(field="name_en")


class BadCustomValue(Refused):
    """A value that a custom field cannot hold; `field` is its full key."""


class CustomFieldUnfit(Refused):
    """A field of one's own that cannot be made like this; the sentence says why."""

    nameless = _("Please give the field a name.")
    name_taken = _("There is a field of this name already, perhaps an archived one.")
    key_taken = _("There is a field with this key already.")
    too_many = _("Sixty fields of your own are enough; archive one first or use tags.")


class ChoicesMissing(Refused):
    sentence = _("Give at least two choices, one on each line.")

    def __init__(self) -> None:
        super().__init__(field="choices")


class SkillUnfit(Refused):
    """What was asked of the list of skills cannot be; the sentence says why."""

    nameless = _("Please give the skill a name.")
    name_taken = _("Another skill has this name. Merge the two instead.")
    itself = _("Choose another skill to merge with.")


class AskedLately(Refused):
    sentence = _("This person was asked within the last two weeks. Give them some time.")


class BadDetail(Refused):
    """Something people state about themselves that cannot be."""

    unfit = _("Please check what you wrote here.")
    too_many_links = _("Twenty links are enough.")


class BadEntry(Refused):
    """An entry of experience or education that says nothing or cannot be."""

    nothing_said = _("Say at least where it was, or what it was.")
    no_date = _("Write a year or a month: 2021 or 2021-03.")
    backwards = _("This ends before it begins.")
    too_many = _("A hundred entries are enough.")
