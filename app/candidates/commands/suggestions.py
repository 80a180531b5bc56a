"""Taking over what a document says."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from app.candidates.activities import SuggestionsAccepted
from app.candidates.commands.contacts import add_contact_point, add_link
from app.candidates.commands.people import change_candidate
from app.candidates.commands.tags import set_skills
from app.candidates.models import Candidate, ContactKind, Document, Education, Experience
from app.candidates.queries import WHOLE_RECORD
from app.candidates.refusals import AlreadyOnRecord, BadContact
from app.candidates.suggestions import SuggestedValue, gaps, place_of, suggested_values
from app.core.activity import record
from app.core.actors import SYSTEM, Actor
from app.core.rows import insert_rows
from app.core.text import folded
from app.extensions import db


def accept_suggestions(
    candidate_id: int, *, document: Document, facts: dict[str, Any], keys: Collection[str], by: Actor
) -> list[str]:
    """Take over the suggestions with these keys; answers the kinds of fields that changed."""
    candidate = _whole(candidate_id)
    chosen = [one for one in suggested_values(candidate, facts) if one.key in keys]
    return _take(candidate, chosen, document, by, source="")


def fill_gaps(candidate_id: int, *, document: Document, facts: dict[str, Any]) -> list[str]:
    """Fill what is empty on a record that was made with this document. What a person typed stays."""
    candidate = _whole(candidate_id)
    return _take(candidate, gaps(candidate, facts), document, SYSTEM, source="parser")


def _whole(candidate_id: int) -> Candidate:
    return db.session.scalars(_WHOLE, {"person": candidate_id}).one()


_WHOLE = (
    select(Candidate).where(Candidate.id == bindparam("person")).options(*WHOLE_RECORD).execution_options(populate_existing=True)
)


def _take(
    candidate: Candidate, chosen: Sequence[SuggestedValue], document: Document, by: Actor, *, source: str
) -> list[str]:
    if not chosen:
        return []
    values: dict[str, Any] = {}
    for one in chosen:
        _values_of(one, candidate, values)
    if values:
        change_candidate(candidate, values=values, by=by, source=source)
    _take_contacts(candidate, chosen, by)
    skills = {one.value: one.source for one in chosen if one.field == "skill"}
    if skills:
        set_skills(candidate, names=[*(s.skill.name for s in candidate.skills), *skills], by=by, evidence=skills)
    _take_entries(candidate, chosen)
    fields = tuple(sorted({one.field for one in chosen}))
    record(SuggestionsAccepted(candidate=candidate, subject=document, fields=fields), by=by)
    return list(fields)


def _values_of(one: SuggestedValue, candidate: Candidate, values: dict[str, Any]) -> None:
    match one.field:
        case "name":
            values["full_name"] = one.value
        case "headline":
            values["headline"] = one.value
        case "place":
            values.update({field: value for field, value in place_of(one.value).items() if value})
        case "position":
            values.update(one.detail or {})
        case "language" if one.detail:
            spoken = values.setdefault("languages", dict(candidate.languages or {}))
            spoken[one.detail["code"]] = one.detail["level"] or ""


def _take_contacts(candidate: Candidate, chosen: Sequence[SuggestedValue], by: Actor) -> None:
    for one in chosen:
        try:
            if one.field == "link":
                add_link(candidate, url=one.value, by=by)
            elif one.field in ("email", "phone"):
                add_contact_point(candidate, kind=ContactKind(one.field), value=one.value, by=by)
        except (AlreadyOnRecord, BadContact):
            continue


def _take_entries(candidate: Candidate, chosen: Sequence[SuggestedValue]) -> None:
    for model, field, said in ((Experience, "experience", _experience), (Education, "education", _education)):
        first = max((entry.position for entry in getattr(candidate, field)), default=-1) + 1
        entries = [said(one.detail) for one in chosen if one.field == field and one.detail]
        insert_rows(model, [{"candidate_id": candidate.id, "position": at, **entry} for at, entry in enumerate(entries, first)])


def _experience(said: dict[str, Any]) -> dict[str, Any]:
    employer = (said["employer"] or "")[:200]
    return {
        "title": (said["title"] or "")[:200],
        "employer": employer,
        "employer_key": folded(employer),
        "location": (said["location"] or "")[:200],
        "started": (said["start"] or "")[:7] or None,
        "ended": None if said["is_current"] else (said["end"] or "")[:7] or None,
        "summary": "\n".join(said.get("highlights") or ())[:4000],
    }


def _education(said: dict[str, Any]) -> dict[str, Any]:
    school, end = (said["school"] or "")[:200], (said["end"] or "")[:7]
    return {
        "school": school,
        "school_key": folded(school),
        "degree": (said["degree"] or "")[:200],
        "field": (said["field"] or "")[:200],
        "started": (said["start"] or "")[:7] or None,
        "ended": end or None,
        "graduated": int(end[:4]) if end[:4].isdigit() and not said["is_current"] else None,
    }
