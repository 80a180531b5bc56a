"""The board of a job: true counts per stage, the newest cards of each, more of a column as needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union_all

from app.candidates.models import Candidate
from app.core.clock import now, today
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.jobs.models import Stage, StageType

FIRST_CARDS = 30


@dataclass(frozen=True)
class Card:
    """One application as a card or a row. Until the mailbox has answered, only what the form said stands on it."""

    id: int
    name: str
    title: str
    state: ApplicationState
    stage_id: int
    applied_at: datetime
    entered_at: datetime
    reply_by: date | None
    source: str
    has_resume: bool
    confirmed: bool
    suspicious: str
    maybe: bool
    rank: int
    limit_days: int | None = None

    @property
    def is_late(self) -> bool:
        return self.state is ApplicationState.ACTIVE and self.reply_by is not None and self.reply_by < today()

    @property
    def is_stalled(self) -> bool:
        return self.limit_days is not None and self.days_here > self.limit_days

    @property
    def days_here(self) -> int:
        return max(0, (now() - self.entered_at) // timedelta(days=1))


@dataclass(frozen=True)
class Column:
    stage: Stage
    count: int
    cards: list[Card]

    @property
    def more_after(self) -> Card | None:
        """The last card shown when there are more behind it."""
        return self.cards[-1] if self.cards and self.count > len(self.cards) else None


@dataclass(frozen=True)
class Counts:
    """How many applications stand where; `by_stage` counts what the columns show."""

    by_stage: dict[int, int] = field(default_factory=dict)
    rejected: int = 0
    withdrawn: int = 0
    suspicious: int = 0
    unconfirmed: int = 0

    @property
    def in_process(self) -> int:
        return sum(self.by_stage.values())


@dataclass(frozen=True)
class Board:
    columns: list[Column]
    counts: Counts


def board_of(job_id: int, *, first: int = FIRST_CARDS) -> Board:
    """In three queries, however many applications there are."""
    stages = stages_of_board(job_id)
    counts = counts_of(job_id)
    shown = [stage for stage in stages if counts.by_stage.get(stage.id)]
    cards = _first_cards(shown, first) if shown else []
    return Board(
        [
            Column(stage, counts.by_stage.get(stage.id, 0), [card for card in cards if card.stage_id == stage.id])
            for stage in stages
        ],
        counts,
    )


def stages_of_board(job_id: int) -> list[Stage]:
    """Stages that take people, and retired ones that still hold somebody."""
    held = select(Application.stage_id).where(
        Application.job_id == job_id, Application.state == ApplicationState.ACTIVE
    )
    return list(
        db.session.scalars(
            select(Stage)
            .where(Stage.job_id == job_id, or_(Stage.retired_at.is_(None), Stage.id.in_(held)))
            .order_by(Stage.position, Stage.id)
        )
    )


def counts_of(job_id: int) -> Counts:
    suspicious = case((Application.suspicious != "", 1), else_=0)
    waiting = func.sum(case((Application.confirmed_at.is_(None), 1), else_=0))
    rows = db.session.execute(
        select(Application.stage_id, Application.state, suspicious, func.count(), waiting)
        .where(Application.job_id == job_id)
        .group_by(Application.stage_id, Application.state, suspicious)
    ).all()
    by_stage: dict[int, int] = {}
    totals = dict.fromkeys(("rejected", "withdrawn", "suspicious", "unconfirmed"), 0)
    for stage_id, state, is_suspicious, number, unconfirmed in rows:
        if state in (ApplicationState.REJECTED, ApplicationState.WITHDRAWN):
            totals[state.value] += number
        elif is_suspicious:
            totals["suspicious"] += number
        else:
            by_stage[stage_id] = by_stage.get(stage_id, 0) + number
            totals["unconfirmed"] += unconfirmed or 0
    return Counts(by_stage, **totals)


def more_cards(stage: Stage, *, rank: int, after_id: int, limit: int = FIRST_CARDS) -> list[Card]:
    """The next cards of a column behind the card with `rank` and `after_id`."""
    behind = or_(Application.board_rank > rank, and_(Application.board_rank == rank, Application.id > after_id))
    return cards_of(_column_ids(stage).where(behind).limit(limit))


def card_of(application_id: int) -> Card:
    return cards_of(select(Application.id).where(Application.id == application_id))[0]


def cards_of(ids: Select[Any] | Sequence[int]) -> list[Card]:
    """Cards in board order."""
    return [
        card_from(row)
        for row in db.session.execute(card_rows(Application.id.in_(ids)).order_by(Application.board_rank, Application.id))
    ]


def _first_cards(stages: Sequence[Stage], first: int) -> list[Card]:
    """One keyset per column, joined: each walks the board index and stops after `first`."""
    parts = [select(_column_ids(stage).limit(first).subquery().c.id) for stage in stages]
    return cards_of(union_all(*parts))  # type: ignore[arg-type]


def _column_ids(stage: Stage) -> Select[int]:
    state = ApplicationState.HIRED if stage.type is StageType.HIRED else ApplicationState.ACTIVE
    return (
        select(Application.id)
        .where(
            Application.job_id == stage.job_id, Application.state == state, Application.stage_id == stage.id,
            Application.suspicious == "",
        )
        .order_by(Application.board_rank, Application.id)
    )  # fmt: skip


def card_rows(*where: ColumnElement[bool]) -> Any:
    """The columns a card needs, of the applications in `where`: narrow, order and add to it."""
    return (
        select(
            Application.id, Application.given_name, Candidate.full_name, Candidate.preferred_name,
            Candidate.current_title, Candidate.headline, Application.state, Application.stage_id,
            Application.applied_at, Application.stage_entered_at, Application.reply_by, Application.source,
            Application.resume_id, Application.confirmed_at, Application.suspicious, Application.screening,
            Application.board_rank, Stage.limit_days,
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Stage, Stage.id == Application.stage_id)
        .where(*where)
    )  # fmt: skip


def card_from(row: Any) -> Card:
    confirmed = row.confirmed_at is not None
    return Card(
        id=row.id, name=(row.preferred_name or row.full_name) if confirmed else row.given_name,
        title=(row.current_title or row.headline) if confirmed else "", state=row.state, stage_id=row.stage_id,
        applied_at=row.applied_at, entered_at=row.stage_entered_at, reply_by=row.reply_by, source=row.source,
        has_resume=row.resume_id is not None, confirmed=confirmed, suspicious=row.suspicious,
        maybe=row.screening == "maybe", rank=row.board_rank, limit_days=row.limit_days,
    )  # fmt: skip
