"""What talent says in words on both faces."""

from flask_babel import lazy_gettext as _

_YES_NO = {"yes": _("Yes"), "no": _("No")}


def member_answer(value: str) -> str:
    """An answer as people read it: yes and no are kept as words of the form."""
    return str(_YES_NO.get(value, value))
