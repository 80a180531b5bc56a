"""Users and teams: created, changed, deactivated. The last admin stays."""

from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from app.accounts.activities import TeamCreated, UserChanged, UserDeactivated, UserJoined, UserReactivated
from app.accounts.models import Team, User
from app.accounts.permissions import Role
from app.accounts.queries import user_with_address
from app.accounts.refusals import AddressTaken, AddressUnusable, LastAdmin, UnknownTimeZone
from app.accounts.sessions import end_all_sessions
from app.core.activity import Change, record
from app.core.actors import Actor
from app.core.clock import now
from app.core.text import clean_text, folded, one_line
from app.extensions import db


def create_user(
    *,
    name: str,
    email: str,
    role: Role,
    password_hash: str,
    by: Actor,
    team_id: int | None = None,
    locale: str = "en",
    time_zone: str = "Europe/Berlin",
) -> User:
    """A user without an invitation: the first admin, the command line, the demo company."""
    email = usable_address(email)
    free_address(email)
    user = User(
        name=one_line(name)[:200] or email.partition("@")[0],
        email=email,
        email_key=folded(email),
        role=role,
        team_id=team_id,
        password_hash=password_hash,
        locale=locale,
        time_zone=time_zone,
    )
    db.session.add(user)
    db.session.flush()
    record(UserJoined(subject=user, role=role), by=by)
    return user


def change_user(
    user: User, *, name: str, role: Role, team_id: int | None, time_zone: str, by: Actor, version: int | None = None
) -> None:
    """What an admin may change about a colleague. Another role ends their sessions."""
    user.check_version(version)
    changes = _change(user, {"name": one_line(name)[:200], "role": role, "team_id": team_id, "time_zone": time_zone})
    if any(change.field == "role" for change in changes):
        end_all_sessions(user)
    if changes:
        record(UserChanged(subject=user), by=by, changes=changes)


def change_account(
    user: User, *, name: str, locale: str, time_zone: str, shortcuts: bool, by: Actor, signature: str | None = None,
    version: int | None = None,
) -> None:  # fmt: skip
    """What everybody may change about themselves; without `signature` that stays as it is."""
    user.check_version(version)
    wanted = {"name": one_line(name)[:200], "locale": locale, "time_zone": time_zone, "shortcuts": shortcuts}
    if signature is not None:
        wanted["signature"] = clean_text(signature).strip()[:500]
    if changes := _change(user, wanted):
        record(UserChanged(subject=user), by=by, changes=changes)


def deactivate_user(user: User, *, by: Actor) -> None:
    """No sign-in any more, from the next request on. Their name stays on what they did."""
    if not user.is_active:
        return
    _keep_an_admin(without=user)
    user.deactivated_at = now()
    end_all_sessions(user)
    record(UserDeactivated(subject=user), by=by)


def reactivate_user(user: User, *, by: Actor) -> None:
    """Sign-in is possible again with the former password; sessions stay ended."""
    if user.is_active:
        return
    user.deactivated_at = None
    record(UserReactivated(subject=user), by=by)


def create_team(name: str, *, by: Actor) -> Team:
    """A recruiting team; a name that exists already answers the existing one."""
    name = one_line(name)[:200]
    present = next((team for team in db.session.scalars(select(Team)) if folded(team.name) == folded(name)), None)
    if present is not None:
        return present
    team = Team(name=name)
    db.session.add(team)
    db.session.flush()
    record(TeamCreated(subject=team), by=by)
    return team


def usable_address(email: str) -> str:
    """`email` in its normal form. Raises AddressUnusable."""
    try:
        return validate_email(one_line(email), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise AddressUnusable(field="email") from None


def free_address(email: str) -> None:
    """Raise AddressTaken when a user has this address, deactivated ones included."""
    if user_with_address(email) is not None:
        raise AddressTaken(field="email")


def _keep_an_admin(*, without: User) -> None:
    """Raise LastAdmin when nobody else is one. Locks the admins in one order: two removals at once take turns."""
    admins = db.session.scalars(
        select(User.id).where(User.role == Role.ADMIN, User.deactivated_at.is_(None)).order_by(User.id).with_for_update()
    ).all()
    if without.id in admins and len(admins) == 1:
        raise LastAdmin()


def _change(user: User, wanted: dict[str, object]) -> list[Change]:
    if wanted.get("time_zone", user.time_zone) not in available_timezones():
        raise UnknownTimeZone(field="time_zone")
    changes = []
    for field, new in wanted.items():
        old = getattr(user, field)
        if old != new:
            changes.append(Change(field, _shown(old), _shown(new)))
    if wanted.get("role", Role.ADMIN) is not Role.ADMIN:
        _keep_an_admin(without=user)
    for change in changes:
        setattr(user, change.field, wanted[change.field])
    return changes


def _shown(value: object) -> str | None:
    return None if value is None else str(value.value if isinstance(value, Role) else value)
