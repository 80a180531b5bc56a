"""Keeping, changing and deleting segments; what a segment asks of other segments."""

from collections import deque
from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from app.accounts.models import User
from app.core.activity import record
from app.core.actors import Actor
from app.core.refusals import NotAllowed, Refused
from app.core.text import folded, one_line
from app.extensions import db
from app.search.parser import parse
from app.search.syntax import Query, Test, Words, leaves
from app.talent.activities import SegmentDeleted, SegmentSaved
from app.talent.commands.noting import forget_snapshot
from app.talent.models import Segment, SegmentChange, SegmentSize, SegmentSnapshot, SegmentUse, Sharing
from app.talent.policy import may_change, visible_segments
from app.talent.registries import uses_of_segment


class SegmentNeedsName(Refused):
    sentence = _("Give the segment a name.")


class SegmentNameTaken(Refused):
    sentence = _("There is a segment of this name already, perhaps a colleague's own.")


class EverybodyIsNoSegment(Refused):
    sentence = _("Say whom you mean: a segment without a condition would be everybody.")


class NoSuchSegment(Refused):
    """The query asks for a segment that does not exist or is a colleague's own."""


class SegmentCircle(Refused):
    """Segments that ask for one another in a circle have no answer."""


class SharedAsksForPrivate(Refused):
    """Others could not see what a shared segment asks for."""


class SegmentInUse(Refused):
    """It cannot go, change its name or become private while something asks for it."""


def save_segment(
    *, name: str, query: str, owner: User, by: Actor, about: str = "", sharing: Sharing = Sharing.PRIVATE
) -> Segment:
    """Keep a query under a name. QueryError when it cannot be read."""
    segment = Segment(owner_id=owner.id, name="", name_key="", query="", sharing=sharing)
    used = _describe(segment, name=name, query=query, about=about, sharing=sharing, viewer=owner)
    db.session.add(segment)
    db.session.flush()
    _remember_uses(segment, used)
    record(SegmentSaved(subject=segment, sharing=sharing), by=by)
    return segment


def change_segment(
    segment: Segment, *, name: str, query: str, viewer: User, by: Actor, about: str = "",
    sharing: Sharing = Sharing.PRIVATE, version: int | None = None,
) -> None:  # fmt: skip
    if not may_change(viewer, segment):
        raise NotAllowed()
    segment.check_version(version)
    if folded(one_line(name)) != segment.name_key:
        _refuse_when_used(segment, _("“%(user)s” asks for this segment by its name. Change that first."), field="name")
    if sharing is Sharing.PRIVATE and segment.sharing is Sharing.SHARED:
        _refuse_when_used(segment, _("“%(user)s” asks for this segment, so it stays shared."), field="sharing")
    asked_before = segment.query
    used = _describe(segment, name=name, query=query, about=about, sharing=sharing, viewer=viewer)
    if segment.query != asked_before:
        forget_snapshot(segment)
    _remember_uses(segment, used)
    record(SegmentSaved(subject=segment, sharing=sharing), by=by)


def delete_segment(segment: Segment, *, viewer: User, by: Actor) -> None:
    if not may_change(viewer, segment):
        raise NotAllowed()
    _refuse_when_used(segment, _("“%(user)s” asks for this segment. Change that first."))
    record(SegmentDeleted(subject=segment), by=by)
    for table in (SegmentUse, SegmentSize, SegmentSnapshot, SegmentChange):
        db.session.execute(delete(table).where(table.segment_id == segment.id))
    db.session.delete(segment)


def segments_asked_for(query: Query) -> list[str]:
    """The names behind `segment:` in a query."""
    return [
        leaf.condition.text
        for leaf, _wanted in leaves(query.root)
        if isinstance(leaf, Test) and leaf.field == "segment" and isinstance(leaf.condition, Words)
    ]


def _describe(
    segment: Segment, *, name: str, query: str, about: str, sharing: Sharing, viewer: User
) -> list[Segment]:  # fmt: skip
    """Fill in the segment when nothing speaks against it; answers the segments its query asks for."""
    name = one_line(name)[:200]
    if not name:
        raise SegmentNeedsName(field="name")
    with db.session.no_autoflush:
        taken = select(Segment.id).where(Segment.name_key == folded(name), Segment.id != (segment.id or 0))
        if db.session.scalar(taken) is not None:
            raise SegmentNameTaken(field="name")
        read = parse(query)
        if read.asks_everybody:
            raise EverybodyIsNoSegment(field="q")
        asked_for = segments_asked_for(read)
        if folded(name) in map(folded, asked_for):
            raise SegmentCircle(_("A segment cannot ask for itself."), field="q")
        used = [_named(asked, viewer) for asked in asked_for]
        _refuse_circle(segment, name, used)
        if sharing is Sharing.SHARED:
            _refuse_private(used)
    segment.name, segment.name_key, segment.query = name, folded(name), read.text.strip()
    segment.about, segment.sharing = one_line(about)[:500], sharing
    return used


def _named(name: str, viewer: User) -> Segment:
    found = db.session.scalars(visible_segments(viewer).where(Segment.name_key == folded(name))).one_or_none()
    if found is None:
        raise NoSuchSegment(_("There is no segment called “%(name)s”.", name=name[:80]), field="q")
    return found


def _refuse_circle(segment: Segment, name: str, used: Sequence[Segment]) -> None:
    """Walk what the asked-for segments ask for; meeting this one again is a circle, shown as the way round."""
    if any(one.id == segment.id for one in used):
        raise SegmentCircle(_("A segment cannot ask for itself."), field="q")
    ways = deque([one.id] for one in used)
    seen = {one.id for one in used}
    while ways:
        way = ways.popleft()
        for following in db.session.scalars(select(SegmentUse.used_id).where(SegmentUse.segment_id == way[-1])):
            if following == segment.id:
                names = {one.id: one.name for one in db.session.scalars(select(Segment).where(Segment.id.in_(way)))}
                circle = " → ".join([name, *[names[one] for one in way], name])
                raise SegmentCircle(_("These segments would ask for one another: %(circle)s.", circle=circle), field="q")
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])


def _refuse_private(used: Sequence[Segment]) -> None:
    for one in used:
        if one.sharing is Sharing.PRIVATE:
            raise SharedAsksForPrivate(
                _("“%(name)s” is private: others could not see what this one asks for. Share that one first.", name=one.name),
                field="q",
            )


def _remember_uses(segment: Segment, used: Sequence[Segment]) -> None:
    db.session.execute(delete(SegmentUse).where(SegmentUse.segment_id == segment.id))
    db.session.add_all(SegmentUse(segment_id=segment.id, used_id=one) for one in {each.id for each in used})
    db.session.flush()


def _refuse_when_used(segment: Segment, sentence: object, *, field: str | None = None) -> None:
    users = uses_of_segment(segment)
    if users:
        raise SegmentInUse(str(sentence) % {"user": users[0].name}, field=field)
