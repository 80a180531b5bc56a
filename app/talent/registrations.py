"""What talent fills in: query fields, merge fields, an act on many people, and who is not approached."""

from flask_babel import lazy_gettext as _

from app.mailing.registries import register_gate_reason
from app.search.bulk import register_act
from app.talent import merge_fields
from app.talent.commands.adding import ADD_TO_POOL
from app.talent.fields import communities, fit, pools, shown
from app.talent.quiet import approached_often, wants_quiet

__all__ = ["communities", "fit", "merge_fields", "pools", "shown"]

register_act(ADD_TO_POOL)
register_gate_reason("wants-quiet", _("this person does not want to hear about jobs at the moment"), wants_quiet)
register_gate_reason(
    "contacts", _("was approached three times within a year and has not agreed to more"), approached_often
)
