"""Many résumés at once: each is read in the background and becomes a record only when a person accepts it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, undefer

from app.candidates.activities import ResumesSent
from app.candidates.commands import (
    accept_suggestions,
    add_candidate,
    add_document,
    add_tag,
    installation_country,
    store_reading,
)
from app.candidates.commands.suggestions import fill_gaps
from app.candidates.duplicates import Hit, Probe, find_hits
from app.candidates.facts import PersonFacts
from app.candidates.importing.batches import LAWFUL_BASES, blocked_addresses
from app.candidates.models import Candidate, Document, DocumentKind, ResumeBatch, ResumeFile, ResumeState
from app.candidates.refusals import ImportRefused
from app.candidates.suggestions import place_of, position_of, suggested_values
from app.candidates.values import BadValue, email_address, email_key, phone_number, web_link
from app.core.activity import record
from app.core.actors import Actor
from app.core.clock import now
from app.core.files import StagedFile, drop_file, keep_file
from app.core.text import clean_text, one_line
from app.core.wake import Lane, wake
from app.extensions import db

UNDECIDED = (ResumeState.READ, ResumeState.UNREADABLE)
TEXTS = ("name", "email", "phone", "title", "employer", "headline", "city", "country", "link")
WITH_THE_RECORD = frozenset({"experience", "education", "language"})


def begin_resumes(
    files: Sequence[tuple[str, StagedFile]],
    left_out: Sequence[tuple[str, str]],
    *,
    lawful_basis: str,
    evidence: str,
    source: str = "",
    tags: Sequence[str] = (),
    by: Actor,
) -> ResumeBatch:
    """Take in many résumés; they are read in the background."""
    if lawful_basis not in LAWFUL_BASES:
        raise ImportRefused(_("Say on what basis you may hold these people's details."), field="lawful_basis")
    if len(clean_text(evidence).strip()) < 5:
        raise ImportRefused(_("Say where these details come from, so that it can be shown later."), field="evidence")
    if not files:
        raise ImportRefused(_("None of these files can be read as a résumé."), field="files")
    batch = ResumeBatch(
        lawful_basis=lawful_basis,
        evidence=clean_text(evidence).strip()[:1000],
        source=one_line(source)[:200],
        tags={"names": [name for tag in tags if (name := one_line(tag)[:200])][:20]},
        left_out={"files": [list(one) for one in left_out]},
        created_by_id=by.user_id,
    )
    db.session.add(batch)
    db.session.flush()
    stored = [(name, keep_file(staged)) for name, staged in files]
    db.session.flush()
    moment = now()
    db.session.add_all(
        ResumeFile(batch_id=batch.id, file_id=file.id, filename=name[:200], due_at=moment) for name, file in stored
    )
    record(ResumesSent(subject=batch, number=len(files)), by=by)
    wake(Lane.READING)
    return batch


def keep_resume_reading(file: ResumeFile, *, facts: dict[str, Any], text: str, country: str) -> None:
    """What was read waits for a person. Whoever was erased or left for good is not even kept until then."""
    values = values_of(facts, country)
    file.values, file.facts, file.text = values, facts, clean_text(text)[:200_000]
    file.email_key = email_key(values["email"]) if values["email"] else ""
    file.state, file.note = ResumeState.READ, ""
    if reason := _blocked(file.email_key):
        discard_resume(file, note=reason)


def values_of(facts: dict[str, Any], country: str) -> dict[str, Any]:
    """What would stand on the record."""
    first = {key: next((one["value"] for one in facts.get(key, ())), "") for key in ("emails", "phones", "links")}
    said = {key: (facts.get(key) or {}).get("value", "") for key in ("full_name", "headline", "location")}
    position, place = position_of(facts), place_of(said["location"])
    values = {
        "name": said["full_name"], "email": first["emails"], "phone": first["phones"], "link": first["links"],
        "headline": said["headline"], "title": position.get("current_title", ""),
        "employer": position.get("current_employer", ""), "city": place.get("city", ""), "country": place.get("country", ""),
    }  # fmt: skip
    checks: dict[str, Callable[[str], str]] = {"email": email_address, "link": web_link, "phone": lambda text: phone_number(text, country)}
    for key, check in checks.items():
        try:
            values[key] = check(values[key]) if values[key] else ""
        except BadValue:
            values[key] = ""
    return {**values, "skills": list(dict.fromkeys(one["value"] for one in facts.get("skills", ())))[:80]}


def change_resume(file: ResumeFile, values: Mapping[str, Any]) -> None:
    """What a person corrected before the record is made."""
    _require(file, *UNDECIDED)
    texts = {key: one_line(values.get(key) or "")[:500] for key in TEXTS}
    if texts["email"]:
        texts["email"] = _checked(email_address, texts["email"], "email")
    if texts["phone"]:
        country = texts["country"] or installation_country()
        texts["phone"] = _checked(lambda typed: phone_number(typed, country), texts["phone"], "phone")
    if texts["link"]:
        texts["link"] = _checked(web_link, texts["link"], "link")
    skills = [name for one in values.get("skills", ()) if (name := one_line(one)[:100])]
    file.values = {**texts, "skills": skills[:80]}
    file.email_key = email_key(texts["email"]) if texts["email"] else ""
    if _blocked(file.email_key):
        raise ImportRefused(_("This person was erased or left for good, and does not come back this way."), field="email")


def accept_resume(file: ResumeFile, *, by: Actor, join: Candidate | None = None) -> Candidate:
    """Make the record, or put the résumé on the record of somebody known."""
    _require(file, *UNDECIDED, ResumeState.ACCEPTING)
    if _blocked(file.email_key):
        raise ImportRefused(_("This person was erased or left for good, and does not come back this way."))
    if join is not None and join.restricted_at is not None:
        raise ImportRefused(_("The use of these details is restricted."))
    batch = file.batch
    person = join or add_candidate(_facts(file, batch), by=by, origin="import", lawful_basis=batch.lawful_basis)
    for name in (batch.tags or {}).get("names", ()):
        add_tag(person, name=name, by=by)
    document = _move_document(file, person, by)
    if file.facts:
        store_reading(document, text=file.text, facts=file.facts, by=by)
        if join is not None:
            fill_gaps(person.id, document=document, facts=file.facts)
        else:
            accept_suggestions(person.id, document=document, facts=file.facts, keys=_entries(file.facts), by=by)
    file.candidate_id, file.state, file.note, file.decided_by_id = person.id, ResumeState.ACCEPTED, "", by.user_id
    file.values, file.facts, file.text, file.email_key = {}, {}, "", ""
    file.due_at = None
    return person


def ask_to_accept(batch: ResumeBatch, ids: Sequence[int], *, by: Actor) -> int:
    """Have these accepted in the background, each in a transaction of its own; those with a namesake stay for a person."""
    changed = db.session.execute(
        update(ResumeFile)
        .where(ResumeFile.batch_id == batch.id, ResumeFile.id.in_(ids), ResumeFile.state == ResumeState.READ)
        .values(state=ResumeState.ACCEPTING, due_at=now(), attempts=0, parked_at=None, decided_by_id=by.user_id)
    )
    wake(Lane.READING)
    return int(changed.rowcount)  # type: ignore[attr-defined]


def discard_resume(file: ResumeFile, *, note: str = "", by: Actor | None = None) -> None:
    """Forget it, the file included."""
    _require(file, ResumeState.WAITING, *UNDECIDED)
    file.state, file.note, file.due_at = ResumeState.DISCARDED, note, None
    file.decided_by_id = by.user_id if by else None
    file.values, file.facts, file.text, file.email_key = {}, {}, "", ""
    if note:
        file.filename = ""
    stored, file.file_id, file.file = file.file, None, None
    db.session.flush()
    if stored is not None:
        drop_file(stored)


def hits_of(files: Sequence[ResumeFile]) -> dict[int, list[Hit]]:
    """Who each of these may be, by the id of the file."""
    found = find_hits([probe_of(file.values) for file in files])
    return {file.id: hits for file, hits in zip(files, found, strict=True)}


def probe_of(values: Mapping[str, Any]) -> Probe:
    said = {key: one_line(values.get(key) or "") for key in TEXTS}
    emails, phones, links = (tuple(one for one in (said[key],) if one) for key in ("email", "phone", "link"))
    return Probe(said["name"], emails, phones, links, said["employer"], said["city"])


def is_complete(file: ResumeFile) -> bool:
    """Whether somebody could be found and reached by what was read."""
    return bool(file.values.get("name") and (file.values.get("email") or file.values.get("phone")))


def resume_file(file_id: int, *, lock: bool = True) -> ResumeFile:
    """With its batch, its content and what was read."""
    found = (
        select(ResumeFile)
        .where(ResumeFile.id == file_id)
        .options(joinedload(ResumeFile.batch), joinedload(ResumeFile.file), undefer(ResumeFile.facts), undefer(ResumeFile.text))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(found.with_for_update(of=ResumeFile) if lock else found).one()


def _facts(file: ResumeFile, batch: ResumeBatch) -> PersonFacts:
    said = {key: file.values.get(key) or "" for key in TEXTS}
    return PersonFacts(
        name=said["name"], emails=[said["email"]], phones=[said["phone"]], links=[said["link"]], title=said["title"],
        employer=said["employer"], headline=said["headline"], city=said["city"], country=said["country"],
        skills=file.values.get("skills", ()), source=batch.source,
    )  # fmt: skip


def _move_document(file: ResumeFile, person: Candidate, by: Actor) -> Document:
    """The content changes hands: from the import's row to the record's document."""
    stored = file.file
    if stored is None:
        raise FileNotFoundError(file.filename)
    staged = StagedFile(stored.sha256, stored.size, stored.media_type)
    document = add_document(person, staged, filename=file.filename, kind=DocumentKind.RESUME, by=by, read=not file.facts)
    file.file_id, file.file = None, None
    db.session.flush()
    drop_file(stored)
    return document


def _entries(facts: dict[str, Any]) -> list[str]:
    nobody = Candidate(full_name="", contact_points=[], links=[], skills=[], experience=[], education=[])
    return [one.key for one in suggested_values(nobody, facts) if one.field in WITH_THE_RECORD]


def _blocked(key: str) -> str:
    if not key:
        return ""
    return next((reason for look_up in blocked_addresses for reason in look_up([key]).values()), "")


def _checked(read: Any, typed: str, field: str) -> str:
    try:
        return str(read(typed))
    except BadValue as bad:
        raise ImportRefused(bad.reason, field=field) from None


def _require(file: ResumeFile, *states: ResumeState) -> None:
    if file.state not in states:
        raise ImportRefused(_("Somebody has decided about this résumé meanwhile."))
