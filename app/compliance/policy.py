"""Who may see that people were erased: those who erase, and compliance."""

from sqlalchemy import Select, false, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.compliance.models import Erasure


def visible_erasures(viewer: User) -> Select[Erasure]:
    if viewer.may(Permission.CANDIDATES_ERASE) or viewer.may(Permission.COMPLIANCE_SEE):
        return select(Erasure)
    return select(Erasure).where(false())
