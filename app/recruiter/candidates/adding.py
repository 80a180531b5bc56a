"""Quick add: drop a résumé or paste text, look at what was read, see who may be known already, save."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.candidates.commands import (
    accept_suggestions,
    add_candidate,
    add_document,
    installation_country,
    set_custom_values,
)
from app.candidates.commands.documents import store_reading
from app.candidates.custom_fields import custom_fields
from app.candidates.duplicates import Match, find_duplicates
from app.candidates.facts import PersonFacts
from app.candidates.models import Candidate, DocumentKind
from app.candidates.skill_list import own_skill_names
from app.candidates.suggestions import SuggestedValue, place_of, position_of, suggested_values
from app.candidates.values import BadValue, country_choices, phone_number
from app.core.files import StagedFile, path_of, stage_file
from app.core.refusals import Refused
from app.core.transaction import reading
from app.hiring.commands import add_application
from app.hiring.policy import workable_jobs
from app.intelligence.extraction.reading import as_plain
from app.intelligence.resume import ResumeReading, Unreadable, read_resume
from app.recruiter.candidates.bookmark import bookmarklet, found_on_page
from app.recruiter.candidates.choices import jobs_to_add_to
from app.recruiter.candidates.forms import AddForm
from app.recruiter.candidates.own_form import OwnFieldsForm, own_form
from app.recruiter.candidates.uploads import sealed, unsealed, uploaded_document
from app.recruiter.candidates.words import field_label
from app.talent.commands.members import add_to_pool
from app.talent.policy import visible_pools
from app.talent.queries.pools import pools_to_add_to
from app.web.access import actor, needs, prepares, reads, viewer
from app.web.context import may
from app.web.finding import find
from app.web.pages import redirect_to, show

blueprint = Blueprint("adding", __name__)
READING_SECONDS = 5.0
LONGEST_PASTE = 200_000


@dataclass(frozen=True)
class ReadFile:
    """A document that was sent along, and what was read in it."""

    staged: StagedFile | None = None
    filename: str = ""
    facts: dict[str, Any] | None = None
    text: str = ""
    refusal: str = ""

    @property
    def sealed(self) -> str:
        return sealed(self.staged, self.filename) if self.staged else ""


def read_upload() -> ReadFile:
    """Before the transaction: take in the file or the pasted text and read it, five seconds at most."""
    upload = uploaded_document()
    if upload is None:
        pasted = request.form.get("text", "")[:LONGEST_PASTE].strip()
        if not pasted:
            return ReadFile(refusal=_("Choose a file or paste some text."))
        data = pasted.encode("utf-8", "replace")
        return _read(stage_file(data, "text/plain"), "pasted-text.txt", data)
    if upload.staged is None:
        return ReadFile(refusal=upload.refusal)
    return _read(upload.staged, upload.filename, upload.data)


def read_sealed() -> ReadFile | None:
    """Before the transaction: read the document of the form once more, so that its entries can be taken over."""
    found = unsealed(request.form.get("staged", ""))
    if found is None:
        return None
    staged, filename = found
    path = path_of(staged.sha256)
    return _read(staged, filename, path.read_bytes()) if path.exists() else None


def _read(staged: StagedFile, filename: str, data: bytes) -> ReadFile:
    with reading():
        country, names = installation_country(), own_skill_names()
    said = read_resume(data, filename, seconds=READING_SECONDS, region=country, skill_names=names)
    if isinstance(said, Unreadable):
        return ReadFile(staged, filename, refusal=str(said))
    assert isinstance(said, ResumeReading)
    facts = as_plain(said)
    return ReadFile(staged, filename, facts, facts.pop("text"))


@blueprint.get("/candidates/new")
@needs(Permission.CANDIDATES_EDIT)
def new_candidate() -> ResponseReturnValue:
    """Empty, or filled with what a link or the bookmark says; nothing is saved before somebody presses the button."""
    form, said = _form(), found_on_page(request.args)
    for name, value in said.items():
        form[name].data = form[name].data or value
    return _page(form, pasted=request.args.get("text", "")[:LONGEST_PASTE])


@blueprint.post("/candidates/new/reading")
@needs(Permission.CANDIDATES_EDIT)
@reads
@prepares(read_upload)
def read_candidate(prepared: ReadFile) -> ResponseReturnValue:
    """The form, filled with what was read; nothing is saved yet."""
    form = _form()
    if prepared.facts:
        _fill(form, prepared.facts)
    form.staged.data = prepared.sealed
    return _page(form, read=prepared, matches=_matches(form), status=422 if prepared.refusal and not prepared.staged else 200)


@blueprint.post("/candidates/new")
@needs(Permission.CANDIDATES_EDIT)
@prepares(read_sealed)
def create_candidate(prepared: ReadFile | None) -> ResponseReturnValue:
    """Save, unless somebody like this is known already and that was not looked at yet."""
    form = _form()
    if form.repeated_answer:
        return redirect_to("recruiter.candidates.candidates.show_candidates")
    own = _own()
    if not all([form.validate_on_submit(), own.validate()]):
        return _page(form, read=prepared, own=own, status=422)
    matches = _matches(form)
    if matches and form.same_anyway.data != "yes":
        return _page(form, read=prepared, matches=matches, own=own, status=409)
    try:
        candidate = _added(form)
        set_custom_values(candidate, typed=own.typed(), by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form, read=prepared, own=own, status=409)
    _keep_document(candidate, prepared)
    if form.job.data:
        add_application(candidate, find(workable_jobs(viewer()), form.job.data), by=actor(), source=form.source.data or "")
    if form.pool.data:
        add_to_pool(find(visible_pools(viewer()), form.pool.data), [candidate.id], by=actor())
    form.remember(f"/recruiter/candidates/{candidate.id}")
    flash(_("%(name)s was added.", name=candidate.full_name), "success")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate.id)


def _added(form: AddForm) -> Candidate:
    facts = PersonFacts(
        name=form.name.data or "", emails=[form.email.data or ""], phones=[form.phone.data or ""],
        links=[form.link.data or ""], title=form.title.data or "", employer=form.employer.data or "",
        headline=form.headline.data or "", city=form.city.data or "", country=form.country.data or "",
        skills=(form.skills.data or "").replace("\n", ",").split(","), source=form.source.data or "",
    )  # fmt: skip
    return add_candidate(facts, by=actor(), owner_id=viewer().id, lawful_basis=form.lawful_basis.data)


def _keep_document(candidate: Candidate, prepared: ReadFile | None) -> None:
    """The document joins the record, read already; ticked experience and education are taken over."""
    if prepared is None or prepared.staged is None:
        return
    document = add_document(
        candidate, prepared.staged, filename=prepared.filename, kind=DocumentKind.RESUME, by=actor(),
        read=prepared.facts is None,
    )  # fmt: skip
    if prepared.facts is not None:
        store_reading(document, text=prepared.text, facts=prepared.facts, by=actor())
        keys = request.form.getlist("accept")[:300]
        accept_suggestions(candidate.id, document=document, facts=prepared.facts, keys=keys, by=actor())


def _form() -> AddForm:
    form = AddForm()
    form.country.choices = [("", ""), *country_choices(viewer().locale)]
    form.job.choices = [(0, _("No job yet")), *(jobs_to_add_to() if may("APPLICATIONS_MOVE") else [])]
    form.pool.choices = [(0, _("No pool")), *(pools_to_add_to(viewer()) if may("POOLS_EDIT") else [])]
    if not form.is_submitted():
        form.pool.data = request.args.get("pool", type=int) or 0
        form.job.data = request.args.get("job", type=int) or 0
    return form


def _fill(form: AddForm, facts: dict[str, Any]) -> None:
    """What was read, where the form is still empty."""
    first = {key: facts[key][0]["value"] if facts.get(key) else "" for key in ("emails", "phones", "links")}
    said = {
        "name": (facts.get("full_name") or {}).get("value", ""), "email": first["emails"], "phone": first["phones"],
        "link": first["links"], "headline": (facts.get("headline") or {}).get("value", ""),
        "skills": ", ".join(one["value"] for one in facts.get("skills", ())),
        "title": position_of(facts).get("current_title", ""), "employer": position_of(facts).get("current_employer", ""),
        **{key: value for key, value in place_of((facts.get("location") or {}).get("value", "")).items() if key != "region"},
    }  # fmt: skip
    for name, value in said.items():
        if not form[name].data:
            form[name].data = value


def _matches(form: AddForm) -> list[Match]:
    country = form.country.data or installation_country()
    try:
        phones = [phone_number(form.phone.data, country)] if form.phone.data else []
    except BadValue:
        phones = []
    return find_duplicates(
        name=form.name.data or "", emails=[form.email.data] if form.email.data else [], phones=phones,
        links=[form.link.data] if form.link.data else [], employer=form.employer.data or "", city=form.city.data or "",
    )  # fmt: skip


def _page(
    form: AddForm, *, read: ReadFile | None = None, matches: list[Match] | None = None, own: OwnFieldsForm | None = None,
    pasted: str = "", status: int = 200,
) -> ResponseReturnValue:
    return show(
        "recruiter/candidates/new.html", status=status, form=form, read=read, matches=matches or [],
        sources=_sources(read), entries=_entries(read), field_label=field_label, own=own or _own(), pasted=pasted,
        bookmarklet=bookmarklet(url_for(".new_candidate", _external=True)),
    )  # fmt: skip


def _own() -> OwnFieldsForm:
    """Fields of the employer's own that are asked for here."""
    return own_form([field for field in custom_fields() if field.on_quick_add])


def _entries(read: ReadFile | None) -> list[SuggestedValue]:
    """Experience, education and languages of the document, to be taken over with the record."""
    facts = (read.facts if read else None) or {}
    nobody = Candidate(full_name="", contact_points=[], links=[], skills=[], experience=[], education=[])
    wanted = ("experience", "education", "language")
    return [one for one in suggested_values(nobody, facts) if one.field in wanted]


def _sources(read: ReadFile | None) -> dict[str, str]:
    """Field → the line it was read from."""
    facts = (read.facts if read else None) or {}
    lines = {"name": "full_name", "headline": "headline", "city": "location"}
    found = {field: facts[key]["source"] for field, key in lines.items() if facts.get(key)}
    for field, key in (("email", "emails"), ("phone", "phones"), ("link", "links")):
        if facts.get(key):
            found[field] = facts[key][0]["source"]
    return found
