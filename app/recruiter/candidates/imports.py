"""Importing people from a file: upload, map and preview, dry run, run, report, undo."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.candidates.importing import (
    Table,
    begin_import,
    cell_problems,
    check_import,
    choose_sheet,
    discard_import,
    import_fields,
    import_rows,
    mapped_like,
    read_table,
    report_csv,
    row_reason,
    run_import,
    set_import,
    undo_import,
)
from app.candidates.importing.chunks import table_of
from app.candidates.models import DuplicateChoice, ImportBatch, ImportState, RowOutcome
from app.candidates.queries import import_batches
from app.candidates.refusals import ImportRefused
from app.core.files import StagedFile, stage_file
from app.core.refusals import Refused
from app.core.transaction import reading
from app.recruiter.candidates.forms import ImportForm
from app.web.access import actor, needs, prepares, takes_up_to
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("imports", __name__)
PREVIEW_ROWS = 20
ROWS = 100
MEGABYTES = 60


@dataclass(frozen=True)
class Sent:
    """A file that was sent, understood, or the sentence why not."""

    staged: StagedFile | None = None
    table: Table | None = None
    filename: str = ""
    refusal: str = ""


def read_sent() -> Sent:
    """Before the transaction: read the file as a table and put it on disk."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return Sent(refusal=_("Choose a file first."))
    data = sent.read()
    try:
        table = read_table(data)
    except Refused as refusal:
        return Sent(refusal=str(refusal))
    return Sent(stage_file(data, "text/csv"), table, sent.filename)


def read_again(batch_id: int) -> Table | None:
    """Before the transaction: the rows of the batch's file, while its columns are being chosen."""
    with reading():
        batch = find(_batches(), batch_id, options=[joinedload(ImportBatch.file)])
        return table_of(batch) if batch.state is ImportState.MAPPING and batch.file_id is not None else None


def read_sheet(batch_id: int) -> Table | None:
    """Before the transaction: the rows of the chosen sheet. A name the workbook does not have means the one proposed."""
    with reading():
        batch = find(_batches(), batch_id, options=[joinedload(ImportBatch.file)])
        if batch.state is not ImportState.MAPPING or batch.file is None:
            return None
        data = batch.file.read()
    return read_table(data, request.form.get("sheet", ""))


@blueprint.get("/imports")
@needs(Permission.CANDIDATES_IMPORT)
def show_imports() -> ResponseReturnValue:
    return show("recruiter/candidates/imports.html", batches=import_batches(), refusal="")


@blueprint.post("/imports")
@needs(Permission.CANDIDATES_IMPORT)
@prepares(read_sent)
@takes_up_to(megabytes=MEGABYTES)
def create_import(prepared: Sent) -> ResponseReturnValue:
    if prepared.staged is None or prepared.table is None:
        return show("recruiter/candidates/imports.html", status=422, batches=import_batches(), refusal=prepared.refusal)
    batch = begin_import(prepared.table, staged=prepared.staged, filename=prepared.filename, by=actor())
    return redirect_to(".show_import", batch_id=batch.id)


@blueprint.get("/imports/<int:batch_id>")
@needs(Permission.CANDIDATES_IMPORT)
@prepares(read_again)
def show_import(batch_id: int, prepared: Table | None) -> ResponseReturnValue:
    """Wherever the batch stands: mapping, progress, or report."""
    batch = find(_batches(), batch_id)
    if prepared is not None:
        form = ImportForm(
            duplicates=batch.duplicates.value, source=batch.source, tags=", ".join((batch.tags or {}).get("names", ())),
            lawful_basis=batch.lawful_basis, evidence=batch.evidence,
        )  # fmt: skip
        return _mapping(batch, form, prepared)
    return _report(batch)


