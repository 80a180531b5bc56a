"""Acts on pools, segments, invitations and communities."""

from app.talent.commands.communities import (
    CommunityNotReady,
    change_community,
    close_community,
    create_community,
    open_community,
)
from app.talent.commands.community_questions import CommunityQuestionDraft, set_community_questions
from app.talent.commands.joining import Joiner, decline_join, mail_again, proves_mailbox, request_join
from app.talent.commands.memberships import JoinTooOld, confirm_join, leave_community

__all__ = [
    "CommunityNotReady",
    "CommunityQuestionDraft",
    "JoinTooOld",
    "Joiner",
    "change_community",
    "close_community",
    "confirm_join",
    "create_community",
    "decline_join",
    "leave_community",
    "mail_again",
    "open_community",
    "proves_mailbox",
    "request_join",
    "set_community_questions",
]
