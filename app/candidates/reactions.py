"""What candidates do when something happens to accounts, and what people's own acts tell of their interest."""

from app.accounts.activities import InstallationSetUp
from app.candidates.activities import (
    BackgroundChanged,
    CandidateAdded,
    CandidateChanged,
    CandidateImported,
    ContactPointsChanged,
    ImportTakenBack,
    MailboxConfirmed,
    PreferencesChanged,
    SuggestionsAccepted,
)
from app.candidates.commands.interest import add_signals, daily_signal
from app.candidates.merging.pairs import look_again
from app.candidates.models import SignalKind
from app.candidates.notices import ensure_notices
from app.core.activity import Recorded, on
from app.core.actors import ActorKind

NO_SIGN = frozenset({"frequency"})
"""Choices that say nothing about interest: wanting less mail is none."""


@on(InstallationSetUp)
def bring_the_notices(recorded: list[Recorded]) -> None:
    """The texts people are shown when they give data come with a new installation."""
    ensure_notices()


@on(CandidateChanged, PreferencesChanged)
def note_own_updates(recorded: list[Recorded]) -> None:
    """Who keeps their own details up to date is interested; once a day counts."""
    own = [one for one in recorded if one.by.kind is ActorKind.CANDIDATE and set(one.happening.fields) - NO_SIGN]
    add_signals([daily_signal(one.happening.candidate.id, SignalKind.UPDATED_PROFILE) for one in own])


@on(MailboxConfirmed)
def note_confirmed_mailboxes(recorded: list[Recorded]) -> None:
    add_signals([daily_signal(one.happening.candidate.id, SignalKind.CONFIRMED_MAILBOX) for one in recorded])


@on(
    BackgroundChanged, CandidateAdded, CandidateChanged, CandidateImported, ContactPointsChanged, ImportTakenBack,
    MailboxConfirmed, SuggestionsAccepted,
)  # fmt: skip
def compare_with_others(recorded: list[Recorded]) -> None:
    """Whoever came or changed may be known under another record."""
    look_again(one.activity.candidate_id for one in recorded if one.activity.candidate_id is not None)
