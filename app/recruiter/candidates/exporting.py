"""Taking people away as a file: CSV or Excel of what a list shows, and one person's profile as PDF."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.accounts.policy import TALENT_ROLES
from app.candidates.custom_fields import custom_columns, custom_fields
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.candidates.queries import WHOLE_RECORD
from app.core.refusals import Refused
from app.core.transaction import aside, reading
from app.recruiter.candidates import profile_pdf
from app.search.exporting import (
    Asked,
    Export,
    ExportFormat,
    ExportState,
    MadeFile,
    begin_export,
    count_for,
    forget_export,
    make_file,
    note_profile_export,
    visible_exports,
)
from app.search.exporting.queries import MOST_TICKED, latest_exports
from app.web.access import actor, needs, prepares, viewer
from app.web.context import may
from app.web.downloads import as_download, disposition
from app.web.finding import find
from app.web.headers import DOWNLOAD
from app.web.pages import redirect_to, show

blueprint = Blueprint("exporting", __name__)
AT_ONCE = 5_000
"""Up to so many people the answer is the file itself."""


@dataclass(frozen=True)
class Prepared:
    """What was asked for, and the file when it is small enough to be the answer."""

    asked: Asked
    format: ExportFormat
    total: int = 0
    made: MadeFile | None = None
    refusal: str = ""


def prepare_export() -> Prepared:
    """Before the transaction: count, and make a small file at once."""
    asked, chosen = _asked(), ExportFormat.XLSX if request.form.get("format") == "xlsx" else ExportFormat.CSV
    try:
        with reading():
            total = count_for(viewer(), asked)
        made = make_file(viewer(), asked, chosen) if 0 < total <= AT_ONCE else None
    except Refused as refusal:
        return Prepared(asked, chosen, refusal=str(refusal))
    return Prepared(asked, chosen, total, made)


@blueprint.post("/candidates/exports")
@needs(Permission.CANDIDATES_SEE)
@prepares(prepare_export)
def create_export(prepared: Prepared) -> ResponseReturnValue:
    """The file, or for very many people the page that says when it is there."""
    if prepared.refusal or not prepared.total:
        flash(prepared.refusal or _("There is nobody to export."), "info")
        return redirect_to("recruiter.candidates.candidates.show_candidates", q=prepared.asked.q or None)
    handed_out = prepared.made is not None
    export = begin_export(
        prepared.asked, file_format=prepared.format, total=prepared.total, by=actor(), handed_out=handed_out
    )
    if prepared.made is None:
        return redirect_to(".show_export", export_id=export.id)
    return _download(prepared.made.data, export.filename, prepared.format.media_type)


@blueprint.get("/exports")
@needs(Permission.CANDIDATES_SEE)
def show_exports() -> ResponseReturnValue:
    return show("recruiter/candidates/exports.html", exports=latest_exports(viewer()), State=ExportState)


@blueprint.get("/exports/<int:export_id>")
@needs(Permission.CANDIDATES_SEE)
def show_export(export_id: int) -> ResponseReturnValue:
    """How far it is; then the way to the file."""
    export = find(visible_exports(viewer()), export_id, options=[joinedload(Export.created_by)])
    return show("recruiter/candidates/export.html", export=export, State=ExportState)


@blueprint.get("/exports/<int:export_id>/file")
@needs(Permission.CANDIDATES_SEE)
def download_export(export_id: int) -> Response:
    export = find(visible_exports(viewer()), export_id, options=[joinedload(Export.file)])
    if export.state is not ExportState.READY or export.file is None:
        abort(410)
    return as_download(export.file, export.filename)


@blueprint.post("/exports/<int:export_id>/removal")
@needs(Permission.CANDIDATES_SEE)
def delete_export(export_id: int) -> ResponseReturnValue:
    """The file goes now; an export still being made is given up."""
    export = find(visible_exports(viewer()), export_id, options=[joinedload(Export.file)], lock=True)
    if export.state in (ExportState.READY, ExportState.WORKING, ExportState.FAILED):
        forget_export(export)
        flash(_("The file was removed."), "success")
    return redirect_to(".show_exports")


@blueprint.get("/candidates/<int:candidate_id>/profile.pdf")
@needs(Permission.CANDIDATES_SEE)
def download_profile(candidate_id: int) -> Response:
    """One person on paper: what the viewer sees of the record, without notes and process."""
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id, options=WHOLE_RECORD)
    sees_pay, by = may("PAY_SEE"), actor()
    own = _own_fields(candidate.id) if viewer().role in TALENT_ROLES else []
    data = profile_pdf.profile_pdf(candidate, pay=sees_pay, own=own)
    aside(lambda: note_profile_export(candidate_id, pay=sees_pay, by=by))
    return _download(data, f"{candidate.full_name}.pdf", "application/pdf")


def _own_fields(candidate_id: int) -> list[tuple[str, str]]:
    said = custom_columns([candidate_id]).get(candidate_id, {})
    return [(field.name, said[field.full_key]) for field in custom_fields() if said.get(field.full_key)]


def _asked() -> Asked:
    columns = tuple(name for name in request.form.get("columns", "")[:1000].split(",") if name)
    ticked = [] if request.form.get("all") else request.form.getlist("ids")[:MOST_TICKED]
    ids = dict.fromkeys(int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 10)
    return Asked(request.form.get("q", "")[:2000], request.form.get("sort", "")[:60], columns, tuple(ids))


def _download(data: bytes, filename: str, media_type: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = disposition(filename)
    response.headers["Content-Security-Policy"] = DOWNLOAD
    return response
