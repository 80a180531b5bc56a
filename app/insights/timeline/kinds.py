"""Which kinds of activities a viewer reads in a timeline, and in which of its groups."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.policy import TALENT_ROLES
from app.core.activity import KINDS, Audience
from app.insights.timeline.entries import Group

_SHOWN_OTHERWISE = frozenset({"note_written", "touchpoint_seen", "message_accepted", "message_failed"})


@dataclass(frozen=True)
class _Guarded:
    group: Group
    seen_with: Permission


_guarded: dict[str, _Guarded] = {}


def guard_kinds(kinds: Iterable[str], *, group: Group, seen_with: Permission) -> None:
    """Say of kinds of a package above that only those with a permission read them, whatever else they may see."""
    _guarded.update(dict.fromkeys(kinds, _Guarded(group, seen_with)))


def kinds_for(viewer: User, groups: set[Group]) -> tuple[str, ...]:
    """Whoever is not in recruiting sees what happened to applications only."""
    return tuple(name for name in shown_kinds() if group_of(name) in groups and _is_for(viewer, name))


def _is_for(viewer: User, kind: str) -> bool:
    if (guarded := _guarded.get(kind)) is not None:
        return viewer.may(guarded.seen_with)
    return viewer.role in TALENT_ROLES or group_of(kind) is Group.APPLICATIONS


def shown_kinds() -> list[str]:
    return [
        name
        for name, happening in KINDS.items()
        if Audience.STAFF in happening.audience and name not in _SHOWN_OTHERWISE
    ]


def group_of(kind: str) -> Group:
    if kind in _guarded:
        return _guarded[kind].group
    if kind.startswith(("consent", "notice", "mailbox")):
        return Group.CONSENT
    if kind.startswith(("document", "suggestions")):
        return Group.DOCUMENTS
    module = KINDS[kind].__module__
    if module.startswith("app.campaigns"):
        return Group.MAIL
    if module.startswith("app.talent"):
        return Group.TALENT
    return Group.APPLICATIONS if module.startswith("app.hiring") else Group.CHANGES
