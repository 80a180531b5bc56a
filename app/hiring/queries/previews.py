"""The words a rejected person would read, before anybody decides to send them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.queries import installation
from app.candidates.models import Candidate
from app.extensions import db
from app.hiring.models import Application, RejectReason
from app.jobs.models import Job
from app.mailing.library import newest_version
from app.mailing.recipients import primary_addresses, resolve
from app.mailing.wording import compile_wording, join_line, join_text

SAMPLES = 3


@dataclass(frozen=True)
class Preview:
    """A mail as `to` would read it; `to` is empty when no address is known."""

    name: str
    to: str
    subject: str
    text: str


def rejection_preview(application: Application, job: Job) -> Preview:
    """`application` comes with its candidate."""
    return _previews([application], job)[0]


def sample_previews(ids: Sequence[int], job: Job) -> list[Preview]:
    """A few of many, one per language first."""
    statement = (
        select(Application)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(Application.id.in_(ids))
        .options(joinedload(Application.candidate))
        .order_by(Candidate.locale, Application.id)
    )
    rows = db.session.scalars(statement.limit(500)).all()
    first_of = {row.candidate.locale: row for row in reversed(rows)}
    chosen = [*first_of.values(), *[row for row in rows if row not in first_of.values()]]
    return _previews(chosen[:SAMPLES], job)


def reject_reasons() -> list[RejectReason]:
    """The employer's list, without what is retired."""
    return list(
        db.session.scalars(
            select(RejectReason).where(RejectReason.retired_at.is_(None)).order_by(RejectReason.position, RejectReason.id)
        )
    )


def names_of(ids: Sequence[int], *, most: int = 50) -> list[tuple[int, str]]:
    """Application id and name of the first `most`."""
    rows = db.session.execute(
        select(Application.id, Application.given_name).where(Application.id.in_(ids)).order_by(Application.id).limit(most)
    )
    return [(row.id, row.given_name) for row in rows]


def _previews(applications: Sequence[Application], job: Job) -> list[Preview]:
    primary = primary_addresses(application.candidate for application in applications)
    company = installation()
    previews = []
    for application in applications:
        to = resolve(application.candidate, primary)
        version = newest_version("rejection", to.locale)
        wording = compile_wording(version.subject, version.body)
        values = {
            "first_name": to.first_name, "name": to.name, "job.title": job.title,
            "company": company.company_name if company else "",
        }  # fmt: skip
        previews.append(Preview(to.name, to.address, join_line(wording.subject, values), join_text(wording.text, values)))
    return previews
