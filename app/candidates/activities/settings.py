"""What admins decide about records."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.candidates.activities.audiences import AUDIT
from app.candidates.models import ConsentValidity, CustomField
from app.core.activity import Happening, kind


@kind
@dataclass(frozen=True, kw_only=True)
class TopicsOfferedChanged(Happening):
    """An admin changed the list of topics people may choose from."""

    topic_id: int
    audience = AUDIT
    sentence = _("changed the list of topics")


@kind
@dataclass(frozen=True, kw_only=True)
class InterestWeightsChanged(Happening):
    audience = AUDIT
    sentence = _("changed how much each sign of interest counts")


@kind
@dataclass(frozen=True, kw_only=True)
class ConsentValidityChanged(Happening):
    """An admin decided how long consents of a country count; `months` None took such a decision back."""

    subject: ConsentValidity
    months: int | None
    audience = AUDIT
    sentence = _("changed how long consents count")


@kind
@dataclass(frozen=True, kw_only=True)
class CustomFieldSaved(Happening):
    """A field of the employer's own was added, changed or brought back."""

    subject: CustomField
    audience = AUDIT
    sentence = _("changed the fields of the record")


@kind
@dataclass(frozen=True, kw_only=True)
class CustomFieldArchived(Happening):
    subject: CustomField
    audience = AUDIT
    sentence = _("archived a field of the record")


@kind
@dataclass(frozen=True, kw_only=True)
class SkillListChanged(Happening):
    """A skill was renamed, merged, hidden or given another name. Whoever has it is found by other words from now on."""

    skill_id: int
    audience = AUDIT
    sentence = _("changed the list of skills")
