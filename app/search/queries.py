"""Reads: pages of candidates for a query, how many there are, and names that were nearly typed."""

from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_

from app.accounts.models import User
from app.candidates.models import Candidate
from app.core import planning
from app.extensions import db
from app.search.compile import begins_narrow, compile_query, split_words, words_anywhere
from app.search.fulltext import Expression, count_up_to, expected, having, hits, matching
from app.search.limits import planned_as_asked
from app.search.models import SavedView, SearchSound
from app.search.policy import visible_saved_views
from app.search.scope import Scope, scope_of
from app.search.sorting import Cursor, Segment, Sort, read_cursor, read_sort
from app.search.sounds import FEWEST_LETTERS, sound_of
from app.search.syntax import Plain, Query, Test, Words, leaves

PAGE = 50
CAP = 10_000
RARE = 2_000  # up to so many matches of its words a query starts from them at once
COMMON = 30_000  # from so many on, walking a sorted index beats starting from the words
MOST_RANKED = {"sqlite": 100_000, "postgresql": 20_000}  # beyond that a word is everybody's and says nothing
SURELY = 5  # so many times as many expected as are ranked need not be counted
EVERY = 251  # of so many people one is asked, where a word is everybody's; a prime, so that no rhythm of an import has it
FAR_MORE = 3  # so many times the cap, by those who were asked, are not counted either
WINDOW = 1_000  # people of a sort tested one by one before a query starts from its conditions instead
SAMPLE = 400
NEAR_NAMES_LOOKED_AT = 2_000
NEAR_ENOUGH = 60


@dataclass(frozen=True)
class Page:
    """One page of a result: candidate ids in order, and the places in front of and behind it."""

    ids: list[int]
    sort: Sort
    has_previous: bool = False
    has_next: bool = False
    first: str | None = None
    last: str | None = None
    count: "Count | None" = None
    """How many match, where finding the page has told."""


@dataclass(frozen=True)
class _Walk:
    """From which place, in which direction and how far."""

    sort: Sort
    place: Cursor | None
    back: bool
    limit: int

    def segments(self) -> list[tuple[int, Segment, Cursor | None]]:
        """The parts of the sort still to be walked, each with the place to start behind."""
        numbered = list(enumerate(self.sort.order.segments))
        if self.back:
            numbered.reverse()
        if self.place:
            first = [number for number, _segment in numbered].index(self.place.segment)
            numbered = numbered[first:]
        place = self.place
        return [(number, part, place if place and place.segment == number else None) for number, part in numbered]


@dataclass(frozen=True)
class Count:
    """How many match; `is_exact` is False when counting stopped at the cap."""

    number: int
    is_exact: bool


@dataclass(frozen=True)
class NearName:
    candidate_id: int
    name: str
    likeness: float = field(compare=False)


def search_candidates(
    viewer: User,
    query: Query,
    *,
    sort: str | None = None,
    after: str | None = None,
    before: str | None = None,
    last: bool = False,
    limit: int = PAGE,
) -> Page:
    """The page behind or in front of a place, the first page, or the last one. A damaged place means the first."""
    scope = scope_of(viewer)
    with planned_as_asked(query):
        chosen = _sort_for(query, sort, scope)
        back = bool(before) or last
        place = read_cursor(before or after, chosen)
        if (before or after) and place is None:
            back = last
        walk = _Walk(chosen, place, back, limit + 1)
        rows, count = _relevant(scope, query, walk) if chosen.by_relevance else (_sorted(scope, query, walk), None)
    more, rows = len(rows) > limit, rows[:limit]
    if back:
        rows.reverse()
    return Page(
        ids=[row.id for row in rows],
        sort=chosen,
        has_previous=more if back else place is not None,
        has_next=place is not None if back else more,
        first=str(rows[0]) if rows else None,
        last=str(rows[-1]) if rows else None,
        count=count,
    )


def count_candidates(viewer: User, query: Query, *, cap: int | None = CAP) -> Count:
    """How many candidates match, counted up to `cap`; None counts them all."""
    scope = scope_of(viewer)
    with planned_as_asked(query):
        if cap is not None and _surely_exceed(cap, query, scope):
            return Count(cap, False)
        matches = _to_be_counted(query, scope).limit(None if cap is None else cap + 1).subquery()
        number = db.session.scalar(select(func.count()).select_from(matches)) or 0
    return _counted(number, cap)


def _to_be_counted(query: Query, scope: Scope) -> Select[int]:
    expression, rest = split_words(query)
    narrow = scope.dialect == "sqlite" and begins_narrow(rest)
    if expression is not None or narrow or _is_common(rest, scope):
        scope = scope.per_person
    statement = _matching(scope, rest).with_only_columns(Candidate.id)
    if expression is not None and narrow:
        return statement.where(_tested_on_the_way(matching(expression, scope.dialect)))
    if expression is not None:
        found = hits(expression, scope.dialect, all_of_them=True)
        return statement.join_from(found, Candidate, Candidate.id == found.c.candidate_id)
    return statement


