"""What the preference centre shows and saves, on one's own pages and behind the link of a mail alike."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import request
from flask_babel import get_locale
from werkzeug.datastructures import MultiDict

from app.candidates.commands import (
    Choices,
    change_candidate,
    change_preferences,
    choose_consents,
    current_consents,
    pause_mail,
    resume_mail,
    undo_preferences,
)
from app.candidates.commands.consents import is_open
from app.candidates.commands.preferences import PAUSES
from app.candidates.models import Candidate, ConsentAction, Frequency, Seniority, WishKind
from app.candidates.notices import CONSENT_TEXTS, consent_text, ensure_notices
from app.candidates.queries import active_topics, profile_of
from app.core.actors import Actor
from app.core.languages import LOCALES, OWN_NAMES
from app.core.text import folded
from app.extensions import db
from app.jobs.models import EmploymentType
from app.jobs.queries import public_facets
from app.mailing.commands import gets_nothing, stop_all_mail, welcome_back
from app.mailing.commands.unsubscribing import addresses_of
from app.talent.commands import leave_community
from app.talent.models import Membership
from app.talent.queries.communities import memberships_of

REMOTE = {"yes": True, "no": False, "": None}


def page_of(candidate: Candidate, to: Callable[[str], str]) -> dict[str, Any]:
    """Everything the page shows; `to` answers where the form of an act leads."""
    profile, consents, locale = profile_of(candidate.id), current_consents(candidate.id), str(get_locale())
    chosen = {topic.topic_id: topic.topic for topic in profile.topics} if profile else {}
    topics = {topic.id: topic for topic in active_topics()} | chosen
    return {
        "candidate": candidate,
        "profile": profile,
        "to": to,
        "done": request.args.get("done", ""),
        "purposes": [(purpose, is_open(consents.get(purpose)), consents.get(purpose), consent_text(purpose, locale))
                     for purpose in CONSENT_TEXTS],
        "topics": sorted(((topic.id, topic.name(locale), topic.id in chosen) for topic in topics.values()), key=lambda t: t[1]),
        "wishes": _wishes(profile),
        "frequencies": list(Frequency),
        "gets_nothing": gets_nothing(addresses_of(candidate.id)),
        "memberships": memberships_of(candidate.id),
        "pauses": PAUSES,
        "mail_languages": OWN_NAMES,
    }  # fmt: skip


def save_choices(candidate: Candidate, *, by: Actor, action: ConsentAction = ConsentAction.GIVEN) -> str:
    """Save the sections the form showed; answers what to say: `saved`, or nothing when nothing was asked."""
    form, shown = request.form, set(request.form.getlist("shown"))
    locale, agent = str(get_locale()), request.user_agent.string
    asked = {purpose: bool(form.get(f"consent-{purpose.value}")) for purpose in CONSENT_TEXTS if f"consent-{purpose.value}" in shown}
    if any(asked.values()):
        ensure_notices()
    changed = choose_consents(candidate, asked, by=by, action=action, locale=locale, agent=agent)
    if any(asked[purpose] for purpose in changed):
        welcome_back(candidate, by=by)
    change_preferences(candidate, _read_choices(form, shown), by=by)
    if "locale" in shown and form.get("locale") in LOCALES:
        change_candidate(candidate, values={"locale": form["locale"]}, by=by)
    return "saved" if shown else ""


def pause_or_resume(candidate: Candidate, *, by: Actor) -> str:
    """Pause for the days that were pressed; without any the pause ends. Raises PauseUnknown."""
    days = request.form.get("days", "")
    if not days:
        resume_mail(candidate, by=by)
        return "resumed"
    pause_mail(candidate, days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0, by=by)
    return "paused"


def undo(candidate: Candidate, *, by: Actor) -> str:
    return "undone" if undo_preferences(candidate, by=by) else ""


def leave(candidate: Candidate, *, by: Actor) -> str:
    """Leave one of the person's own communities."""
    wanted = request.form.get("membership", "")
    own: Iterable[Membership] = memberships_of(candidate.id)
    for membership in own:
        if str(membership.id) == wanted:
            leave_community(membership, by=by)
            return "left"
    return ""


def stop_everything(candidate: Candidate, *, by: Actor) -> str:
    stop_all_mail(candidate, by=by, agent=request.user_agent.string)
    db.session.flush()
    return "stopped"


def _read_choices(form: MultiDict[str, str], shown: set[str]) -> Choices:
    """What was ticked, section by section; values nobody offers are passed over."""
    ticked = set(form.getlist("topic"))
    offered = [int(topic) for topic in form.getlist("offered-topic") if topic.isascii() and topic.isdigit() and len(topic) < 10]
    frequency = form.get("frequency", "")
    return Choices(
        topics={topic: str(topic) in ticked for topic in offered[:200]} if "topics" in shown else {},
        wishes={kind: _wished(form, kind) for kind in WishKind if kind.value in shown},
        frequency=Frequency(frequency) if "frequency" in shown and frequency in {f.value for f in Frequency} else None,
        asks_remote="remote" in shown and form.get("remote", "") in REMOTE,
        remote=REMOTE.get(form.get("remote", "")),
    )


def _wished(form: MultiDict[str, str], kind: WishKind) -> list[str]:
    allowed = {WishKind.EMPLOYMENT: {e.value for e in EmploymentType}, WishKind.SENIORITY: {s.value for s in Seniority}}.get(kind)
    values = form.getlist(kind.value) + form.get(f"more-{kind.value}", "").split(",")
    return [value for value in values if allowed is None or value in allowed]


def _wishes(profile: Any) -> dict[str, list[tuple[str, Any, bool]]]:
    """Per kind what can be ticked: what our jobs have, and what the person wrote besides."""
    facets = public_facets()
    offered: dict[WishKind, list[tuple[str, Any]]] = {
        WishKind.FUNCTION: [(facet.label, facet.label) for facet in facets.departments],
        WishKind.LOCATION: [(facet.label, facet.label) for facet in facets.locations],
        WishKind.EMPLOYMENT: [(employment.value, employment.label) for employment in EmploymentType],
        WishKind.SENIORITY: [(seniority.value, seniority.label) for seniority in Seniority],
    }
    return {kind.value: _ticked(choices, profile.wished(kind) if profile else []) for kind, choices in offered.items()}


def _ticked(offered: list[tuple[str, Any]], wished: list[str]) -> list[tuple[str, Any, bool]]:
    keys = {folded(value) for value in wished}
    known = {folded(value) for value, _label in offered}
    rows = [(value, label, folded(value) in keys) for value, label in offered]
    return rows + [(value, value, True) for value in wished if folded(value) not in known]


