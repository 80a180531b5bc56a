"""People kept for later: pools kept by hand, segments that are questions, communities people join by themselves.

Nouns: pool, pool stage, pool member, segment, job invitation, keep in touch; community, community question, membership,
join request; school, relationship; referral, employee link.
Tells: PoolMade, AddedToPool, MovedInPool, LeftPool, SegmentSaved, InvitedToApply, InvitationAnswered, KeepInTouchOffered,
CommunityCreated, CommunityChanged, CommunityOpened, CommunityClosed, CommunityJoined, CommunityLeft and their like.
Registers: the query fields pool, segment, community, topic and fit; merge fields of communities; who is not invited.
"""
