"""Conditions on words as one full-text expression, written for FTS5 and for tsquery from the same tree.

Only words made by `search.tokens` get here: letters and digits, so there is nothing to escape. The finished
expression still travels as a bound parameter.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, REAL, TSQUERY
from sqlalchemy.types import Double

from app.candidates.models import Candidate
from app.extensions import db
from app.search.models import SearchDocument
from app.search.syntax import Words

BM25 = (10.0, 5.0, 5.0, 3.0, 5.0, 2.0, 2.0, 1.0)  # in the order of models.COLUMNS
TS_RANK = (0.1, 0.3, 0.5, 1.0)  # weights D, C, B, A

_words = table("search_words", column("rowid"), column("search_words"))


@dataclass(frozen=True, slots=True)
class Match:
    words: Words
    column: str | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Expression", ...]
    excluded: tuple["Expression", ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    parts: tuple["Expression", ...]


Expression: TypeAlias = Match | AllOf | OneOf


def as_fts5(expression: Expression) -> str:
    match expression:
        case Match(words=words, column=name):
            phrase = f'"{" ".join(words.tokens)}"' + (" *" if words.prefix else "")
            return f"{{{name}}} : {phrase}" if name else phrase
        case OneOf(parts=parts):
            return f"({' OR '.join(as_fts5(part) for part in parts)})"
        case AllOf(parts=parts, excluded=excluded):
            wanted = " AND ".join(as_fts5(part) for part in parts)
            unwanted = " OR ".join(as_fts5(part) for part in excluded)
            return f"(({wanted}) NOT ({unwanted}))" if excluded else f"({wanted})"


def as_tsquery(expression: Expression) -> str:
    match expression:
        case Match(words=words, column=name):
            mark = f"={name}=" if name else ""
            lexemes = [f"'{mark}{token}'" for token in words.tokens]
            if words.prefix:
                lexemes[-1] += ":*"
            return f"({' <-> '.join(lexemes)})"
        case OneOf(parts=parts):
            return f"({' | '.join(as_tsquery(part) for part in parts)})"
        case AllOf(parts=parts, excluded=excluded):
            return (
                f"({' & '.join([as_tsquery(part) for part in parts] + [f'!{as_tsquery(part)}' for part in excluded])})"
            )


def matching(expression: Expression, dialect: str) -> ColumnElement[bool]:
    """Candidates whose document matches, as a set that a search may start from."""
    return Candidate.id.in_(select(hits(expression, dialect).c.candidate_id))


def having(expression: Expression, dialect: str) -> ColumnElement[bool]:
    """Whether the document of one candidate matches: looked up in place, where a word is everybody's and its set long."""
    if dialect == "postgresql":
        here = select(SearchDocument.candidate_id).where(SearchDocument.candidate_id == Candidate.id, _vector_matches(expression))
        here = here.offset(0)  # which is what PostgreSQL cannot gather
    else:
        here = select(_words.c.rowid).where(_words_match(expression), _words.c.rowid == Candidate.id)
    return here.correlate(Candidate).exists()


def hits(expression: Expression, dialect: str, *, scored: bool = False, all_of_them: bool = False) -> Subquery:
    """Subquery of the candidates whose document matches; scored, a higher score is better.

    `all_of_them`: they are read from the index of words, as whoever counts or ranks them needs each one. PostgreSQL would
    rather read every document in the order of their people, because it does not know how long that takes.
    """
    if dialect == "postgresql":
        person = SearchDocument.candidate_id + 0 if all_of_them or scored else SearchDocument.candidate_id
        found = select(person.label("candidate_id")).where(_vector_matches(expression))
        weights = cast(list(TS_RANK), ARRAY(REAL))
        score: ColumnElement[float] = cast(func.ts_rank(weights, SearchDocument.vector, _query(expression)), Double)
    else:
        found = select(_words.c.rowid.label("candidate_id")).where(_words_match(expression))
        score = -func.bm25(literal_column("search_words"), *BM25)
    return (found.add_columns(score.label("score")) if scored else found).subquery("hits")


def count_up_to(expression: Expression, dialect: str, most: int) -> Select[int]:
    """How many documents match, counted up to `most`."""
    found = hits(expression, dialect, all_of_them=True)
    return select(func.count()).select_from(select(found.c.candidate_id).limit(most).subquery())


def expected(expression: Expression, dialect: str) -> int:
    """How many documents PostgreSQL expects to match, for one whole word: about those its statistics are right. Else 0."""
    match expression, dialect:
        case Match(words=Words(tokens=[_one], prefix=False)), "postgresql":
            plan = db.session.scalar(_EXPLAINED, {"words": as_tsquery(expression)})
            return int(plan[0]["Plan"]["Plan Rows"])
    return 0


_EXPLAINED = text("EXPLAIN (FORMAT JSON) SELECT FROM search_documents WHERE vector @@ CAST(:words AS tsquery)")


def _words_match(expression: Expression) -> ColumnElement[bool]:
    return _words.c.search_words.op("MATCH", is_comparison=True)(bindparam(None, as_fts5(expression), unique=True))


def _vector_matches(expression: Expression) -> ColumnElement[bool]:
    return SearchDocument.vector.op("@@", is_comparison=True)(_query(expression))


def _query(expression: Expression) -> ColumnElement[Any]:
    return cast(bindparam(None, as_tsquery(expression), unique=True), TSQUERY)