def _surely_exceed(cap: int, query: Query, scope: Scope) -> bool:
    """Whether far more than `cap` match, by every 251st person, for a word of which PostgreSQL knows that very many have it.

    Had only `cap` people matched, a 251st of them would be found, 40 of 10,000, give or take 6. Three times that is asked
    for: by Chernoff's bound for Poisson's distribution such chance has a probability below 10^-22. They are the same people
    each time, since those asked before are in memory; drawn by lot they took half a second.
    """
    expression, rest = split_words(query)
    if expression is None or expected(expression, scope.dialect) <= cap * FAR_MORE * SURELY:
        return False
    enough = cap * FAR_MORE // EVERY + 1
    last = select(func.max(Candidate.id)).scalar_subquery()
    asked = func.generate_series(EVERY, last, EVERY).column_valued("asked")
    matching = _matching(scope.page_by_person, rest).where(having(expression, scope.dialect), Candidate.id == asked)
    found = matching.with_only_columns(Candidate.id).limit(enough).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) == enough


def _counted(number: int, cap: int | None = CAP) -> Count:
    return Count(cap, False) if cap is not None and number > cap else Count(number, True)


def matching_ids(viewer: User, query: Query) -> Select[int]:
    """Select of the ids of all visible candidates that match, for acts on all matching and for audiences."""
    scope = scope_of(viewer)
    return scope.candidates.where(compile_query(query, scope)).with_only_columns(Candidate.id)


def near_names(viewer: User, query: Query, most: int = 5) -> list[NearName]:
    """People whose name sounds like the words of a query that found nobody, or hardly anybody: "Shmidt" is Schmidt."""
    leaves_wanted = [leaf for leaf, wanted in leaves(query.root) if wanted]
    typed = [word for leaf in leaves_wanted if (words := _of_a_name(leaf)) for word in words.tokens]
    heard = {word: sound for word in typed if (sound := sound_of(word)) and len(word) >= FEWEST_LETTERS}
    if not 1 <= len(typed) <= 4 or len(heard) < len(typed) or len(typed) < len(leaves_wanted):
        return []
    people = scope_of(viewer).candidates.with_only_columns(Candidate.id, Candidate.name_key, Candidate.full_name)
    for sound in sorted(set(heard.values())):
        people = people.where(Candidate.id.in_(select(SearchSound.candidate_id).where(SearchSound.sound == sound)))
    rows = db.session.execute(people.limit(NEAR_NAMES_LOOKED_AT))
    found = [NearName(identity, name, _likeness(typed, words.split())) for identity, words, name in rows]
    close = [near for near in found if NEAR_ENOUGH <= near.likeness < 100]
    return sorted(close, key=lambda near: (-near.likeness, near.name, near.candidate_id))[:most]


def _of_a_name(leaf: Plain | Test) -> Words | None:
    """Words that may be a name: plain ones, and those asked of the name itself."""
    if isinstance(leaf, Plain):
        return leaf.words
    return leaf.condition if leaf.field == "name" and isinstance(leaf.condition, Words) else None


def find_saved_views(viewer: User) -> list[SavedView]:
    """The viewer's own views and those shared with everyone, by name."""
    views = visible_saved_views(viewer).order_by(SavedView.name_key, SavedView.id)
    return list(db.session.scalars(views))


def _matching(scope: Scope, query: Query) -> Select[*tuple[Any, ...]]:
    return scope.candidates.where(compile_query(query, scope))


def _sort_for(query: Query, asked: str | None, scope: Scope) -> Sort:
    """The sort asked for; words that very many people have are not ranked but shown newest first."""
    chosen = read_sort(asked, has_words=query.has_words)
    expression = split_words(query)[0] if chosen.by_relevance else None
    most = MOST_RANKED[scope.dialect]
    if expression is None:
        return chosen
    if expected(expression, scope.dialect) > most * SURELY or _count_words(expression, scope, most) > most:
        return read_sort(None)
    return chosen


def _sorted(scope: Scope, query: Query, walk: _Walk) -> list[Cursor]:
    """Starts from the words when they are rare, else from the sort, else from what the planner finds selective."""
    expression, rest = split_words(query)
    sqlite = scope.dialect == "sqlite"
    matches = _count_words(expression, scope, COMMON) if expression is not None and sqlite else 0
    if sqlite and (matches > RARE or (expression is None and not query.asks_everybody)):
        near = _among_the_next(scope.on_the_way, query, walk)
        if len(near) == walk.limit:
            return near
    if expression is None:
        narrow = begins_narrow(rest)
        asked = scope if sqlite and not narrow else scope.page_by_person
        return _through_segments(_matching(asked, rest), walk, unindexed=sqlite and narrow)
    if matches > COMMON:
        return _through_segments(_matching(scope.on_the_way, rest).where(having(expression, scope.dialect)), walk)
    found = hits(expression, scope.dialect)
    base = _matching(scope.page_by_person, rest).join(found, found.c.candidate_id == Candidate.id)
    return _through_segments(base, walk, unindexed=sqlite)


