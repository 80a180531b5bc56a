"""Erasing many people at once: never whoever is in process or was hired, and only for somebody who typed how many."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, case, literal, null, select

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.compliance.commands import erase_candidate
from app.compliance.holds import people_held
from app.compliance.models import ErasureReason
from app.core.refusals import Refused
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.search.bulk.kinds import ActKind, Asked, Doing, Given


class WhyErase(Refused):
    sentence = _("Choose why they are erased.")


def read_reason(typed: Mapping[str, str], user: User) -> dict[str, Any]:
    known = {reason.value for reason in ErasureReason}
    if typed.get("erasure_reason") not in known:
        raise WhyErase(field="erasure_reason")
    return {"reason": typed["erasure_reason"]}


def _asked(given: Given, people: Select[int]) -> Asked:
    who = people.subquery()

    def has(state: ApplicationState) -> Any:
        return select(Application.id).where(Application.candidate_id == who.c[0], Application.state == state).exists()

    why = case(
        (who.c[0].in_(people_held()), literal("held")), (has(ApplicationState.ACTIVE), literal("in-process")),
        (has(ApplicationState.HIRED), literal("hired")), else_=null(),
    )  # fmt: skip
    return select(who.c[0], why)


def _erase(doing: Doing) -> dict[int, int | None]:
    done: dict[int, int | None] = {}
    for number in doing.ids:
        try:
            erase_candidate(
                db.session.get_one(Candidate, number), by=doing.by, reason=ErasureReason(doing.given["reason"])
            )
        except Refused:
            continue
        done[number] = None
    return done


ERASE = ActKind(
    name="erase", permission=Permission.CANDIDATES_ERASE, title=_("Erase everything about them"), most=200, chunk=5,
    asks_number=True, note=_("This cannot be taken back: there is no undo, and no copy."),
    reasons={
        "held": _("a legal hold keeps their record"),
        "in-process": _("an application is still in process: reject or withdraw it first"),
        "hired": _("they were hired: what belongs to the employment is kept"),
    },
    button=lambda number: ngettext("Erase %(num)s person", "Erase %(num)s people", number),
    sentence=lambda given, number: ngettext("%(num)s person is erased.", "%(num)s people are erased.", number),
    read=read_reason, asked=_asked, do=_erase,
)  # fmt: skip
