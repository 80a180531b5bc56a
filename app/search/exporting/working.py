"""Making large exports in the background, and removing their files again."""

import time

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.core.claims import Claim, claim_due, finish, holds, retry_later
from app.core.clock import now
from app.core.files import keep_file, stage_file
from app.core.refusals import Refused
from app.core.transaction import reading, transaction
from app.extensions import db
from app.search.exporting.commands import forget_export
from app.search.exporting.lines import MadeFile, make_file
from app.search.exporting.models import KEPT_FOR, Export, ExportState
from app.search.exporting.queries import asked_by

TELL_EVERY_SECONDS = 2.0
MOST_ATTEMPTS = 4
AT_ONCE = 20


class ClaimLost(Exception):
    """Somebody else works on it by now."""


def advance_exports() -> int:
    """Make the export that has waited longest; answers how many people it holds. A killed one begins anew."""
    with transaction():
        claims = claim_due(Export, limit=1)
    return sum(_make(claim) for claim in claims)


def _make(claim: Claim) -> int:
    with reading():
        export = _export(claim.id)
        viewer = export.created_by
        db.session.expunge_all()
    try:
        if viewer.deactivated_at is not None or not viewer.may(Permission.CANDIDATES_SEE):
            raise Refused
        with force_locale(viewer.locale):
            made = make_file(viewer, asked_by(export), export.format, tell=Progress(claim))
    except ClaimLost:
        return 0
    except Refused:
        return _fail(claim)
    except Exception as error:
        with transaction():
            retry_later(Export, claim, type(error).__name__, most_attempts=MOST_ATTEMPTS)
            export = _export(claim.id)
            if export.parked_at is not None:
                export.state = ExportState.FAILED
        raise
    return _keep(claim, made)


class Progress:
    """Renews the lease and says how far it is, every two seconds."""

    def __init__(self, claim: Claim) -> None:
        self._claim, self._told = claim, time.monotonic()

    def __call__(self, done: int) -> None:
        if time.monotonic() - self._told < TELL_EVERY_SECONDS:
            return
        self._told = time.monotonic()
        with transaction():
            if not holds(Export, self._claim):
                raise ClaimLost
            _export(self._claim.id).done = done


def _keep(claim: Claim, made: MadeFile) -> int:
    with reading():
        media_type = _export(claim.id).format.media_type
        db.session.expunge_all()
    staged = stage_file(made.data, media_type)
    with transaction():
        if not holds(Export, claim):
            return 0
        export = _export(claim.id)
        file = keep_file(staged)
        db.session.flush()
        export.file_id, export.state = file.id, ExportState.READY
        export.done = export.total = made.people
        export.finished_at = now()
        export.expires_at = now() + KEPT_FOR
        db.session.flush()
        finish(Export, claim)
    return made.people


def _fail(claim: Claim) -> int:
    with transaction():
        if holds(Export, claim):
            _export(claim.id).state = ExportState.FAILED
            db.session.flush()
            finish(Export, claim)
    return 0


def forget_old_exports() -> int:
    """Files whose day is over."""
    with transaction():
        old = db.session.scalars(
            select(Export)
            .where(Export.state == ExportState.READY, Export.expires_at < now())
            .options(joinedload(Export.file))
            .order_by(Export.id)
            .limit(AT_ONCE)
            .with_for_update(of=Export, skip_locked=True)
        ).all()
        for export in old:
            forget_export(export)
    return len(old)


def _export(export_id: int) -> Export:
    found = select(Export).where(Export.id == export_id).options(joinedload(Export.created_by), joinedload(Export.file))
    return db.session.scalars(found.execution_options(populate_existing=True)).one()
