"""Many résumés at once: sending them, looking at what was read, accepting, correcting or discarding each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, undefer

from app.accounts.permissions import Permission
from app.candidates.duplicates import Match, find_all_duplicates
from app.candidates.importing.archives import take_files
from app.candidates.importing.resumes import (
    UNDECIDED,
    accept_resume,
    ask_to_accept,
    begin_resumes,
    change_resume,
    discard_resume,
    hits_of,
    is_complete,
    probe_of,
)
from app.candidates.importing.rows import REASONS
from app.candidates.models import Candidate, ResumeBatch, ResumeFile, ResumeState
from app.candidates.policy import visible_candidates
from app.candidates.values import country_choices
from app.core.files import StagedFile, stage_file
from app.core.refusals import Refused
from app.extensions import db
from app.intelligence.reasons import Reason
from app.intelligence.unreadable import Unreadable
from app.recruiter.candidates.resume_forms import ResumeForm, ResumesForm
from app.web.access import actor, needs, prepares, takes_up_to, viewer
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("resumes", __name__)
MEGABYTES = 60
PAGE = 25
BUSY = (ResumeState.WAITING, ResumeState.ACCEPTING)


@dataclass(frozen=True)
class SentResumes:
    """Files on disk, waiting for their rows; or the sentence why none was taken."""

    files: list[tuple[str, StagedFile]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    refusal: str = ""


def read_sent() -> SentResumes:
    """Before the transaction: unpack, judge and put on disk."""
    sent = [(one.filename, one.read()) for one in request.files.getlist("files") if one.filename]
    if not sent:
        return SentResumes(refusal=_("Choose files first."))
    try:
        taken = take_files(sent)
    except Refused as refusal:
        return SentResumes(refusal=str(refusal))
    if not taken.files:
        return SentResumes(refusal=_("None of these files can be read as a résumé."))
    return SentResumes([(one.filename, stage_file(one.data, one.kind.mimetype)) for one in taken.files], taken.left_out)


@blueprint.get("/resumes")
@needs(Permission.CANDIDATES_IMPORT)
def show_resumes() -> ResponseReturnValue:
    """Sending résumés, and what was sent so far."""
    return _sending(ResumesForm())


@blueprint.post("/resumes")
@needs(Permission.CANDIDATES_IMPORT)
@prepares(read_sent)
@takes_up_to(megabytes=MEGABYTES)
def create_resumes(prepared: SentResumes) -> ResponseReturnValue:
    form = ResumesForm()
    if prepared.refusal or not form.validate_on_submit():
        return _sending(form, status=422, refusal=prepared.refusal)
    try:
        batch = begin_resumes(
            prepared.files, prepared.left_out, lawful_basis=form.lawful_basis.data, evidence=form.evidence.data or "",
            source=form.source.data or "", tags=(form.tags.data or "").split(","), by=actor(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _sending(form, status=409)
    return redirect_to(".show_batch", resumes_id=batch.id)


@blueprint.get("/resumes/<int:resumes_id>")
@needs(Permission.CANDIDATES_IMPORT)
def show_batch(resumes_id: int) -> ResponseReturnValue:
    """What was read, résumé by résumé, with who may be known already."""
    batch = find(_batches(), resumes_id, options=[joinedload(ResumeBatch.created_by)])
    after = request.args.get("after", 0, type=int) or 0
    files = list(db.session.scalars(_files(resumes_id).where(ResumeFile.id > min(max(after, 0), 2**31 - 1)).limit(PAGE + 1)))
    shown = files[:PAGE]
    counts = _counts(resumes_id)
    return show(
        "recruiter/candidates/resume_batch.html", batch=batch, files=shown, matches=_matches(shown), counts=counts,
        busy=sum(counts.get(state, 0) for state in BUSY), total=sum(counts.values()), State=ResumeState,
        next_place=shown[-1].id if len(files) > PAGE else None, after=after, why=_why, is_complete=is_complete,
        people=_people(shown),
    )  # fmt: skip


@blueprint.post("/resumes/<int:resumes_id>/acceptances")
@needs(Permission.CANDIDATES_IMPORT)
def create_acceptances(resumes_id: int) -> ResponseReturnValue:
    """Accept everybody with a name and a way to be reached whom nobody on record is like."""
    batch = find(_batches(), resumes_id)
    read = list(db.session.scalars(_files(resumes_id).where(ResumeFile.state == ResumeState.READ)))
    hits = hits_of(read)
    safe = [file.id for file in read if is_complete(file) and not hits[file.id]]
    number = ask_to_accept(batch, safe, by=actor()) if safe else 0
    sentence = ngettext("%(num)s person is being added.", "%(num)s people are being added.", number)
    flash(sentence if number else _("There is nobody who could be added without a look."), "success" if number else "info")
    return redirect_to(".show_batch", resumes_id=resumes_id)


@blueprint.get("/resumes/files/<int:resume_id>")
@needs(Permission.CANDIDATES_IMPORT)
def edit_resume(resume_id: int) -> ResponseReturnValue:
    """Correct what was read."""
    file = find(_all_files(), resume_id, options=[joinedload(ResumeFile.batch), undefer(ResumeFile.text)])
    form = _form()
    for name, value in file.values.items():
        if name in form:
            form[name].data = ", ".join(value) if isinstance(value, list) else value
    return _editing(file, form)


@blueprint.post("/resumes/files/<int:resume_id>")
@needs(Permission.CANDIDATES_IMPORT)
def update_resume(resume_id: int) -> ResponseReturnValue:
    """Keep the corrections; with `accept` add the person at once."""
    file, form = _whole(resume_id), _form()
    if not form.validate_on_submit():
        return _editing(file, form, status=422)
    try:
        change_resume(file, {**form.data, "skills": (form.skills.data or "").replace("\n", ",").split(",")})
        if request.form.get("accept"):
            person = accept_resume(file, by=actor())
            flash(_("%(name)s was added.", name=person.full_name), "success")
    except Refused as refusal:
        form.refuse(refusal)
        return _editing(file, form, status=409)
    return _back(file)


@blueprint.post("/resumes/files/<int:resume_id>/acceptance")
@needs(Permission.CANDIDATES_IMPORT)
def create_acceptance(resume_id: int) -> ResponseReturnValue:
    """Add the person; with `join` put the résumé on the record of somebody known."""
    file = _whole(resume_id)
    known = request.form.get("join", type=int)
    join: Candidate | None = find(visible_candidates(viewer()), known) if known else None
    person = accept_resume(file, by=actor(), join=join)
    if join is None:
        flash(_("%(name)s was added.", name=person.full_name), "success")
    else:
        flash(_("The résumé joined the record of %(name)s.", name=person.full_name), "success")
    return _back(file)


@blueprint.post("/resumes/files/<int:resume_id>/removal")
@needs(Permission.CANDIDATES_IMPORT)
def delete_resume(resume_id: int) -> ResponseReturnValue:
    file = _whole(resume_id)
    discard_resume(file, by=actor())
    flash(_("The résumé was discarded."), "success")
    return _back(file)


def _batches() -> Select[ResumeBatch]:
    """Whoever may import sees every batch: they all concern the same people."""
    return select(ResumeBatch)


def _all_files() -> Select[ResumeFile]:
    return select(ResumeFile)


def _files(resumes_id: int) -> Select[ResumeFile]:
    return _all_files().where(ResumeFile.batch_id == resumes_id).order_by(ResumeFile.id)


def _whole(resume_id: int) -> ResumeFile:
    loaded = [joinedload(ResumeFile.batch), joinedload(ResumeFile.file), undefer(ResumeFile.facts), undefer(ResumeFile.text)]
    return find(_all_files(), resume_id, options=loaded, lock=True)


def _back(file: ResumeFile) -> ResponseReturnValue:
    after = request.form.get("after", type=int) or None
    return redirect_to(".show_batch", resumes_id=file.batch_id, after=after, _anchor=f"resume_{file.id}")


def _counts(resumes_id: int) -> dict[ResumeState, int]:
    counted = select(ResumeFile.state, func.count()).where(ResumeFile.batch_id == resumes_id).group_by(ResumeFile.state)
    return dict(db.session.execute(counted).all())


def _matches(files: Sequence[ResumeFile]) -> dict[int, list[Match]]:
    undecided = [file for file in files if file.state in UNDECIDED]
    found = find_all_duplicates([probe_of(file.values) for file in undecided])
    return {file.id: matches[:3] for file, matches in zip(undecided, found, strict=True)}


def _people(files: Sequence[ResumeFile]) -> dict[int, str]:
    """Names of those who were added, as far as the viewer sees them."""
    ids = [file.candidate_id for file in files if file.candidate_id]
    if not ids:
        return {}
    seen = visible_candidates(viewer()).with_only_columns(Candidate.id, Candidate.full_name).where(Candidate.id.in_(ids))
    return dict(db.session.execute(seen).all())


def _why(file: ResumeFile) -> str:
    """Why it could not be read, or why it must not be added."""
    if file.note in REASONS:
        return str(REASONS[file.note])
    try:
        return str(Unreadable(Reason(file.note))) if file.note else ""
    except ValueError:
        return file.note


def _form() -> ResumeForm:
    form = ResumeForm()
    form.country.choices = [("", ""), *country_choices(viewer().locale)]
    return form


def _editing(file: ResumeFile, form: ResumeForm, *, status: int = 200) -> ResponseReturnValue:
    matches: list[Match] = _matches([file]).get(file.id, [])
    context: dict[str, Any] = {"file": file, "form": form, "matches": matches, "State": ResumeState, "open_": file.state in UNDECIDED}
    return show("recruiter/candidates/resume.html", status=status, **context)


def _sending(form: ResumesForm, *, status: int = 200, refusal: str = "") -> ResponseReturnValue:
    waiting = select(ResumeFile.batch_id, func.count().label("number")).where(ResumeFile.state.in_((*UNDECIDED, *BUSY)))
    open_ = waiting.group_by(ResumeFile.batch_id).subquery()
    listed = (
        select(ResumeBatch, func.coalesce(open_.c.number, 0))
        .outerjoin(open_, open_.c.batch_id == ResumeBatch.id)
        .options(joinedload(ResumeBatch.created_by))
        .order_by(ResumeBatch.id.desc())
        .limit(50)
    )
    batches = db.session.execute(listed).all()
    return show("recruiter/candidates/resumes.html", status=status, form=form, refusal=refusal, batches=batches)
