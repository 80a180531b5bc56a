"""Who may see that people were erased, and whose record a legal hold keeps."""

from sqlalchemy import Select, false, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.compliance.models import Erasure, LegalHold


def visible_erasures(viewer: User) -> Select[Erasure]:
    if viewer.may(Permission.CANDIDATES_ERASE) or viewer.may(Permission.COMPLIANCE_SEE):
        return select(Erasure)
    return select(Erasure).where(false())


def visible_holds(viewer: User) -> Select[LegalHold]:
    """Those who decide about them, of people they see. That there is one, whoever wants to erase or to merge is told."""
    people = visible_candidates(viewer).with_only_columns(Candidate.id)
    allowed = LegalHold.candidate_id.in_(people) if viewer.may(Permission.HOLDS_DECIDE) else false()
    return select(LegalHold).where(allowed)