@blueprint.post("/imports/<int:batch_id>")
@needs(Permission.CANDIDATES_IMPORT)
@prepares(read_again)
def update_import(batch_id: int, prepared: Table | None) -> ResponseReturnValue:
    """Keep mapping and options, and begin the dry run."""
    batch, form = find(_batches(), batch_id, lock=True), ImportForm()
    if prepared is None:
        raise ImportRefused(_("This import has moved on meanwhile. Look at where it stands now."))
    mapping = {header: request.form.get(f"column-{index}", "") for index, header in enumerate(prepared.headers)}
    if not form.validate_on_submit():
        return _mapping(batch, form, prepared, status=422, mapping=mapping)
    try:
        set_import(
            batch, mapping=mapping, duplicates=DuplicateChoice(form.duplicates.data), source=form.source.data or "",
            tags=(form.tags.data or "").split(","), lawful_basis=form.lawful_basis.data, evidence=form.evidence.data or "",
        )  # fmt: skip
        check_import(batch, by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _mapping(batch, form, prepared, status=409, mapping=mapping)
    return redirect_to(".show_import", batch_id=batch_id)


@blueprint.post("/imports/<int:batch_id>/sheet")
@needs(Permission.CANDIDATES_IMPORT)
@prepares(read_sheet)
def update_sheet(batch_id: int, prepared: Table | None) -> ResponseReturnValue:
    """Import another sheet of the workbook."""
    batch = find(_batches(), batch_id, lock=True)
    if prepared is None:
        raise ImportRefused(_("This import has moved on meanwhile. Look at where it stands now."))
    choose_sheet(batch, prepared)
    return redirect_to(".show_import", batch_id=batch_id)


@blueprint.post("/imports/<int:batch_id>/mapping")
@needs(Permission.CANDIDATES_IMPORT)
def reopen_mapping(batch_id: int) -> ResponseReturnValue:
    """Back to the columns after a dry run."""
    batch = find(_batches(), batch_id, lock=True)
    if batch.state is ImportState.CHECKED:
        batch.state = ImportState.MAPPING
    return redirect_to(".show_import", batch_id=batch_id)


@blueprint.post("/imports/<int:batch_id>/run")
@needs(Permission.CANDIDATES_IMPORT)
def create_run(batch_id: int) -> ResponseReturnValue:
    run_import(find(_batches(), batch_id, lock=True), by=actor())
    return redirect_to(".show_import", batch_id=batch_id)


@blueprint.post("/imports/<int:batch_id>/undo")
@needs(Permission.CANDIDATES_IMPORT)
def create_undo(batch_id: int) -> ResponseReturnValue:
    undo_import(find(_batches(), batch_id, lock=True), by=actor())
    return redirect_to(".show_import", batch_id=batch_id)


@blueprint.post("/imports/<int:batch_id>/removal")
@needs(Permission.CANDIDATES_IMPORT)
def delete_import(batch_id: int) -> ResponseReturnValue:
    discard_import(find(_batches(), batch_id, lock=True))
    flash(_("The import was discarded. Nobody was added."), "success")
    return redirect_to(".show_imports")


@blueprint.get("/imports/<int:batch_id>/report.csv")
@needs(Permission.CANDIDATES_IMPORT)
def download_report(batch_id: int) -> Response:
    """The report as CSV; every cell is text to any spreadsheet."""
    batch = find(_batches(), batch_id)
    response = Response(stream_with_context(report_csv(batch.id)))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers.set("Content-Disposition", "attachment", filename=f"import-{batch.id}-report.csv")
    return response


def _batches() -> Select[ImportBatch]:
    """Whoever may import sees every import: they all concern the same people."""
    return select(ImportBatch)


def _mapping(
    batch: ImportBatch, form: ImportForm, table: Table, *, status: int = 200, mapping: dict[str, str] | None = None
) -> ResponseReturnValue:
    return show(
        "recruiter/candidates/import_mapping.html", status=status, batch=batch, form=form, table=table,
        mapping=mapping if mapping is not None else batch.mapping, fields=list(import_fields().items()),
        preview=table.rows[:PREVIEW_ROWS], like=mapped_like(batch),
        sheets=[(name, name) for name in batch.shape.get("sheets", ())],
    )  # fmt: skip


def _report(batch: ImportBatch) -> ResponseReturnValue:
    chosen = request.args.get("show", "")
    after = request.args.get("after", "0")
    place = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    rows = import_rows(batch.id, show=chosen, after=place, limit=ROWS + 1)
    return show(
        "recruiter/candidates/import_report.html", batch=batch, rows_=rows[:ROWS],
        next_place=rows[ROWS - 1].number if len(rows) > ROWS else None, place=place, chosen=chosen,
        outcomes=list(RowOutcome), row_reason=row_reason, cell_problems=cell_problems, State=ImportState,
    )  # fmt: skip
