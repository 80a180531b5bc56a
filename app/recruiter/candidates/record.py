"""One person's record: who they are, what happened, what is to do."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.accounts.policy import TALENT_ROLES
from app.candidates.commands import current_consents
from app.candidates.commands.consents import is_open
from app.candidates.commands.documents import EXPIRY_WARNING
from app.candidates.commands.freshness import ASK_EVERY
from app.candidates.custom_fields import custom_values_on
from app.candidates.models import (
    Candidate,
    Consent,
    CustomField,
    DocumentKind,
    NoteKind,
    NoteVisibility,
    Purpose,
    Todo,
)
from app.candidates.policy import visible_candidates
from app.candidates.queries import (
    RECORD,
    documents_of,
    in_days,
    is_stale,
    open_todos_about,
)
from app.candidates.values import country_name, shown_phone
from app.compliance.queries import holds_on
from app.core.clock import now, today
from app.insights.beside import Beside, beside
from app.insights.interest import interest_of
from app.insights.labels import applications_of, label_of
from app.insights.timeline import Group, candidate_timeline
from app.recruiter.candidates.choices import colleagues
from app.recruiter.candidates.facts import ShownPart, shown_parts
from app.recruiter.candidates.words import choices_of, consent_method, consent_purposes, field_label, told_words
from app.talent.models import PoolMember, Relationship, RelationshipKind
from app.talent.queries.pools import pools_of_candidate, pools_to_add_to
from app.talent.queries.relationships import relationships_of
from app.web.access import needs, viewer
from app.web.finding import find
from app.web.pages import show

blueprint = Blueprint("record", __name__)


@blueprint.get("/candidates/<int:candidate_id>")
@needs(Permission.CANDIDATES_SEE)
def show_candidate(candidate_id: int) -> ResponseReturnValue:
    """The whole record for recruiting; whoever is not in recruiting sees a reduced one."""
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id, options=RECORD)
    groups = [group for group in Group if group.value in request.args.getlist("show")]
    whole = viewer().role in TALENT_ROLES
    applications = applications_of(viewer(), candidate_id)
    aside = beside(candidate) if whole else Beside.unasked()
    consents = current_consents(candidate_id) if aside.has(Consent) else {}
    parts = _parts(candidate, whole, aside)
    return show(
        "recruiter/candidates/record.html",
        also=("heading",),
        rows={
            "new_": ("recruiter/candidates/_new.html", {}),
            **{shown.part.prefix: ("recruiter/candidates/_part.html", {"part": name}) for name, shown in parts.items()},
        },
        candidate=candidate,
        whole=whole,
        label=label_of(applications, consents),
        country=country_name(candidate.country, viewer().locale),
        parts=parts,
        told_words=told_words,
        shown_phone=shown_phone,
        stale=is_stale(candidate),
        documents=documents_of(viewer(), candidate_id),
        timeline=candidate_timeline(viewer(), candidate, groups=groups, before=request.args.get("before")),
        groups=list(Group),
        shown_groups=groups,
        applications=applications,
        note_kinds=choices_of(NoteKind),
        visibilities=choices_of(NoteVisibility if whole else (NoteVisibility.EVERYONE, NoteVisibility.AUTHOR)),
        field_label=field_label,
        todos=open_todos_about(viewer(), candidate_id) if aside.has(Todo) else [],
        warn_from=today() + EXPIRY_WARNING,
        holds=holds_on(viewer(), candidate_id) if viewer().may(Permission.HOLDS_DECIDE) else [],
        **(_keeping(candidate, consents, aside) if whole else {}),
        **_opened(candidate_id),
    )


def _opened(candidate_id: int) -> dict[str, Any]:
    """The form named by `?open=`, with what only it asks for."""
    name = request.args.get("open", "")
    if name not in FORMS:
        return {"opened": ""}
    permission, choices = FORMS[name]
    return {"opened": name, **choices(candidate_id)} if viewer().may(permission) else {"opened": ""}


Choices = Callable[[int], dict[str, Any]]
FORMS: dict[str, tuple[Permission, Choices]] = {
    "todo": (Permission.NOTES_WRITE, lambda _id: {"colleagues": colleagues(), "due_default": in_days(3)}),
    "document": (Permission.CANDIDATES_EDIT, lambda _id: {"document_kinds": choices_of(DocumentKind)}),
    "relationship": (Permission.CANDIDATES_EDIT, lambda _id: {"relationship_kinds": choices_of(RelationshipKind)}),
    "consent": (Permission.CANDIDATES_EDIT, lambda _id: {"consent_purposes": consent_purposes()}),
    "pool": (Permission.POOLS_EDIT, lambda candidate_id: {"pool_choices": _other_pools(candidate_id)}),
}
"""The forms of a record that are fetched when somebody opens them: who may, and what only they ask for."""


def _parts(candidate: Candidate, whole: bool, aside: Beside) -> dict[str, ShownPart]:
    """What the record says, part by part; fields of the employer's own are recruiting's."""
    said = custom_values_on(candidate.id, known_to_be_none=not aside.has(CustomField)) if whole else {}
    return shown_parts(candidate, whole=whole, pay=viewer().may(Permission.PAY_SEE), said=said)


def _keeping(candidate: Candidate, consents: dict[Purpose, Consent], aside: Beside) -> dict[str, Any]:
    """What only recruiting works with."""
    return {
        "beside": aside,
        "asked_lately": aside.asked is not None and aside.asked.at > now() - ASK_EVERY,
        "pools_in": pools_of_candidate(viewer(), candidate.id) if aside.has(PoolMember) else [],
        "here": url_for(".show_candidate", candidate_id=candidate.id),
        "relationships": relationships_of(viewer(), candidate.id) if aside.has(Relationship) else [],
        "interest": interest_of(viewer(), candidate),
        "consent_method": consent_method,
        "consents": [(purpose, consents.get(purpose), is_open(consents.get(purpose))) for purpose in Purpose
                     if purpose is not Purpose.APPLICATION],
    }  # fmt: skip


def _other_pools(candidate_id: int) -> list[tuple[int, str]]:
    """The pools the person could join."""
    inside = {member.pool_id for member in pools_of_candidate(viewer(), candidate_id)}
    return [choice for choice in pools_to_add_to(viewer()) if choice[0] not in inside]
