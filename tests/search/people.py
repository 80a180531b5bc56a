"""A small crafted company: nine people who differ in everything one can ask about, and one who was erased."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from app.accounts.models import Team, User
from app.accounts.permissions import Role
from app.candidates.models import (
    Candidate,
    CandidateSkill,
    CandidateTag,
    Consent,
    ConsentAction,
    ContactKind,
    ContactPoint,
    Document,
    DocumentKind,
    Education,
    Experience,
    Note,
    NoticeDuty,
    Purpose,
    ReadingState,
    Seniority,
    Skill,
    Tag,
)
from app.core.files import StoredFile
from app.core.text import folded
from app.extensions import db
from app.hiring.models import (
    Application,
    ApplicationState,
    Offer,
    OfferState,
    ReasonSide,
    Rejection,
    RejectReason,
    StageStay,
)
from app.jobs.models import Job, JobState, Stage, StageType
from app.mailing.gate import address_hash
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind, Suppression, SuppressionReason
from app.search.index import reindex

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)

PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {
        "name": "Ada Schmidt", "title": "Senior C++ Engineer", "employer": "Acme GmbH", "headline": "Fast systems",
        "city": "Berlin", "country": "DE", "skills": ["C++", "Python"], "tags": ["Silver medallist"],
        "languages": ["de", "en"], "source": "LinkedIn", "owner": True, "seniority": Seniority.SENIOR, "remote": True,
        "salary": (80_000, "EUR"), "added": 10, "contacted": 5, "signal": 5, "emails": ["ada@acme.com"],
        "phones": ["+49301234567"], "schools": [("TU Berlin", "MSc", 2012)],
        "resume": "Built low-latency trading systems in C++ and machine learning pipelines.",
        "consents": [(Purpose.NEWSLETTER, ConsentAction.GIVEN)], "available": 20,
    },
    "jorg": {
        "name": "Jörg Müller", "title": "Node.js Developer", "employer": "Müller & Söhne", "headline": "",
        "city": "Zürich", "country": "CH", "skills": ["Node.js", "JavaScript", "TypeScript"], "tags": ["Node.js"],
        "languages": ["de"], "source": "Referral", "seniority": Seniority.MID, "remote": False,
        "salary": (95_000, "CHF"), "added": 400, "contacted": 200, "signal": 200, "emails": ["joerg@mueller.ch"],
        "schools": [("ETH Zürich", "BSc", 2015)], "resume": "Vue.js front-end and Node.js back-end services.",
    },
    "chloe": {
        "name": "Chloé O'Brien", "title": "Data Scientist", "employer": "Research & Development Inc",
        "headline": "Machine learning for health", "city": "Paris", "country": "FR",
        "skills": ["Python", "Machine learning", "R"], "tags": ["PhD"], "languages": ["fr", "en"], "source": "Event",
        "seniority": Seniority.LEAD, "remote": True, "added": 40, "emails": ["chloe.obrien@example.com"],
        "schools": [("École Polytechnique", "PhD", 2018)],
        "resume": "Natural language processing. C# occasionally; learning machine tools.",
        "consents": [(Purpose.POOL, ConsentAction.GIVEN), (Purpose.POOL, ConsentAction.WITHDRAWN)],
        "experience": [("Analyst", "Initech")],
    },
    "dmitri": {
        "name": "Дмитрий Иванов", "title": ".NET Developer", "employer": "Contoso", "headline": "ASP.NET since 2002",
        "city": "Berlin", "country": "DE", "skills": ["C#", ".NET"], "tags": ["alumni"], "languages": ["ru"],
        "source": "LinkedIn", "seniority": Seniority.SENIOR, "added": 800, "contacted": 700,
        "emails": ["dmitri@contoso.com"],
    },
    "eve": {"name": "Eve Doe", "added": 1},
    "taro": {
        "name": "山田太郎", "preferred": "Taro", "title": "研究者", "city": "東京", "country": "JP", "skills": ["Java"],
        "languages": ["ja"], "added": 90, "signal": 90, "emails": ["taro@example.jp"], "phones": ["+81312345678"],
    },
    "nina": {
        "name": "Nina Larsen", "title": "Nurse", "employer": "Sykehuset Ærø", "city": "Tromsø", "country": "NO",
        "skills": ["Intensive care"], "tags": ["Night shift", "PhD"], "source": "Import", "added": 30, "signal": 30,
        "emails": ["nina@larsen.no"], "notice": 10, "licence": 30, "note": "Prefers mornings",
        "consents": [(Purpose.POOL, ConsentAction.GIVEN), (Purpose.JOB_ALERTS, ConsentAction.CONFIRMED)],
    },
    "sam": {
        "name": "Sam Stone", "title": "Java Engineer", "employer": "Globex", "headline": "Backend person",
        "city": "New York", "country": "US", "skills": ["Java", "SQL"], "languages": ["en"], "source": "Careers page",
        "owner": True, "seniority": Seniority.JUNIOR, "remote": False, "salary": (120_000, "USD"), "added": 61,
        "contacted": 31, "signal": 20, "emails": ["sam@globex.com", "stone@private.example"],
        "schools": [("New York University", "BA", 2024)],
        "resume": "Python scripts, Java services. Worked with R & D in New York.", "available": 200,
    },
    "robert": {
        "name": "Robert'); DROP TABLE candidates;--", "title": "<script>alert(1)</script>", "city": "100%_sure",
        "tags": ['a*b "c"'], "added": 3, "emails": ["robert@school.example"],
    },
    "gone": {
        "name": "Gone Schmidt", "title": "Engineer", "city": "Berlin", "skills": ["Python"], "added": 5, "erased": True,
    },
}  # fmt: skip

IDS = {name: number for number, name in enumerate(PEOPLE, start=1)}


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def make_company() -> None:
    """Write everybody into the open transaction and index them."""
    team, other = Team(name="Tech"), Team(name="Other")
    db.session.add_all([team, other])
    db.session.flush()
    users = [
        User(name="Root", email="root@perennial.example", email_key="root@perennial.example", role=Role.ADMIN),
        User(name="Rita Recruiter", email="rita@perennial.example", email_key="rita@perennial.example",
             role=Role.RECRUITER, team_id=team.id),
        User(name="Otto Other", email="otto@perennial.example", email_key="otto@perennial.example",
             role=Role.RECRUITER, team_id=other.id),
        User(name="Cora Coordinator", email="cora@perennial.example", email_key="cora@perennial.example",
             role=Role.COORDINATOR, team_id=team.id),
        User(name="Ines Interviewer", email="ines@perennial.example", email_key="ines@perennial.example",
             role=Role.INTERVIEWER),
    ]  # fmt: skip
    db.session.add_all(users)
    db.session.flush()
    skills = _named(Skill, sorted({name for person in PEOPLE.values() for name in person.get("skills", [])}), folded)
    tags = _named(Tag, sorted({name for person in PEOPLE.values() for name in person.get("tags", [])}), folded)
    file = StoredFile(sha256="0" * 64, size=1, media_type="text/plain")
    db.session.add(file)
    db.session.flush()
    for name, person in PEOPLE.items():
        _person(IDS[name], person, users[1].id, skills, tags, file.id)
    _applications(team.id)
    _suppressions()
    db.session.add(
        Message(cause="test", kind=MessageKind.PERSONAL, state=MessageState.ACCEPTED, accepted_at=ago(3),
                recipient_kind=RecipientKind.CANDIDATE, candidate_id=IDS["ada"], address="ada@acme.com",
                address_key="ada@acme.com", mail_id="1@perennial.example")
    )  # fmt: skip
    db.session.flush()
    if db.session.get_bind().dialect.name == "postgresql":  # the people above chose their own ids
        for table in ("candidates", "jobs"):
            db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 100)"))
    reindex(list(IDS.values()))


def _suppressions() -> None:
    """One unsubscribed, one does not exist, and one was blocked until last week."""
    for address, reason, lifted in (
        ("nina@larsen.no", SuppressionReason.UNSUBSCRIBED, None),
        ("joerg@mueller.ch", SuppressionReason.HARD_BOUNCE, None),
        ("robert@school.example", SuppressionReason.MANUAL, ago(7)),
        ("stone@private.example", SuppressionReason.HARD_BOUNCE, None),
    ):
        db.session.add(Suppression(address_hash=address_hash(address), reason=reason, lifted_at=lifted))


def _named(model: type[Any], names: list[str], key: Any) -> dict[str, int]:
    rows = [model(name=name, name_key=key(name)) for name in names]
    db.session.add_all(rows)
    db.session.flush()
    return {row.name: row.id for row in rows}


def _person(number: int, person: dict[str, Any], owner: int, skills: Any, tags: Any, file: int) -> None:
    get = person.get
    db.session.add(
        Candidate(
            id=number, full_name=get("name"), name_key=folded(get("name")), preferred_name=get("preferred", ""),
            headline=get("headline", ""), current_title=get("title", ""), title_key=folded(get("title")),
            current_employer=get("employer", ""), employer_key=folded(get("employer")), city=get("city", ""),
            city_key=folded(get("city")), country=get("country", ""), remote=get("remote"),
            seniority=get("seniority"), languages=dict.fromkeys(get("languages", []), "fluent"),
            owner_id=owner if get("owner") else None, source=get("source", ""), source_key=folded(get("source")),
            salary_minor=get("salary", (0,))[0] * 100 or None, salary_currency=get("salary", (0, ""))[1],
            added_at=ago(get("added")), updated_at=ago(get("added") / 2),
            contacted_at=ago(get("contacted")) if get("contacted") else None,
            contacted_rank=0 if get("contacted") else 1, human_signal_at=ago(get("signal")) if get("signal") else None,
            available_from=(NOW + timedelta(days=get("available"))).date() if get("available") else None,
            erased_at=ago(1) if get("erased") else None,
        )
    )  # fmt: skip
    db.session.flush()
    rows: list[Any] = [CandidateSkill(candidate_id=number, skill_id=skills[name]) for name in get("skills", [])]
    rows += [CandidateTag(candidate_id=number, tag_id=tags[name]) for name in get("tags", [])]
    rows += [_contact(number, ContactKind.EMAIL, value, at == 0) for at, value in enumerate(get("emails", []))]
    rows += [_contact(number, ContactKind.PHONE, value, at == 0) for at, value in enumerate(get("phones", []))]
    rows += [
        Education(candidate_id=number, school=school, school_key=folded(school), degree=degree, graduated=year)
        for school, degree, year in get("schools", [])
    ]
    rows += [Experience(candidate_id=number, title=title, employer=at) for title, at in get("experience", [])]
    if get("resume"):
        rows.append(_document(number, file, DocumentKind.RESUME, get("resume")))
    if get("licence"):
        until = (NOW + timedelta(days=get("licence"))).date()
        rows.append(_document(number, file, DocumentKind.LICENCE, "", expires_on=until))
    if get("note"):
        rows.append(Note(candidate_id=number, author_id=owner, body=get("note")))
    if get("notice"):
        rows.append(NoticeDuty(candidate_id=number, origin="import", due_at=ago(get("notice"))))
    db.session.add_all(rows)
    db.session.flush()
    for purpose, action in get("consents", []):
        db.session.add(Consent(candidate_id=number, purpose=purpose, action=action, at=ago(20), method="form"))
        db.session.flush()


def _contact(number: int, kind: ContactKind, value: str, primary: bool) -> ContactPoint:
    return ContactPoint(candidate_id=number, kind=kind, value=value, value_key=folded(value), is_primary=primary)


def _document(number: int, file: int, kind: DocumentKind, text: str, **more: Any) -> Document:
    return Document(
        candidate_id=number, file_id=file, kind=kind, filename="file", text=text, reading=ReadingState.READ, **more
    )


def _applications(team: int) -> None:
    stages = {}
    for number, title in enumerate(["Backend Engineer", "Frontend Developer"], start=1):
        db.session.add(Job(id=number, slug=folded(title).replace(" ", "-"), title=title, title_key=folded(title),
                           team_id=team, state=JobState.OPEN))  # fmt: skip
        db.session.flush()
        for position, (name, kind) in enumerate(
            [("New", StageType.NEW), ("Phone screen", StageType.SCREEN), ("First talk", StageType.INTERVIEW),
             ("Final panel", StageType.INTERVIEW), ("Offer", StageType.OFFER), ("Hired", StageType.HIRED)]
        ):  # fmt: skip
            stage = Stage(job_id=number, position=position, name=name, type=kind, public_name=name)
            db.session.add(stage)
            db.session.flush()
            stages[number, name] = stage.id
    reasons = [RejectReason(name="Skills do not match", side=ReasonSide.WE),
               RejectReason(name="Chose another offer", side=ReasonSide.THEY)]  # fmt: skip
    db.session.add_all(reasons)
    db.session.flush()

    def apply(name: str, job: int, stage: str, state: ApplicationState, applied: int, **more: Any) -> Application:
        row = Application(
            candidate_id=IDS[name], job_id=job, stage_id=stages[job, stage], state=state, applied_at=ago(applied),
            confirmed_at=ago(applied), given_name=name, given_email=f"{name}@x.example", **more
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        db.session.execute(
            insert(StageStay).values(
                application_id=row.id, job_id=job, stage_id=stages[job, stage], entered_at=ago(applied)
            )
        )
        return row

    state = ApplicationState
    apply("ada", 1, "Final panel", state.ACTIVE, 20, reply_by=date(2026, 6, 17))
    jorg = apply("jorg", 2, "Phone screen", state.REJECTED, 300, ended_at=ago(290))
    apply("dmitri", 1, "Hired", state.HIRED, 750, ended_at=ago(700), left_on=ago(30).date())
    apply("taro", 1, "New", state.WITHDRAWN, 80, ended_at=ago(70))
    offered = apply("sam", 1, "Offer", state.ACTIVE, 50)
    declined = apply("sam", 2, "First talk", state.REJECTED, 200, ended_at=ago(150))
    db.session.add_all(
        [
            Rejection(application_id=jorg.id, reason_id=reasons[0].id, at=ago(290)),
            Rejection(application_id=declined.id, reason_id=reasons[1].id, at=ago(150)),
            Rejection(application_id=offered.id, reason_id=reasons[0].id, at=ago(40), undone_at=ago(39)),
            Offer(application_id=offered.id, number=1, state=OfferState.SENT, title="Backend Engineer",
                  pay_minor=10_000_000, starts_on=date(2026, 9, 1)),
        ]
    )  # fmt: skip
