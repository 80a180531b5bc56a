"""The query field of newsletters: `campaign:clicked`, `campaign:12`, `campaign:"clicked Spring news"`."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, false, select

from app.campaigns.models import Campaign
from app.campaigns.policy import visible_campaigns
from app.campaigns.queries.results import applied_people, brought_people, clicked_people, opened_people, unsubscribed_of
from app.candidates.models import Touchpoint
from app.extensions import db
from app.hiring.models import Application
from app.mailing.models import Message, MessageState
from app.search.catalogue import Kind, QueryField, Value, register_field
from app.search.conditions import among, lacking
from app.search.fields.offered import MOST_VALUES
from app.search.scope import Scope
from app.search.syntax import Condition, Missing, Present, Words
from app.search.tokens import spelled

ACTS = {
    "sent": _("sent"),
    "opened": _("opened"),
    "clicked": _("clicked"),
    "applied": _("applied"),
    "interviewed": _("interviewed"),
    "offered": _("offered"),
    "hired": _("hired"),
    "unsubscribed": _("unsubscribed"),
    "held": _("held back"),
    "failed": _("failed"),
}
_FUNNEL = ("applied", "interviewed", "offered", "hired")
_TOUCHES = ("first", "last")
_STATES = {
    "sent": (MessageState.ACCEPTED, MessageState.HANDED_OVER),
    "held": (MessageState.SUPPRESSED,),
    "failed": (MessageState.HARD_FAILED, MessageState.AMBIGUOUS),
}


def _campaign(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    everything = visible_campaigns(scope.viewer).with_only_columns(Campaign.id)
    match condition:
        case Missing():
            return lacking(_did("sent", everything, scope))
        case Present():
            return among(_did("sent", everything, scope), scope)
        case Words():
            act, which = _read(condition)
            chosen = everything if which is None else everything.where(_called(which))
            return among(_did(act, chosen, scope), scope)
    return false()


def _read(words: Words) -> tuple[str, str | None]:
    """What people did, and with which newsletter: either may be missing. `first hired` and `last hired` say which touch counts."""
    first, _space, rest = words.text.strip().partition(" ")
    touch, act = first.casefold(), rest.partition(" ")[0].casefold()
    if touch in _TOUCHES and act in _FUNNEL:
        return f"{touch} {act}", rest.partition(" ")[2].strip() or None
    if first.casefold() in ACTS:
        return first.casefold(), rest.strip() or None
    return "sent", words.text.strip()


def _called(which: str) -> ColumnElement[bool]:
    """By number, or by a part of the name."""
    if which.isascii() and which.isdigit() and len(which) < 10:
        return Campaign.id == int(which)
    return Campaign.name.icontains(which, autoescape=True)


def _did(act: str, campaigns: Select[int], scope: Scope) -> Select[Any]:
    if act in _STATES:
        return select(Message.candidate_id).where(
            Message.campaign_id.in_(campaigns), Message.state.in_(_STATES[act]), Message.candidate_id.is_not(None)
        )
    touch, _space, step = act.rpartition(" ")
    if step in _FUNNEL and act != "applied":
        return brought_people(campaigns, step, first=touch == "first").where(Application.id.in_(scope.ids_of_applications(Application.id)))
    if act == "applied":
        return applied_people(campaigns).where(Touchpoint.application_id.in_(scope.ids_of_applications(Application.id)))
    people = {"clicked": clicked_people, "opened": opened_people, "unsubscribed": unsubscribed_of}
    return people[act](campaigns)


def _values(scope: Scope, typed: str) -> list[Value]:
    start = spelled(typed)
    acts = [Value(act, str(label)) for act, label in ACTS.items() if act.startswith(start)]
    names = visible_campaigns(scope.viewer).with_only_columns(Campaign.name).order_by(Campaign.id.desc())
    named = names.where(Campaign.name.icontains(typed, autoescape=True)).limit(MOST_VALUES)
    return (acts + [Value(name, name) for name in db.session.scalars(named)])[:MOST_VALUES]


register_field(
    QueryField(
        name="campaign",
        label=_("Newsletter"),
        kind=Kind.TEXT,
        compile=_campaign,
        values=_values,
        help=_("sent, opened, clicked, applied, interviewed, offered, hired, unsubscribed, or the name of a newsletter, or both"),
        reading=_("newsletter: %(value)s"),
        sort_rank=64,
    )
)
