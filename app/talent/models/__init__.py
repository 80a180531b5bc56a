"""Communities, pools, segments, invitations to apply and offers to keep in touch."""

from app.search.models import Sharing
from app.talent.models.communities import (
    Community,
    CommunityQuestion,
    CommunityQuestionKind,
    CommunityState,
    CommunityTopic,
    JoinRequest,
    Membership,
    MembershipAnswer,
)
from app.talent.models.invitations import InvitationState, JobInvitation, KeepInTouch
from app.talent.models.pools import (
    DEFAULT_STAGES,
    AddingState,
    JoinedHow,
    LeftWhy,
    Pool,
    PoolAdding,
    PoolMember,
    PoolStage,
)
from app.talent.models.segments import Segment, SegmentSize, SegmentUse

__all__ = [
    "DEFAULT_STAGES",
    "AddingState",
    "Community",
    "CommunityQuestion",
    "CommunityQuestionKind",
    "CommunityState",
    "CommunityTopic",
    "InvitationState",
    "JobInvitation",
    "JoinRequest",
    "JoinedHow",
    "KeepInTouch",
    "LeftWhy",
    "Membership",
    "MembershipAnswer",
    "Pool",
    "PoolAdding",
    "PoolMember",
    "PoolStage",
    "Segment",
    "SegmentSize",
    "SegmentUse",
    "Sharing",
]
