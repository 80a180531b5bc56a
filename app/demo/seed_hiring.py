"""Synthetic jobs and applications: job 1 has 2,000, the rest are spread; every state and stage occurs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.core.activity import Activity
from app.core.actors import ActorKind
from app.core.text import folded
from app.demo import vocabulary as words
from app.demo.bulk import BulkWriter
from app.demo.plan import Plan
from app.hiring.models import Application, ApplicationState, ReasonSide, Rejection, RejectReason, StageStay
from app.jobs.models import (
    WORDS_LENGTH,
    EmploymentType,
    Job,
    JobLocation,
    JobMember,
    JobState,
    Opening,
    PayPeriod,
    Posting,
    PostingChannel,
    RemotePolicy,
    ResumeRule,
    Stage,
    StageType,
    TeamRole,
)

BIG_JOB = 1
IN_BIG_JOB = 2_000
STAGES = (
    ("Applied", StageType.NEW, "Received", "We have your application.", 7),
    ("Screening", StageType.SCREEN, "In review", "Somebody is reading it.", 7),
    ("Interview", StageType.INTERVIEW, "Interviews", "We are getting to know each other.", 10),
    ("Offer", StageType.OFFER, "Decision", "We are deciding.", 5),
    ("Hired", StageType.HIRED, "Welcome", "You are joining us.", None),
)
DESCRIPTION = "## The work\n\nYou build what our customers use every day.\n\n## You bring\n\n- care for detail\n- patience\n"


def write_hiring(writer: BulkWriter, plan: Plan) -> None:
    """Jobs with everything that hangs on them, then applications with theirs."""
    _write_jobs(writer, plan)
    applications = list(_applications(plan))
    _write_applications(writer, applications)
    _write_histories(writer, applications)


def _write_jobs(writer: BulkWriter, plan: Plan) -> None:
    numbers = range(1, plan.jobs + 1)
    rng = plan.rng
    title = {n: f"{rng.choice(words.LEVELS)}{rng.choice(words.TITLES)}" for n in numbers}
    place = {n: rng.choice(words.CITIES) for n in numbers}
    is_open = {n: n == BIG_JOB or n % 5 != 0 for n in numbers}
    opened = {n: plan.moment(400, 10) for n in numbers}
    writer.write(
        Job.__table__,
        ("id", "slug", "title", "title_key", "words_key", "department", "team_id", "state", "confidential", "evergreen",
         "remote_policy", "employment_type", "pay_from", "pay_to", "pay_currency", "pay_period", "benefits", "summary", "description",
         "locale", "resume_rule", "opened_at", "close_note", "created_at", "updated_at", "version"),
        (
            (n, f"{folded(title[n]).replace(' ', '-')}-{n}", title[n], folded(title[n]),
             folded(f"{title[n]} {DESCRIPTION}", limit=WORDS_LENGTH), rng.choice(words.JOB_SUBJECTS),
             1 if n == BIG_JOB else rng.choice((1, 2)), JobState.OPEN if is_open[n] else JobState.CLOSED, False, False,
             rng.choice(list(RemotePolicy)), EmploymentType.FULL_TIME, 50_000_00, 70_000_00, "EUR", PayPeriod.YEAR, "",
             "Work that lasts.", DESCRIPTION, "en", ResumeRule.RESUME_OR_LINK, opened[n], "", opened[n], opened[n], 1)
            for n in numbers
        ),
    )  # fmt: skip
    writer.write(
        JobLocation.__table__,
        ("job_id", "position", "city", "city_key", "region", "postal_code", "country"),
        ((n, 0, place[n][0], folded(place[n][0]), "", "", place[n][1]) for n in numbers),
    )
    writer.write(
        JobMember.__table__,
        ("job_id", "user_id", "role", "lead"),
        [(BIG_JOB, 1, TeamRole.RECRUITER, True), (BIG_JOB, 4, TeamRole.HIRING_MANAGER, False)],
    )
    writer.write(Opening.__table__, ("job_id", "number", "opened_at"), ((n, i, opened[n]) for n in numbers for i in (1, 2)))
    writer.write(
        Stage.__table__,
        ("id", "job_id", "position", "name", "type", "public_name", "public_text", "limit_days", "reply_days"),
        (
            (_stage_id(n, i), n, i, name, kind, public, explained, 14, days)
            for n in numbers
            for i, (name, kind, public, explained, days) in enumerate(STAGES)
        ),
    )
    writer.write(
        Posting.__table__,
        ("job_id", "channel", "published_at"),
        ((n, PostingChannel.PUBLIC, opened[n]) for n in numbers if is_open[n]),
    )


def _stage_id(job: int, position: int) -> int:
    return (job - 1) * len(STAGES) + position + 1


def _applications(plan: Plan) -> Iterator[dict[str, Any]]:
    """Each pair of person and job once, so that no one has two active applications to one job."""
    rng = plan.rng
    taken: set[tuple[int, int]] = set()
    number = 0
    while number < plan.applications:
        in_big = number < min(IN_BIG_JOB, plan.applications, plan.candidates)
        job = BIG_JOB if in_big else rng.randint(min(2, plan.jobs), plan.jobs)
        person = number + 1 if in_big else rng.randint(1, plan.candidates)
        if (person, job) in taken:
            continue
        taken.add((person, job))
        number += 1
        reached = rng.choices(range(4), (50, 28, 16, 6))[0]
        state = rng.choices(
            (ApplicationState.ACTIVE, ApplicationState.REJECTED, ApplicationState.WITHDRAWN), (90, 8, 2) if in_big else (30, 60, 10)
        )[0]
        applied = plan.moment(60 if in_big else 700)
        steps = [min(applied + timedelta(days=3 * i), plan.today) for i in range(reached + 1)]
        is_active = state is ApplicationState.ACTIVE
        promised = steps[-1] + timedelta(days=7)
        noted = promised + timedelta(days=1)
        yield {
            "id": number, "candidate": person, "job": job, "reached": reached, "state": state, "applied": applied,
            "steps": steps, "ended": None if is_active else min(steps[-1] + timedelta(days=4), plan.today),
            "reply_by": promised.date() if is_active else None,
            "missed_at": min(noted, plan.today) if is_active and promised.date() < plan.today.date() else None,
        }  # fmt: skip


def _write_applications(writer: BulkWriter, applications: list[dict[str, Any]]) -> None:
    writer.write(
        Application.__table__,
        ("id", "candidate_id", "job_id", "stage_id", "state", "board_rank", "applied_at", "stage_entered_at", "ended_at",
         "reply_by", "reply_by_missed_at", "public_stage_id", "closed_publicly_at", "confirmed_at", "given_name", "given_email", "given_phone",
         "given_link", "locale", "resume_id", "source", "source_key", "suspicious", "screening", "created_at", "updated_at",
         "version"),
        (
            (a["id"], a["candidate"], a["job"], _stage_id(a["job"], a["reached"]), a["state"], -_seconds(a["steps"][-1]),
             a["applied"], a["steps"][-1], a["ended"],
             a["reply_by"], a["missed_at"], _stage_id(a["job"], a["reached"]),
             a["ended"], a["applied"], f"Applicant {a['candidate']}", f"applicant.{a['candidate']}@example.org", "", "", "en",
             a["candidate"], "Careers page", "careers page", "", "", a["applied"], a["steps"][-1], 1)
            for a in applications
        ),
    )  # fmt: skip
    writer.write(
        RejectReason.__table__,
        ("id", "name", "side", "position"),
        [(1, "Another person fits better", ReasonSide.WE, 0), (2, "Chose another employer", ReasonSide.THEY, 1)],
    )
    writer.write(
        Rejection.__table__,
        ("application_id", "reason_id", "note", "by_id", "at", "silence_reason"),
        ((a["id"], 1, "", 1, a["ended"], "seeded") for a in applications if a["state"] is ApplicationState.REJECTED),
    )


def _write_histories(writer: BulkWriter, applications: list[dict[str, Any]]) -> None:
    writer.write(
        StageStay.__table__, ("application_id", "job_id", "stage_id", "entered_at", "left_at", "moved_by_id"), _stays(applications)
    )
    writer.write(
        Activity.__table__,
        ("kind", "at", "actor_kind", "actor_id", "candidate_id", "job_id", "application_id", "data"),
        _activities(applications),
    )


def _stays(applications: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for a in applications:
        for i, entered in enumerate(a["steps"]):
            left: datetime | None = a["steps"][i + 1] if i < a["reached"] else a["ended"]
            yield a["id"], a["job"], _stage_id(a["job"], i), entered, left, 1 if i else None


def _activities(applications: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for a in applications:
        ids = (a["candidate"], a["job"], a["id"])
        yield "application_received", a["applied"], ActorKind.CANDIDATE, a["candidate"], *ids, {"confirmed": True}
        for i, at in enumerate(a["steps"][1:]):
            moved = {"from_stage": _stage_id(a["job"], i), "to_stage": _stage_id(a["job"], i + 1)}
            yield "application_moved", at, ActorKind.USER, 1, *ids, moved


_ERA = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


def _seconds(moment: datetime) -> int:
    return int((moment - _ERA).total_seconds())
