"""Keeping schools: names, people to talk to, programmes, and the dates of their year that become to-dos."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict, TypeVar, Unpack

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.candidates.commands import add_todo
from app.candidates.values import BadValue, email_address, web_link
from app.core.activity import record
from app.core.actors import SYSTEM, Actor
from app.core.clock import now, today
from app.core.refusals import Refused
from app.core.text import clean_text, folded, one_line
from app.extensions import db
from app.talent.activities import SchoolArchived, SchoolKept
from app.talent.models import School, SchoolContact, SchoolDate, SchoolName, SchoolProgramme

Part = TypeVar("Part", SchoolContact, SchoolProgramme, SchoolDate)
MOST_PARTS = 50
MOST_NAMES = 12
REMINDED_AT_ONCE = 50
LONGEST_NOTICE = 180


class SchoolFacts(TypedDict, total=False):
    city: str
    country: str
    website: str
    about: str
    owner_id: int | None


class SchoolNeedsName(Refused):
    sentence = _("A school needs a name.")


class SchoolNameTaken(Refused):
    """Another school is called that."""


class TooManyParts(Refused):
    sentence = _("That is enough for one school. Take something out first.")


class PartUnfit(Refused):
    """Something about a contact, a programme or a date cannot be kept."""


def keep_school(
    *, name: str, by: Actor, other_names: Sequence[str] = (), school: School | None = None, version: int | None = None,
    **facts: Unpack[SchoolFacts],
) -> School:  # fmt: skip
    """A new school, or other words for `school`. People's education is found by any of the names."""
    if school is not None:
        school.check_version(version)
    name = one_line(name)[:200]
    if not name:
        raise SchoolNeedsName(field="name")
    names = {folded(one): one_line(one)[:200] for one in (name, *other_names) if folded(one)}
    if len(names) > MOST_NAMES:
        raise TooManyParts(field="other_names")
    _refuse_taken(names, school)
    kept = school or School(name="", name_key="")
    kept.name, kept.name_key = name, folded(name)
    kept.city, kept.country = one_line(facts.get("city", ""))[:200], facts.get("country", "")[:2]
    kept.website, kept.about = _website(facts.get("website", "")), clean_text(facts.get("about", "")).strip()[:4000]
    kept.owner_id, kept.updated_at = facts.get("owner_id"), now()
    db.session.add(kept)
    db.session.flush()
    _set_names(kept, names)
    record(SchoolKept(subject=kept), by=by)
    return kept


def add_contact(school: School, *, name: str, by: Actor, role: str = "", email: str = "", phone: str = "") -> SchoolContact:
    if not one_line(name):
        raise PartUnfit(_("Say whom you talk to."), field="name")
    try:
        address = email_address(email) if one_line(email) else ""
    except BadValue:
        raise PartUnfit(_("Please check the e-mail address."), field="email") from None
    contact = SchoolContact(
        school_id=school.id, name=one_line(name)[:200], role=one_line(role)[:200], email=address, phone=one_line(phone)[:40]
    )
    return _add(school, contact, by=by)


def add_programme(school: School, *, name: str, by: Actor, degree: str = "") -> SchoolProgramme:
    if not one_line(name):
        raise PartUnfit(_("Say what is taught."), field="name")
    return _add(school, SchoolProgramme(school_id=school.id, name=one_line(name)[:200], degree=one_line(degree)[:200]), by=by)


def add_date(school: School, *, day: date, what: str, by: Actor, days_before: int = 14) -> SchoolDate:
    """A date of the school's year; so many days before, it becomes a to-do of whoever looks after the school."""
    if not one_line(what):
        raise PartUnfit(_("Say what happens on that day."), field="what")
    if day < today():
        raise PartUnfit(_("Choose a day that is still to come."), field="day")
    days = max(0, min(days_before, LONGEST_NOTICE))
    remind_on = max(today(), day - timedelta(days=days))
    return _add(
        school, SchoolDate(school_id=school.id, day=day, what=one_line(what)[:200], days_before=days, remind_on=remind_on), by=by
    )


def remove_part(school: School, part: SchoolContact | SchoolProgramme | SchoolDate, *, by: Actor) -> None:
    db.session.delete(part)
    db.session.flush()
    record(SchoolKept(subject=school), by=by)


def archive_school(school: School, *, by: Actor) -> None:
    """Out of the way; its dates remind nobody any more. Twice changes nothing."""
    if school.archived_at is None:
        school.archived_at = now()
        record(SchoolArchived(subject=school), by=by)


def reopen_school(school: School, *, by: Actor) -> None:
    if school.archived_at is not None:
        school.archived_at = None
        record(SchoolKept(subject=school), by=by)


def remind_of_school_dates() -> int:
    """To-dos of the dates whose reminder is due, once each; a school nobody looks after reminds nobody."""
    due = db.session.scalars(
        select(SchoolDate)
        .join(School, School.id == SchoolDate.school_id)
        .where(
            SchoolDate.reminded_at.is_(None), SchoolDate.remind_on <= today(), School.archived_at.is_(None),
            School.owner_id.is_not(None),
        )
        .options(joinedload(SchoolDate.school).joinedload(School.owner))
        .order_by(SchoolDate.remind_on, SchoolDate.id)
        .limit(REMINDED_AT_ONCE)
        .with_for_update(of=SchoolDate, skip_locked=True)
    ).all()  # fmt: skip
    for one in due:
        owner: User | None = one.school.owner
        if owner is not None and one.day >= today():
            with force_locale(owner.locale):
                what = gettext("%(school)s: %(what)s", school=one.school.name, what=one.what)
            add_todo(what=what, due_on=one.day, owner_id=owner.id, by=SYSTEM, path=f"/recruiter/schools/{one.school_id}")
        one.reminded_at = now()
    db.session.flush()
    return len(due)


def _refuse_taken(names: dict[str, str], school: School | None) -> None:
    taken = db.session.execute(
        select(SchoolName.name, School.name)
        .join(School, School.id == SchoolName.school_id)
        .where(SchoolName.name_key.in_(list(names)), SchoolName.school_id != (school.id if school else 0))
        .limit(1)
    ).first()
    if taken is not None:
        raise SchoolNameTaken(_("“%(name)s” is a name of %(school)s already.", name=taken[0], school=taken[1]), field="name")


def _set_names(school: School, names: dict[str, str]) -> None:
    standing = {one.name_key: one for one in db.session.scalars(select(SchoolName).where(SchoolName.school_id == school.id))}
    for key, name in names.items():
        if (known := standing.pop(key, None)) is not None:
            known.name = name
        else:
            db.session.add(SchoolName(school_id=school.id, name=name, name_key=key))
    for gone in standing.values():
        db.session.delete(gone)
    db.session.flush()
    db.session.expire(school, ["names"])


def _add(school: School, part: Part, *, by: Actor) -> Part:
    model = type(part)
    if (db.session.scalar(select(func.count()).where(model.school_id == school.id)) or 0) >= MOST_PARTS:
        raise TooManyParts()
    db.session.add(part)
    db.session.flush()
    record(SchoolKept(subject=school), by=by)
    return part


def _website(typed: str) -> str:
    if not one_line(typed):
        return ""
    try:
        return web_link(typed)[:500]
    except BadValue:
        raise PartUnfit(_("Please check the address of the website."), field="website") from None
