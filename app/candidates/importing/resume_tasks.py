"""Sweeps of résumé imports: reading what waits, making the records that were accepted together, forgetting the rest."""

from collections.abc import Mapping
from datetime import timedelta
from logging import getLogger

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.candidates.commands.people import installation_country
from app.candidates.importing.resumes import accept_resume, discard_resume, hits_of, keep_resume_reading, resume_file
from app.candidates.models import ResumeBatch, ResumeFile, ResumeState
from app.candidates.skill_list import own_skill_names
from app.core.actors import SYSTEM, user_actor
from app.core.claims import Claim, claim_due, finish, holds, retry_later
from app.core.clock import now
from app.core.refusals import Refused
from app.core.transaction import reading, transaction
from app.extensions import db
from app.intelligence.extraction.reading import as_plain
from app.intelligence.resume import Unreadable, read_resume

log = getLogger(__name__)
READING_SECONDS = 20.0
AT_ONCE = 4
MOST_ATTEMPTS = 4
KEPT_UNDECIDED = timedelta(days=30)


def advance_resumes() -> int:
    """The next résumés: read, or accepted as somebody asked."""
    with transaction():
        claims = claim_due(ResumeFile, limit=AT_ONCE)
    for claim in claims:
        _advance(claim)
    return len(claims)


def _advance(claim: Claim) -> None:
    with reading():
        file, country, names = resume_file(claim.id, lock=False), installation_country(), own_skill_names()
        db.session.expunge_all()
    try:
        if file.state is ResumeState.ACCEPTING:
            _accept(claim)
        elif file.state is ResumeState.WAITING:
            _read(claim, file, country, names)
        else:
            _done(claim)
    except OSError as error:
        log.warning("résumé %s: the file cannot be opened (%s)", claim.id, type(error).__name__)
        with transaction():
            retry_later(ResumeFile, claim, type(error).__name__, most_attempts=MOST_ATTEMPTS)
            file = resume_file(claim.id)
            if file.parked_at is not None:
                file.state = ResumeState.UNREADABLE


def _read(claim: Claim, file: ResumeFile, country: str, names: Mapping[str, str]) -> None:
    data = file.file.read() if file.file is not None else b""
    found = read_resume(data, file.filename, seconds=READING_SECONDS, region=country, skill_names=names)
    with transaction():
        if not holds(ResumeFile, claim):
            return
        file = resume_file(claim.id)
        if isinstance(found, Unreadable):
            file.state, file.note = ResumeState.UNREADABLE, found.reason.value
        elif file.state is ResumeState.WAITING:
            facts = as_plain(found)
            keep_resume_reading(file, text=facts.pop("text"), facts=facts, country=country)
        db.session.flush()
        finish(ResumeFile, claim)


def _accept(claim: Claim) -> None:
    """One record. Who turns out to be known, perhaps from the same batch, stays for a person."""
    with transaction():
        if not holds(ResumeFile, claim):
            return
        file = resume_file(claim.id)
        by = user_actor(file.decided_by_id) if file.decided_by_id else SYSTEM
        try:
            if hits_of([file])[file.id]:
                file.state = ResumeState.READ
            else:
                accept_resume(file, by=by)
        except Refused:
            file.state = ResumeState.READ
        db.session.flush()
        finish(ResumeFile, claim)


def _done(claim: Claim) -> None:
    with transaction():
        finish(ResumeFile, claim)


def forget_undecided_resumes() -> int:
    """Résumés nobody decided about are full of people's details: after thirty days they go."""
    with transaction():
        old = db.session.scalars(
            select(ResumeFile)
            .join(ResumeBatch, ResumeBatch.id == ResumeFile.batch_id)
            .where(ResumeFile.state.in_((ResumeState.READ, ResumeState.UNREADABLE)), ResumeBatch.created_at < now() - KEPT_UNDECIDED)
            .options(joinedload(ResumeFile.file))
            .order_by(ResumeFile.id)
            .limit(AT_ONCE * 5)
            .with_for_update(of=ResumeFile, skip_locked=True)
        ).all()
        for file in old:
            discard_resume(file)
    return len(old)
