"""Documents of a person: adding, reading as safe text, downloading, taking over what they say."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, undefer

from app.accounts.permissions import Permission
from app.candidates.commands import (
    accept_suggestions,
    add_document,
    note_document_view,
    read_again,
    remove_document,
)
from app.candidates.models import Candidate, Document, DocumentKind, ReadingState
from app.candidates.policy import visible_candidates, visible_documents
from app.core.files import StoredFile
from app.core.refusals import Refused
from app.core.transaction import aside
from app.extensions import db
from app.hiring.models import Application
from app.hiring.policy import visible_applications
from app.intelligence.reasons import Reason
from app.intelligence.unreadable import Unreadable
from app.recruiter.candidates.forms import DocumentForm
from app.recruiter.candidates.uploads import Upload, uploaded_document
from app.web.access import actor, needs, prepares, viewer
from app.web.downloads import as_download
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("documents", __name__)


@blueprint.post("/candidates/<int:candidate_id>/documents")
@needs(Permission.CANDIDATES_EDIT)
@prepares(lambda candidate_id: uploaded_document())
def create_document(candidate_id: int, prepared: Upload | None) -> ResponseReturnValue:
    """Keep a file on the record; its text is read in the background."""
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id)
    if prepared is None:
        raise Refused(_("Choose a file first."))
    if prepared.staged is None:
        raise Refused(prepared.refusal)
    form = DocumentForm()
    if not form.validate_on_submit():
        raise Refused(_("Say what the document is; a date is written as 2027-01-31."))
    add_document(
        candidate, prepared.staged, filename=prepared.filename, kind=DocumentKind(form.kind.data), by=actor(),
        number=form.number.data or "", issuer=form.issuer.data or "", expires_on=form.expires_on.data,
    )  # fmt: skip
    flash(_("The document was added. Its text is being read."), "success")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate_id)


@blueprint.get("/documents/<key>")
@needs(Permission.APPLICATIONS_SEE)
def show_document(key: str) -> ResponseReturnValue:
    """The text of a document; nothing of the file itself is rendered."""
    document = _document(key, undefer(Document.text))
    _note_view(document, download=False)
    candidate = db.session.get(Candidate, document.candidate_id)
    return show(
        "recruiter/candidates/document.html",
        document=document,
        candidate=candidate,
        why_unreadable=_why_unreadable(document),
    )


@blueprint.get("/documents/<key>/download")
@needs(Permission.APPLICATIONS_SEE)
def download_document(key: str) -> Response:
    """The file as it came, always as an attachment."""
    document = _document(key)
    response = as_download(document.file, document.filename)
    _note_view(document, download=True)
    return response


@blueprint.post("/documents/<key>/suggestions")
@needs(Permission.CANDIDATES_EDIT)
def create_acceptance(key: str) -> ResponseReturnValue:
    """Take over what was ticked of what the document says."""
    document = _document(key, undefer(Document.facts))
    find(visible_candidates(viewer()), document.candidate_id)
    keys = request.form.getlist("accept")[:300]
    taken = accept_suggestions(document.candidate_id, document=document, facts=document.facts, keys=keys, by=actor())
    flash(_("Taken over from the document.") if taken else _("Nothing was ticked."), "success" if taken else "info")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=document.candidate_id)


@blueprint.post("/documents/<key>/readings")
@needs(Permission.CANDIDATES_EDIT)
def create_reading(key: str) -> ResponseReturnValue:
    document = _document(key)
    read_again(document)
    return redirect_to(".show_document", key=key)


@blueprint.post("/documents/<key>/removal")
@needs(Permission.CANDIDATES_EDIT)
def delete_document(key: str) -> ResponseReturnValue:
    document = _document(key)
    candidate: Candidate = find(visible_candidates(viewer()), document.candidate_id)
    if db.session.query(Application.id).filter(Application.resume_id == document.id).first() is not None:
        raise Refused(_("This résumé belongs to an application and stays with it."))
    remove_document(document, candidate=candidate, by=actor())
    flash(_("The document was removed."), "success")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate.id)


def _note_view(document: Document, *, download: bool) -> None:
    by = actor()
    aside(lambda: note_document_view(document, by=by, download=download))


def _document(key: str, *options: Any) -> Document:
    """By its unguessable key, among what the viewer may see: the record's documents, and those of applications."""
    for visible in (visible_documents(viewer()), _of_applications()):
        found = db.session.scalars(
            visible.join(StoredFile, StoredFile.id == Document.file_id)
            .where(StoredFile.key == key[:43])
            .options(joinedload(Document.file), *options)
        ).first()
        if found is not None:
            return found
    return abort(404)


def _of_applications() -> Select[Document]:
    """Résumés of applications the viewer sees, pending ones included."""
    resumes = visible_applications(viewer()).with_only_columns(Application.resume_id)
    return select(Document).where(Document.id.in_(resumes))


def _why_unreadable(document: Document) -> str:
    if document.reading is not ReadingState.UNREADABLE:
        return ""
    try:
        return str(Unreadable(Reason(document.reading_note)))
    except ValueError:
        return _("Its text could not be read.")
