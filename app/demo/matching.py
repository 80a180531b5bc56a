"""What the demo's open jobs ask for, the schools it recruits at, and a few people who know one another."""

import random
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from app.candidates.models import Candidate, Education, Seniority
from app.core.clock import today
from app.demo.clockwork import Clockwork
from app.demo.company import Larkspur
from app.extensions import db
from app.jobs.commands import set_wanted
from app.jobs.models import Job
from app.talent.commands.noting import note_pool_days, pools_to_note
from app.talent.commands.relationships import KnownAlready, note_relationship
from app.talent.commands.schools import add_contact, add_date, add_programme, keep_school
from app.talent.models import RelationshipKind

SEED = 67

WANTED: dict[str, tuple[tuple[str, ...], tuple[str, ...], Seniority | None, tuple[str, ...]]] = {
    "embedded": (("C", "C++", "Signal processing", "Bluetooth"), ("Rust", "Zephyr", "MATLAB"), Seniority.SENIOR, ("en",)),
    "firmware-test": (("C", "Bluetooth", "Python"), ("Linux",), Seniority.MID, ("en",)),
    "backend": (("Python", "PostgreSQL", "Docker"), ("Kubernetes", "Terraform"), Seniority.MID, ("en",)),
    "audiologist": (("Audiometry", "Hearing aid fitting"), ("Tinnitus counselling", "Training"), None, ("de",)),
    "hoerakustik": (("Audiometry", "Hearing aid fitting", "Otoscopy"), ("Paediatrics",), None, ("de",)),
    "support": (("Customer service", "Telephony"), ("Zendesk", "SAP"), None, ("de", "en")),
    "designer": (("Figma", "User research", "Accessibility"), ("Design systems",), Seniority.SENIOR, ("en",)),
    "data-analyst": (("SQL", "Python"), ("Statistics",), Seniority.MID, ("en",)),
}
"""Required, wished for, seniority, languages of the work."""

SCHOOLS = (
    ("TU Berlin", ("Technische Universität Berlin",), "Berlin", "DE", "https://tu.example.org",
     "The chair of **technical acoustics** sends us two theses a year. Posters in the lab, not in the canteen.", "tomas",
     (("Prof. Henrike Wallbaum", "Chair of technical acoustics"), ("Careers service", "Job wall and fairs")),
     (("Technical Acoustics", "MSc"), ("Computer Engineering", "BSc")),
     ((11, "Careers fair in the main hall"), (64, "Theses are handed out"))),
    ("Akademie für Hörakustik Lübeck", ("AHA Lübeck",), "Lübeck", "DE", "", "Every hearing acoustician in Germany has been here once.",
     "tomas", (("Frau Petersen", "School office"),), (("Hörakustik", "Meister"),), ((37, "Open day"),)),
    ("TU Wien", ("Technische Universität Wien",), "Wien", "AT", "", "", "ada", (), (("Biomedical Engineering", "MSc"),), ()),
)  # fmt: skip


def plan_matching(clockwork: Clockwork, larkspur: Larkspur, job_ids: dict[str, int], opened: dict[str, float]) -> None:
    """Jobs say what they need before they open; schools are kept since the autumn; pools are counted at night."""
    for key, days in opened.items():
        if key in WANTED:
            moment = clockwork.office_hours(clockwork.ago(days, hour=9)) - timedelta(hours=9)
            clockwork.plan(moment, partial(_say_what_is_needed, key, larkspur, job_ids))
    clockwork.plan(clockwork.office_hours(clockwork.ago(140, hour=14)), partial(_keep_schools, larkspur))
    clockwork.plan(clockwork.office_hours(clockwork.ago(30, hour=15)), partial(_note_acquaintances, larkspur))
    for days in range(84, -1, -12):
        clockwork.plan(clockwork.ago(days, hour=2), _count_pools)


def _say_what_is_needed(key: str, larkspur: Larkspur, job_ids: dict[str, int]) -> None:
    required, wished, seniority, spoken = WANTED[key]
    job = db.session.get_one(Job, job_ids[key])
    set_wanted(job, required=required, wished=wished, seniority=seniority, spoken=spoken, version=None, by=larkspur.by("ada"))


def _keep_schools(larkspur: Larkspur) -> None:
    """Dates lie ahead of today, whenever the demo is made."""
    for name, others, city, country, website, about, owner, contacts, programmes, dates in SCHOOLS:
        by = larkspur.by(owner)
        school = keep_school(
            name=name, other_names=others, city=city, country=country, website=website, about=about,
            owner_id=larkspur.ids[owner], by=by,
        )  # fmt: skip
        for person, role in contacts:
            add_contact(school, name=person, role=role, by=by)
        for programme, degree in programmes:
            add_programme(school, name=programme, degree=degree, by=by)
        for days, what in dates:
            add_date(school, day=today() + timedelta(days=140 + days), what=what, by=by)


def _note_acquaintances(larkspur: Larkspur) -> None:
    """People of one school who worked together, and some met at the congress."""
    rng = random.Random(SEED)
    by = larkspur.by("ada")
    ids = select(Education.candidate_id).where(Education.school_key == "tu berlin").order_by(Education.candidate_id).limit(12)
    people = list(db.session.scalars(select(Candidate).where(Candidate.id.in_(ids), Candidate.erased_at.is_(None)).order_by(Candidate.id)))
    for one, other in zip(people[::2], people[1::2], strict=False):
        try:
            if rng.random() < 0.5:
                note_relationship(one, RelationshipKind.COLLEAGUES, other=other, words="Student project on beamforming", by=by)
            else:
                note_relationship(one, RelationshipKind.REFERRED_BY, other=other, by=by)
        except KnownAlready:
            continue
    for person in people[:3]:
        note_relationship(person, RelationshipKind.MET_AT, words="Hearing Care Days, Nuremberg", since=today() - timedelta(days=2), by=by)


def _count_pools() -> None:
    note_pool_days(pools_to_note())
