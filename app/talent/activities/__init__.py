"""What can happen to pools, segments, invitations and communities."""

from app.talent.activities.communities import (
    CommunityChanged,
    CommunityClosed,
    CommunityCreated,
    CommunityJoined,
    CommunityLeft,
    CommunityOpened,
)
from app.talent.activities.pools import (
    AddedToPool,
    InvitationAnswered,
    InvitedToApply,
    JobInvitationWithdrawn,
    KeepInTouchAccepted,
    KeepInTouchOffered,
    LeftPool,
    MovedInPool,
    PoolArchived,
    PoolChanged,
    PoolMade,
    PoolReopened,
    SegmentDeleted,
    SegmentSaved,
)
from app.talent.activities.referrals import CandidateReferred
from app.talent.activities.schools import RelationshipNoted, RelationshipRemoved, SchoolArchived, SchoolKept

__all__ = [
    "AddedToPool",
    "CandidateReferred",
    "CommunityChanged",
    "CommunityClosed",
    "CommunityCreated",
    "CommunityJoined",
    "CommunityLeft",
    "CommunityOpened",
    "InvitationAnswered",
    "InvitedToApply",
    "JobInvitationWithdrawn",
    "KeepInTouchAccepted",
    "KeepInTouchOffered",
    "LeftPool",
    "MovedInPool",
    "PoolArchived",
    "PoolChanged",
    "PoolMade",
    "PoolReopened",
    "RelationshipNoted",
    "RelationshipRemoved",
    "SchoolArchived",
    "SchoolKept",
    "SegmentDeleted",
    "SegmentSaved",
]
