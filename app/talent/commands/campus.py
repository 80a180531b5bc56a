"""What people of a campus page say of their studies goes into the education of their record."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from app.candidates.activities import CandidateChanged
from app.candidates.models import Candidate, Education
from app.core.activity import record
from app.core.actors import Actor
from app.core.text import folded
from app.extensions import db
from app.talent.models import CommunityQuestion, CommunityQuestionKind, SchoolName

SCHOOL, DEGREE, GRADUATION = (
    CommunityQuestionKind.SCHOOL, CommunityQuestionKind.DEGREE, CommunityQuestionKind.GRADUATION,
)  # fmt: skip


def keep_education(candidate: Candidate, answers: Mapping[str, Any], *, by: Actor) -> Education | None:
    """School, degree and year of the form as an entry of the record: a new one, or the gaps of the one that names the
    same school. What stands there is the record's and stays. None when the form did not ask or said no school.
    """
    said = _said(answers)
    school = said.get(SCHOOL, "")[:200]
    if not school:
        return None
    entry = _known_entry(candidate.id, folded(school))
    degree, year = said.get(DEGREE, "")[:200], _year(said.get(GRADUATION, ""))
    if entry is None:
        last = db.session.scalar(select(func.max(Education.position)).where(Education.candidate_id == candidate.id))
        entry = Education(
            candidate_id=candidate.id, position=0 if last is None else last + 1, school=school, school_key=folded(school),
            degree=degree, graduated=year,
        )  # fmt: skip
        db.session.add(entry)
    elif (entry.degree or not degree) and (entry.graduated or not year):
        return entry
    else:
        entry.degree, entry.graduated = entry.degree or degree, entry.graduated or year
    db.session.flush()
    record(CandidateChanged(candidate=candidate, fields=("education",)), by=by)
    return entry


def _said(answers: Mapping[str, Any]) -> dict[CommunityQuestionKind, str]:
    kinds = db.session.execute(
        select(CommunityQuestion.id, CommunityQuestion.kind).where(CommunityQuestion.id.in_([int(one) for one in answers]))
    )
    return {kind: str(answers[str(question_id)]["value"]) for question_id, kind in kinds if kind.is_of_campus}


def _known_entry(candidate_id: int, school_key: str) -> Education | None:
    """The entry that names this school by any of its names."""
    same = select(SchoolName.school_id).where(SchoolName.name_key == school_key)
    keys = {school_key, *db.session.scalars(select(SchoolName.name_key).where(SchoolName.school_id.in_(same)))}
    found = select(Education).where(Education.candidate_id == candidate_id, Education.school_key.in_(keys))
    return db.session.scalars(found.order_by(Education.position.desc()).limit(1)).one_or_none()


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None
