"""Acts that change what recruiting keeps about people: tags, and who looks after them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, case, delete, insert, literal, null, select, update

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.candidates.activities import OwnerChanged, TagsChanged
from app.candidates.commands.tags import tags_named
from app.candidates.models import Candidate, CandidateTag, Tag
from app.candidates.refusals import NothingWritten
from app.core.activity import record_all
from app.core.refusals import Refused
from app.core.text import folded, one_line, row_number
from app.extensions import db
from app.search.bulk.kinds import ActKind, Asked, Doing, Given, register_act


class NoSuchTag(Refused):
    sentence = _("Nobody has this tag.")


class NotAColleague(Refused):
    sentence = _("Choose a colleague who can look after people.")


def read_tag(typed: Mapping[str, str], user: User) -> dict[str, Any]:
    name = one_line(typed.get("tag", ""))[:200]
    if not folded(name):
        raise NothingWritten(field="tag")
    return {"tag": name, "key": folded(name)}


def read_known_tag(typed: Mapping[str, str], user: User) -> dict[str, Any]:
    given = read_tag(typed, user)
    if db.session.scalar(select(Tag.id).where(Tag.name_key == given["key"])) is None:
        raise NoSuchTag(field="tag")
    return given


def read_owner(typed: Mapping[str, str], user: User) -> dict[str, Any]:
    """Somebody who may work with people, or nobody."""
    chosen = typed.get("owner", "")
    if chosen == "0":
        return {"owner": None, "name": ""}
    number = row_number(chosen)
    owner = db.session.get(User, number) if number is not None else None
    if owner is None or owner.deactivated_at is not None or not owner.may(Permission.CANDIDATES_SEE):
        raise NotAColleague(field="owner")
    return {"owner": owner.id, "name": owner.name}


def _held(given: Given, person: Any) -> Any:
    return (
        select(CandidateTag.id)
        .join(Tag, Tag.id == CandidateTag.tag_id)
        .where(CandidateTag.candidate_id == person, Tag.name_key == given["key"])
        .exists()
    )


def _asked_tag(given: Given, people: Select[int]) -> Asked:
    who = people.subquery()
    return select(who.c[0], case((_held(given, who.c[0]), literal("has")), else_=null()))


def _asked_untag(given: Given, people: Select[int]) -> Asked:
    who = people.subquery()
    return select(who.c[0], case((~_held(given, who.c[0]), literal("has-not")), else_=null()))


def _asked_owner(given: Given, people: Select[int]) -> Asked:
    same = Candidate.owner_id.is_(None) if given["owner"] is None else Candidate.owner_id == given["owner"]
    return select(Candidate.id, case((same, literal("same")), else_=null())).where(Candidate.id.in_(people))


def _with_tag(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "tag_id": next(iter(tags_named([given["tag"]]).values())).id}


def _put_on(doing: Doing) -> dict[int, int | None]:
    """`doing.ids` are locked and without the tag."""
    tag_id = doing.given["tag_id"]
    db.session.execute(insert(CandidateTag), [{"candidate_id": one, "tag_id": tag_id} for one in doing.ids])
    record_all([TagsChanged(candidate=one, added=(tag_id,)) for one in doing.ids], by=doing.by)  # type: ignore[arg-type]
    return dict.fromkeys(doing.ids)


def _take_off(doing: Doing) -> dict[int, int | None]:
    tag_id, having = doing.given["tag_id"], _having(doing.ids, doing.given["tag_id"])
    gone = delete(CandidateTag).where(CandidateTag.tag_id == tag_id, CandidateTag.candidate_id.in_(having))
    db.session.execute(gone.execution_options(synchronize_session=False))
    record_all([TagsChanged(candidate=one, removed=(tag_id,)) for one in having], by=doing.by)  # type: ignore[arg-type]
    return dict.fromkeys(having)


def _put_on_again(doing: Doing) -> set[int]:
    having = set(_having(doing.ids, doing.given["tag_id"]))
    missing = [one for one in doing.ids if one not in having]
    return set(_put_on(Doing(doing.act_id, doing.given, missing, doing.user, doing.by))) if missing else set()


def _having(ids: Sequence[int], tag_id: int) -> list[int]:
    held = select(CandidateTag.candidate_id).where(CandidateTag.tag_id == tag_id, CandidateTag.candidate_id.in_(ids))
    return sorted(db.session.scalars(held))


def _give(doing: Doing) -> dict[int, int | None]:
    before = {row[0]: row[1] for row in db.session.execute(select(Candidate.id, Candidate.owner_id).where(Candidate.id.in_(doing.ids)))}
    _set_owner(doing, doing.given["owner"], list(before))
    return before


def _give_back(doing: Doing) -> set[int]:
    """To whom each was before, where nobody changed it since."""
    owner = doing.given["owner"]
    same = Candidate.owner_id.is_(None) if owner is None else Candidate.owner_id == owner
    standing = set(db.session.scalars(select(Candidate.id).where(Candidate.id.in_(doing.ids), same)))
    for former in {doing.before[one] for one in standing}:
        _set_owner(doing, former, sorted(one for one in standing if doing.before[one] == former))
    return standing


def _set_owner(doing: Doing, owner_id: int | None, ids: Sequence[int]) -> None:
    db.session.execute(
        update(Candidate)
        .where(Candidate.id.in_(ids))
        .values(owner_id=owner_id, version=Candidate.version + 1)
        .execution_options(synchronize_session=False)
    )
    record_all([OwnerChanged(candidate=one, owner_id=owner_id) for one in ids], by=doing.by)  # type: ignore[arg-type]


register_act(
    ActKind(
        name="tag", permission=Permission.CANDIDATES_EDIT, title=_("Add a tag"), reasons={"has": _("they have the tag already")},
        button=lambda number: ngettext("Tag %(num)s person", "Tag %(num)s people", number),
        sentence=lambda given, number: ngettext(
            "%(num)s person has the tag “%(tag)s” now.", "%(num)s people have the tag “%(tag)s” now.", number, tag=given["tag"]
        ),
        read=read_tag, prepare=_with_tag, asked=_asked_tag, do=_put_on, undo=lambda doing: set(_take_off(doing)),
    )
)  # fmt: skip
register_act(
    ActKind(
        name="untag", permission=Permission.CANDIDATES_EDIT, title=_("Take a tag off"),
        reasons={"has-not": _("they do not have the tag")},
        button=lambda number: ngettext("Take it off %(num)s person", "Take it off %(num)s people", number),
        sentence=lambda given, number: ngettext(
            "%(num)s person does not have the tag “%(tag)s” any more.",
            "%(num)s people do not have the tag “%(tag)s” any more.", number, tag=given["tag"],
        ),
        read=read_known_tag, prepare=_with_tag, asked=_asked_untag, do=_take_off, undo=_put_on_again,
    )
)  # fmt: skip
register_act(
    ActKind(
        name="owner", permission=Permission.CANDIDATES_EDIT, title=_("Change who looks after them"),
        reasons={"same": _("nothing changes for them")},
        button=lambda number: ngettext("Change it for %(num)s person", "Change it for %(num)s people", number),
        sentence=lambda given, number: ngettext(
            "%(name)s looks after %(num)s person now.", "%(name)s looks after %(num)s people now.", number, name=given["name"]
        ) if given["owner"] else ngettext("Nobody looks after %(num)s person now.", "Nobody looks after %(num)s people now.", number),
        read=read_owner, asked=_asked_owner, do=_give, undo=_give_back,
    )
)  # fmt: skip