def _through_segments(base: Select[*tuple[Any, ...]], walk: _Walk, *, unindexed: bool = False) -> list[Cursor]:
    rows: list[Cursor] = []
    for number, segment, start in walk.segments():
        statement = _along(base, segment, walk, start, unindexed=unindexed)
        for identity, value in db.session.execute(statement.limit(walk.limit - len(rows))):
            rows.append(Cursor(str(walk.sort), number, value, identity))
        if len(rows) >= walk.limit:
            break
    return rows


def _among_the_next(scope: Scope, query: Query, walk: _Walk) -> list[Cursor]:
    """Matches among the next thousand people of the sort. For what is common that fills the page at once."""
    number, segment, start = walk.segments()[0]
    window = _along(scope.candidates, segment, walk, start).limit(WINDOW).subquery("next")
    base = select(Candidate).join(window, window.c.id == Candidate.id).where(compile_query(query, scope))
    rows = db.session.execute(_along(base, segment, walk, None, unindexed=True).limit(walk.limit))
    return [Cursor(str(walk.sort), number, value, identity) for identity, value in rows]


def _along(
    base: Select[*tuple[Any, ...]], segment: Segment, walk: _Walk, start: Cursor | None, *, unindexed: bool = False
) -> Select[*tuple[Any, ...]]:
    """Rows of one segment behind `start`, in the order of the walk."""
    descending = (walk.sort.descending and segment.column is not None) != walk.back
    keys = [Candidate.id] if segment.column is None else [segment.column, Candidate.id]
    value = Candidate.id if segment.column is None else segment.column
    statement = base.where(segment.rows).with_only_columns(Candidate.id, value)
    if start:
        here = tuple_(*keys)
        there = tuple_(*([start.id] if segment.column is None else [start.value, start.id]))
        statement = statement.where(here < there if descending else here > there)
    ordered: list[Any] = [planning.unindexed(key) if unindexed else key for key in keys]
    return statement.order_by(*(key.desc() if descending else key for key in ordered))


def _relevant(scope: Scope, query: Query, walk: _Walk) -> tuple[list[Cursor], Count | None]:
    expression, rest = split_words(query)
    if expression is not None:
        found = hits(expression, scope.dialect, scored=True)
        base = _matching(scope.per_person, rest).join(found, found.c.candidate_id == Candidate.id)
    else:
        anywhere = words_anywhere(query)
        if anywhere is None:
            return _sorted(scope, query, _Walk(read_sort(None), None, walk.back, walk.limit)), None
        found = hits(anywhere, scope.dialect, scored=True)
        base = _matching(scope, query).outerjoin(found, found.c.candidate_id == Candidate.id)
    base = base.with_only_columns(Candidate.id, func.coalesce(found.c.score, 0.0).label("score"))
    if scope.dialect == "postgresql":
        base = base.offset(0)  # else whoever has the words is scored and put in order before the rest is asked of them
    matches = base.subquery("matches")
    identity, score = matches.c
    # PostgreSQL ranks whoever matches, all of them, before it knows the first: counted on the way, they are found once
    counts = scope.dialect == "postgresql" and not (walk.place or walk.back)
    statement = select(identity, score, func.count().over() if counts else literal(0))
    if walk.place:
        here, there = tuple_(score, identity), tuple_(walk.place.value, walk.place.id)
        statement = statement.where(here > there if walk.back else here < there)
    ordered = [score.asc(), identity.asc()] if walk.back else [score.desc(), identity.desc()]
    rows = db.session.execute(statement.order_by(*ordered).limit(walk.limit)).all()
    cursors = [Cursor(str(walk.sort), 0, float(value), identity) for identity, value, _number in rows]
    return cursors, _counted(rows[0][2] if rows else 0) if counts else None


def _count_words(expression: Expression, scope: Scope, most: int) -> int:
    return db.session.scalar(count_up_to(expression, scope.dialect, most + 1)) or 0


def _is_common(query: Query, scope: Scope) -> bool:
    """Whether at least one in twenty of some people matches, so that testing one after the other is soon done."""
    if query.asks_everybody or scope.dialect != "sqlite":
        return True
    some = scope.candidates.with_only_columns(Candidate.id).order_by(Candidate.id.desc()).limit(SAMPLE).subquery("some")
    tested = select(Candidate.id).join(some, some.c.id == Candidate.id).where(compile_query(query, scope.on_the_way))
    return (db.session.scalar(select(func.count()).select_from(tested.subquery())) or 0) * 20 >= SAMPLE


def _tested_on_the_way(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Keeps SQLite from starting at a common word: rows come along the sort's index and are tested."""
    return planning.unindexed(Candidate.id).in_(condition.right)  # type: ignore[attr-defined, no-any-return]


def _likeness(typed: list[str], name: list[str]) -> float:
    """How alike the least alike typed word is to the name's word that is nearest to it."""
    return min(max((fuzz.ratio(word, part) for part in name), default=0.0) for word in typed)
