"""What people choose to get. Only what was asked is changed; what they say about themselves reaches the record at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from app.candidates.activities import MailPaused, MailResumed, PreferencesChanged, TopicsOfferedChanged
from app.candidates.commands.consents import current_consents, is_open, record_consent
from app.candidates.commands.people import change_candidate
from app.candidates.models import (
    Candidate,
    CandidateTopic,
    ConsentAction,
    Frequency,
    InterestProfile,
    Purpose,
    Topic,
    Wish,
    WishKind,
    profile_values,
)
from app.candidates.notices import consent_text
from app.candidates.queries import profile_of
from app.candidates.refusals import PauseUnknown, TopicMissing, TopicTaken
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.text import folded, one_line
from app.extensions import db

PAUSES = (30, 90, 180)
"""Days somebody can pause our mail for."""
MOST_WISHES = 20


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The answers to the questions that were asked; a question that was not asked changes nothing.

    `topics` maps each topic that was offered to whether it was chosen.
    """

    topics: Mapping[int, bool] = field(default_factory=dict)
    wishes: Mapping[WishKind, Sequence[str]] = field(default_factory=dict)
    frequency: Frequency | None = None
    asks_remote: bool = False
    remote: bool | None = None


def ensure_profile(candidate: Candidate) -> InterestProfile:
    """The person's choices, made when there are none yet."""
    profile = profile_of(candidate.id)
    if profile is None:
        profile = InterestProfile(candidate_id=candidate.id, topics=[], wishes=[])
        db.session.add(profile)
        db.session.flush()
    return profile


def change_preferences(candidate: Candidate, wanted: Choices, *, by: Actor) -> list[str]:
    """Make these the person's choices; answers what really changed, and keeps the former for `undo_preferences`."""
    profile = ensure_profile(candidate)
    before = profile_values(profile)
    if wanted.frequency is not None:
        profile.frequency = wanted.frequency
    if wanted.asks_remote:
        profile.remote = wanted.remote
    _choose_topics(candidate.id, wanted.topics)
    for kind, values in wanted.wishes.items():
        _set_wishes(candidate.id, kind, values)
    return _note_change(candidate, before, by)


def choose_topics(candidate: Candidate, topic_ids: Iterable[int], *, by: Actor) -> list[str]:
    """Topics in addition to those chosen before, as when joining a community."""
    return change_preferences(candidate, Choices(topics=dict.fromkeys(topic_ids, True)), by=by)


def undo_preferences(candidate: Candidate, *, by: Actor) -> bool:
    """Back to the choices before the last change; False when there is nothing to go back to."""
    profile = profile_of(candidate.id)
    if profile is None or not profile.former:
        return False
    former: Mapping[str, Any] = profile.former
    before = profile_values(profile)
    profile.frequency, profile.remote = Frequency(former["frequency"]), former["remote"]
    kept = set(former["topics"])
    _choose_topics(candidate.id, {topic: topic in kept for topic in kept | set(before["topics"])})
    for kind in WishKind:
        _set_wishes(candidate.id, kind, former[kind.value])
    _note_change(candidate, before, by, undone=True)
    return True


def pause_mail(candidate: Candidate, *, days: int, by: Actor) -> InterestProfile:
    """No marketing mail for so many days, from the very next message on."""
    if days not in PAUSES:
        raise PauseUnknown()
    profile = ensure_profile(candidate)
    profile.paused_until = now() + timedelta(days=days)
    record(MailPaused(candidate=candidate, until=profile.paused_until), by=by)
    return profile


def resume_mail(candidate: Candidate, *, by: Actor) -> None:
    """End the pause; nothing happens when there is none."""
    profile = profile_of(candidate.id)
    if profile is None or not profile.is_paused:
        return
    profile.paused_until = None
    record(MailResumed(candidate=candidate), by=by)


def choose_consents(
    candidate: Candidate,
    wanted: Mapping[Purpose, bool],
    *,
    by: Actor,
    method: str = "preferences",
    action: ConsentAction = ConsentAction.GIVEN,
    locale: str = "",
    agent: str = "",
) -> list[Purpose]:
    """Give or take back each purpose that was asked; what stands already is not said twice. Answers what changed."""
    present = current_consents(candidate.id)
    changed = [purpose for purpose, says_yes in wanted.items() if is_open(present.get(purpose)) is not says_yes]
    for purpose in changed:
        says_yes = wanted[purpose]
        record_consent(
            candidate, purpose=purpose, action=action if says_yes else ConsentAction.WITHDRAWN, method=method, by=by,
            text=consent_text(purpose, locale or candidate.locale) if says_yes else None, locale=locale, agent=agent,
        )  # fmt: skip
    return changed


def save_topic(topic: Topic | None, names: Mapping[str, str], *, active: bool = True, by: Actor) -> Topic:
    """A topic people may choose, named in each language; `topic` None makes a new one."""
    cleaned = {locale: one_line(name)[:80] for locale, name in names.items() if one_line(name)}
    first = cleaned.get("en") or next(iter(cleaned.values()), "")
    if not first:
        raise TopicMissing()
    key = folded(first)
    taken = db.session.scalars(select(Topic).where(Topic.name_key == key)).one_or_none()
    if taken is not None and taken is not topic:
        raise TopicTaken()
    topic = topic or Topic()
    topic.names, topic.name_key, topic.active = cleaned, key, active
    db.session.add(topic)
    db.session.flush()
    record(TopicsOfferedChanged(topic_id=topic.id), by=by)
    return topic


def _note_change(candidate: Candidate, before: Mapping[str, Any], by: Actor, *, undone: bool = False) -> list[str]:
    db.session.flush()
    profile = profile_of(candidate.id)
    assert profile is not None
    after = profile_values(profile)
    changed = [name for name in after if after[name] != before.get(name)]
    if changed:
        profile.former = {} if undone else dict(before)
        record(PreferencesChanged(candidate=candidate, fields=tuple(changed)), by=by)
        if "remote" in changed and profile.remote is not None:
            change_candidate(candidate, values={"remote": profile.remote}, by=by)
    return changed


def _choose_topics(candidate_id: int, asked: Mapping[int, bool]) -> None:
    if not asked:
        return
    chosen = select(CandidateTopic.topic_id).where(CandidateTopic.candidate_id == candidate_id)
    present = set(db.session.scalars(chosen))
    known = set(db.session.scalars(select(Topic.id).where(Topic.id.in_([topic for topic, yes in asked.items() if yes]))))
    gone = [topic for topic, yes in asked.items() if not yes and topic in present]
    db.session.add_all(CandidateTopic(candidate_id=candidate_id, topic_id=topic) for topic in sorted(known - present))
    if gone:
        db.session.execute(
            delete(CandidateTopic)
            .where(CandidateTopic.candidate_id == candidate_id, CandidateTopic.topic_id.in_(gone))
            .execution_options(synchronize_session=False)
        )


def _set_wishes(candidate_id: int, kind: WishKind, values: Sequence[str]) -> None:
    wanted = {folded(value): one_line(value)[:200] for value in values if folded(value)}
    wanted = dict(list(wanted.items())[:MOST_WISHES])
    theirs = (Wish.candidate_id == candidate_id, Wish.kind == kind)
    present = set(db.session.scalars(select(Wish.value_key).where(*theirs)))
    if present - wanted.keys():
        gone = delete(Wish).where(*theirs, Wish.value_key.in_(present - wanted.keys()))
        db.session.execute(gone.execution_options(synchronize_session=False))
    db.session.add_all(
        Wish(candidate_id=candidate_id, kind=kind, value=value, value_key=key)
        for key, value in wanted.items()
        if key not in present
    )
