"""What mailing itself asks before marketing mail leaves: pauses, the person's frequency, the company's budget."""

from flask_babel import lazy_gettext as _

from app.mailing.contact import over_budget, paused, too_often
from app.mailing.registries import register_gate_reason

register_gate_reason("paused", _("this person paused our mail"), paused)
register_gate_reason("too-often", _("this person wants mail less often and had one lately"), too_often)
register_gate_reason("over-budget", _("this person got as many mails this week as we allow ourselves"), over_budget)
