"""Which pools, segments and communities a viewer sees and may change."""

from sqlalchemy import Select, false, or_, select

from app.accounts.models import User
from app.accounts.policy import TALENT_ROLES
from app.accounts.viewing import once_per_viewer
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.talent.models import Community, Pool, Relationship, School, Segment, Sharing


@once_per_viewer
def visible_pools(viewer: User) -> Select[Pool]:
    """Pools are recruiting's own: shared ones and one's own; an admin sees all, so that none is lost with its owner."""
    if viewer.role not in TALENT_ROLES:
        return select(Pool).where(false())
    if viewer.is_admin:
        return select(Pool)
    return select(Pool).where(or_(Pool.sharing == Sharing.SHARED, Pool.owner_id == viewer.id))


@once_per_viewer
def visible_segments(viewer: User) -> Select[Segment]:
    """As with pools. Whom a segment shows still depends on who looks."""
    if viewer.role not in TALENT_ROLES:
        return select(Segment).where(false())
    if viewer.is_admin:
        return select(Segment)
    return select(Segment).where(or_(Segment.sharing == Sharing.SHARED, Segment.owner_id == viewer.id))


@once_per_viewer
def visible_communities(viewer: User) -> Select[Community]:
    """Communities belong to all of recruiting, drafts included; what they say in public everybody reads there."""
    return select(Community) if viewer.role in TALENT_ROLES else select(Community).where(false())


def visible_schools(viewer: User) -> Select[School]:
    """Schools belong to all of recruiting."""
    return select(School) if viewer.role in TALENT_ROLES else select(School).where(false())


@once_per_viewer
def visible_relationships(viewer: User) -> Select[Relationship]:
    """Who knows whom is recruiting's knowledge, and of people the viewer sees."""
    if viewer.role not in TALENT_ROLES:
        return select(Relationship).where(false())
    return select(Relationship).where(
        visible_candidates(viewer).with_only_columns(Candidate.id).where(Candidate.id == Relationship.candidate_id).exists()
    )


def may_change(viewer: User, kept: Pool | Segment) -> bool:
    """Its name, its stages and who sees it are its owner's; the people in a shared pool are everybody's work."""
    return kept.owner_id == viewer.id or viewer.is_admin
