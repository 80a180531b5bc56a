"""What a job asks for, ready to be compared with records; what its title says of the work."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.candidates.models import Seniority, Skill
from app.core.text import folded
from app.extensions import db
from app.intelligence.matching import Wanted
from app.jobs.commands import skills_in_words
from app.jobs.models import Job, JobLocation, JobSkill, Need, RemotePolicy
from app.search.tokens import tokens

ANYBODYS = frozenset(
    {
        "and", "und", "for", "für", "the", "der", "die", "das", "mwd", "mfx", "all", "senior", "junior", "lead", "head", "team",
        "engineer", "ingenieur", "manager", "developer", "entwickler", "specialist", "spezialist", "assistant", "officer",
    }
)  # fmt: skip
"""Words of a title that do not say which work it is."""
RANKS = {seniority: rank for rank, seniority in enumerate(Seniority)}
MOST_READ = 12
"""So many skills of the description stand in for the ones nobody has named."""


@dataclass(frozen=True)
class JobWants:
    """`guessed`: nobody said which skills are needed, so those the description names stand in."""

    wanted: Wanted
    names: dict[int, str] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    seniority: Seniority | None = None
    guessed: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to find people by."""
        return not (self.wanted.required or self.wanted.wished or self.wanted.title_words)


def wants_of(job: Job) -> JobWants:
    """Read from the job; postal codes of its places are left where they are."""
    rows = db.session.execute(
        select(JobSkill.need, Skill.id, Skill.name)
        .join(Skill, Skill.id == JobSkill.skill_id)
        .where(JobSkill.job_id == job.id)
        .order_by(JobSkill.position, JobSkill.id)
    ).all()
    named = {need: {row.id: row.name for row in rows if row.need is need} for need in Need}
    guessed = not rows
    if guessed:
        named[Need.REQUIRED] = _read_from(job)
    places = db.session.execute(
        select(JobLocation.city, JobLocation.city_key, JobLocation.country).where(JobLocation.job_id == job.id)
    ).all()
    wanted = Wanted(
        required=tuple(named[Need.REQUIRED]),
        wished=tuple(named[Need.WISHED]),
        title_words=tuple(title_words(job.title)),
        cities=frozenset(place.city_key for place in places if place.city_key),
        countries=frozenset(place.country for place in places if place.country),
        remote=job.remote_policy is RemotePolicy.REMOTE,
        seniority=RANKS[job.seniority] if job.seniority else None,
        languages=tuple(job.spoken.split()),
    )
    names = named[Need.REQUIRED] | named[Need.WISHED]
    return JobWants(wanted, names, [place.city for place in places if place.city], job.seniority, guessed and bool(names))


def title_words(title: str) -> list[str]:
    """The words of a title that name the work; a title of common words only is taken as it is."""
    words = [folded(word) for word in tokens(title) if len(word) > 2]
    return ([word for word in words if word not in ANYBODYS] or words)[:6]


def says(key: InstrumentedAttribute[str], words: Collection[str]) -> ColumnElement[bool]:
    """One of the words stands in the folded text, as a word of its own."""
    padded = literal(" ") + key + literal(" ")
    return or_(*(padded.contains(f" {word} ", autoescape=True) for word in words))


def _read_from(job: Job) -> dict[int, str]:
    keys = [folded(name) for name in skills_in_words(job)[:MOST_READ]]
    rows = db.session.execute(select(Skill.id, Skill.name).where(Skill.name_key.in_(keys)))
    return {row.id: row.name for row in rows}
