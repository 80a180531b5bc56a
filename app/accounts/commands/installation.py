"""Setting up: the company and its first admin in one transaction, once, for good."""

from sqlalchemy.exc import IntegrityError

from app.accounts.activities import InstallationSetUp
from app.accounts.commands.users import create_user
from app.accounts.models import Installation, User
from app.accounts.permissions import Role
from app.accounts.queries import installation
from app.accounts.refusals import AlreadySetUp
from app.core.activity import record
from app.core.actors import SYSTEM, Actor, user_actor
from app.core.text import one_line
from app.extensions import db

THE_ONE = 1


def set_up_installation(
    *, company_name: str, name: str, email: str, password_hash: str, by: Actor, locale: str = "en", demo: bool = False
) -> tuple[Installation, User]:
    """Create the installation and its first admin. Two at once: the fixed id lets exactly one through."""
    if installation() is not None:
        raise AlreadySetUp()
    row = Installation(
        id=THE_ONE, company_name=one_line(company_name)[:200], contact_email=email, default_locale=locale, demo=demo
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        raise AlreadySetUp() from None
    admin = create_user(name=name, email=email, role=Role.ADMIN, password_hash=password_hash, locale=locale, by=SYSTEM)
    record(InstallationSetUp(subject=row), by=user_actor(admin.id, by.address))
    return row, admin
