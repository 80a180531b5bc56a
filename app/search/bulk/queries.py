"""Acts on many people as pages show them."""

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, select

from app.accounts.models import User
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.extensions import db
from app.search.bulk.kinds import ActKind
from app.search.bulk.models import DONE, KEPT, UNDONE, UNSEEN, PeopleAct, PeopleActItem
from app.search.bulk.people import SHOWN, LeftOut

LATEST = 50
COMMON = {UNSEEN: _("you do not see them any more"), KEPT: _("changed meanwhile; they stay as they are")}


def visible_people_acts(viewer: User) -> Select[PeopleAct]:
    """One's own; what a colleague did at once, the colleague takes back."""
    return select(PeopleAct).where(PeopleAct.by_id == viewer.id)


def latest_acts(viewer: User) -> list[PeopleAct]:
    return list(db.session.scalars(visible_people_acts(viewer).order_by(PeopleAct.id.desc()).limit(LATEST)))


def left_out_by(act: PeopleAct, kind: ActKind, viewer: User) -> list[LeftOut]:
    """Whom it did not reach, by reason, some of them by name."""
    counted = db.session.execute(
        select(PeopleActItem.outcome, func.count())
        .where(PeopleActItem.act_id == act.id, PeopleActItem.outcome.not_in((DONE, UNDONE)))
        .group_by(PeopleActItem.outcome)
    )
    return [
        LeftOut(why, COMMON.get(why) or kind.reasons.get(why, why), number, _names(act, why, viewer))
        for why, number in sorted(counted.all(), key=lambda row: -row[1])
    ]


def _names(act: PeopleAct, why: str, viewer: User) -> list[tuple[int, str]]:
    shown = func.coalesce(func.nullif(Candidate.preferred_name, ""), Candidate.full_name)
    people = (
        visible_candidates(viewer)
        .join(PeopleActItem, PeopleActItem.candidate_id == Candidate.id)
        .where(PeopleActItem.act_id == act.id, PeopleActItem.outcome == why)
        .order_by(Candidate.id)
        .limit(SHOWN)
        .with_only_columns(Candidate.id, shown)
    )
    return [(row[0], row[1]) for row in db.session.execute(people)]
