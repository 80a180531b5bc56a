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
    RHYTHMS,
    JoinedHow,
    LeftWhy,
    Pool,
    PoolHealth,
    PoolMember,
    PoolStage,
)
from app.talent.models.referrals import EmployeeLink, Referral
from app.talent.models.relationships import Relationship, RelationshipKind
from app.talent.models.schools import School, SchoolContact, SchoolDate, SchoolName, SchoolProgramme
from app.talent.models.segments import Segment, SegmentChange, SegmentSize, SegmentSnapshot, SegmentUse

__all__ = [
    "DEFAULT_STAGES",
    "RHYTHMS",
    "Community",
    "CommunityQuestion",
    "CommunityQuestionKind",
    "CommunityState",
    "CommunityTopic",
    "EmployeeLink",
    "InvitationState",
    "JobInvitation",
    "JoinRequest",
    "JoinedHow",
    "KeepInTouch",
    "LeftWhy",
    "Membership",
    "MembershipAnswer",
    "Pool",
    "PoolHealth",
    "PoolMember",
    "PoolStage",
    "Referral",
    "Relationship",
    "RelationshipKind",
    "School",
    "SchoolContact",
    "SchoolDate",
    "SchoolName",
    "SchoolProgramme",
    "Segment",
    "SegmentChange",
    "SegmentSize",
    "SegmentSnapshot",
    "SegmentUse",
    "Sharing",
]
