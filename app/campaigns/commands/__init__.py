"""Acts on newsletters: writing a draft, giving the word, planning, pausing, testing; and noting who followed a link."""

from app.campaigns.commands.drafts import (
    NameMissing,
    NotADraft,
    campaign_with_texts,
    change_audience,
    change_campaign,
    change_text,
    copy_campaign,
    create_campaign,
    delete_draft,
    remove_text,
    sender_names,
)
from app.campaigns.commands.hits import forget_origins, judge_hits, note_hit
from app.campaigns.commands.sending import (
    NotInThisState,
    NotReady,
    TimeHasPassed,
    cancel_campaign,
    pause_campaign,
    resume_campaign,
    send_campaign,
    unschedule_campaign,
)
from app.campaigns.commands.testing import send_test

__all__ = [
    "NameMissing", "NotADraft", "NotInThisState", "NotReady", "TimeHasPassed", "campaign_with_texts",
    "cancel_campaign", "change_audience", "change_campaign", "change_text", "copy_campaign", "create_campaign",
    "delete_draft", "forget_origins", "judge_hits", "note_hit", "pause_campaign", "remove_text", "resume_campaign",
    "send_campaign", "send_test", "sender_names", "unschedule_campaign",
]  # fmt: skip
