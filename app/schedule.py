"""Every recurring sweep, in one list. Each claims its due work, does it, releases it; safe to run twice and to kill."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from app.core.wake import Lane

Sweep = Callable[[], int]


@dataclass(frozen=True)
class Scheduled:
    """A sweep of a lane: `path` names the function, `every` how often it looks. It answers how much it did."""

    path: str
    lane: Lane
    every: timedelta

    @property
    def run(self) -> Sweep:
        module, _, name = self.path.partition(":")
        sweep: Sweep = getattr(import_module(module), name)
        return sweep


SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

SWEEPS = (
    Scheduled("app.mailing.tasks:send_due_messages", Lane.MAIL, SECOND),
    Scheduled("app.candidates.tasks:read_waiting_documents", Lane.READING, SECOND),
    Scheduled("app.candidates.importing.resume_tasks:advance_resumes", Lane.READING, SECOND),
    Scheduled("app.candidates.tasks:advance_imports", Lane.BULK, SECOND),
    Scheduled("app.search.exporting.working:advance_exports", Lane.BULK, SECOND),
    Scheduled("app.candidates.tasks:count_interest_anew", Lane.BULK, SECOND),
    Scheduled("app.hiring.tasks:advance_bulk_acts", Lane.BULK, SECOND),
    Scheduled("app.search.tasks:advance_people_acts", Lane.BULK, SECOND),
    Scheduled("app.campaigns.tasks:advance_campaigns", Lane.BULK, SECOND),
    Scheduled("app.campaigns.tasks:judge_waiting_hits", Lane.BULK, SECOND),
    Scheduled("app.search.tasks:index_changed_candidates", Lane.BULK, SECOND),
    Scheduled("app.candidates.merging.comparing:compare_changed_candidates", Lane.HOUSEKEEPING, SECOND),
    Scheduled("app.hiring.tasks:note_missed_reply_dates", Lane.HOUSEKEEPING, MINUTE),
    Scheduled("app.hiring.tasks:expire_offers_and_drafts", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.hiring.tasks:remind_reviewers", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.hiring.tasks:remind_of_coming_interviews", Lane.HOUSEKEEPING, MINUTE),
    Scheduled("app.hiring.tasks:remind_of_owed_scorecards", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.candidates.tasks:forget_abandoned_imports", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.candidates.importing.resume_tasks:forget_undecided_resumes", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.search.exporting.working:forget_old_exports", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.candidates.tasks:warn_of_expiring_documents", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.talent.tasks:forget_unconfirmed", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.talent.tasks:forget_referrals", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.talent.tasks:remind_to_come_back", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.talent.tasks:note_segment_sizes", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.talent.tasks:note_pool_health", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.talent.tasks:remind_of_schools", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.jobs.tasks:end_due_postings", Lane.HOUSEKEEPING, MINUTE),
    Scheduled("app.compliance.tasks:look_after_consents", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.compliance.tasks:scrub_after_erasures", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.campaigns.tasks:forget_where_hits_came_from", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.accounts.tasks:forget_past_sessions", Lane.HOUSEKEEPING, HOUR),
    Scheduled("app.core.housekeeping:forget_what_is_past", Lane.HOUSEKEEPING, HOUR),
)
