"""Plain makers and the cast. Makers write rows directly; the commands are what tests are about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Installation, Team, User
from app.accounts.permissions import Role
from app.accounts.sessions import start_session, user_and_site
from app.campaigns.models import Campaign, CampaignLink, CampaignText
from app.candidates.custom_fields import forget_known_fields, read_answer
from app.candidates.models import (
    Candidate,
    CandidateSession,
    CandidateSkill,
    CandidateTag,
    Consent,
    ConsentAction,
    ContactKind,
    ContactPoint,
    CustomField,
    CustomKind,
    CustomValue,
    Note,
    Purpose,
    Skill,
    Tag,
)
from app.core.clock import date_of, now
from app.core.text import folded
from app.core.tokens import new_token, token_hash
from app.extensions import db
from app.hiring.interviewing import working_day_after
from app.hiring.models import (
    Application,
    Interview,
    InterviewKind,
    Kit,
    KitAttribute,
    Rating,
    ReasonSide,
    RejectReason,
    ReviewRequest,
    Scorecard,
    Seat,
    StageStay,
)
from app.jobs.models import (
    Job,
    JobLocation,
    JobMember,
    JobSkill,
    JobState,
    Need,
    Opening,
    Posting,
    Question,
    QuestionKind,
    Stage,
    StageType,
    TeamRole,
)
from app.talent.models import (
    Community,
    CommunityQuestion,
    CommunityQuestionKind,
    CommunityState,
    JobInvitation,
    JoinRequest,
    Membership,
    Pool,
    PoolMember,
    PoolStage,
    Relationship,
    RelationshipKind,
    School,
    SchoolContact,
    SchoolDate,
    SchoolName,
    SchoolProgramme,
    Segment,
)
from app.web.identify import CANDIDATE, STAFF, cookie_name

STAGES = (
    ("Applied", StageType.NEW, "Received", "We have your application.", 7),
    ("Screening", StageType.SCREEN, "In review", "Somebody is reading it.", 7),
    ("Interview", StageType.INTERVIEW, "Interviews", "We are getting to know each other.", 10),
    ("Offer", StageType.OFFER, "Decision", "We are deciding.", 5),
    ("Hired", StageType.HIRED, "Welcome", "You are joining us.", None),
)


@dataclass(frozen=True)
class Cast:
    """Ada recruiter · Hugo hiring manager · Ines interviewer · Otto recruiter of another team · Root admin ·
    Cora coordinator · Cleo compliance officer · Carla candidate. `job` is Ada's, with Hugo and Ines on its team.
    """

    ada: User
    hugo: User
    ines: User
    otto: User
    root: User
    cora: User
    cleo: User
    carla: Candidate
    job: Job
    team: Team
    other_team: Team


@dataclass(frozen=True)
class CastIds:
    """Where the records of a cast stand in a database."""

    users: dict[str, int]
    carla: int
    job: int
    teams: tuple[int, int]

    @classmethod
    def of(cls, cast: Cast) -> "CastIds":
        users = {name: getattr(cast, name).id for name in ("ada", "hugo", "ines", "otto", "root", "cora", "cleo")}
        return cls(users, cast.carla.id, cast.job.id, (cast.team.id, cast.other_team.id))

    def cast(self) -> Cast:
        """These records in the present session."""
        users = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(self.users.values())))}
        for user in users.values():
            set_committed_value(user, "own_candidate_id", None)  # as for those whom `Make.user` makes
        teams = {team.id: team for team in db.session.scalars(select(Team).where(Team.id.in_(self.teams)))}
        return Cast(**{name: users[its] for name, its in self.users.items()}, carla=db.session.get_one(Candidate, self.carla),
                    job=db.session.get_one(Job, self.job), team=teams[self.teams[0]], other_team=teams[self.teams[1]])  # fmt: skip


def user_of_token(token: str) -> User | None:
    """Whose session it is the secret of, as a request would find out."""
    found = user_and_site(token)
    return found[0] if found is not None else None


def staff_address(name: str, number: int) -> str:
    return f"{folded(name).replace(' ', '.')}.{number}@staff.example.org"


def mailbox(candidate: Candidate, email: str) -> dict[str, Any]:
    return {"candidate_id": candidate.id, "kind": ContactKind.EMAIL, "value": email, "value_key": folded(email), "is_primary": True}


def applied(candidate: Candidate, stage: Stage) -> dict[str, Any]:
    return {"candidate_id": candidate.id, "job_id": stage.job_id, "stage_id": stage.id, "public_stage_id": stage.id,
            "confirmed_at": now(), "given_name": candidate.full_name, "given_email": "given@example.org"}  # fmt: skip


def stay(application: Application) -> dict[str, Any]:
    return {"application_id": application.id, "job_id": application.job_id, "stage_id": application.stage_id,
            "entered_at": application.stage_entered_at}  # fmt: skip


class Make:
    """`make.candidate()`, `make.application(stage="Interview")`: sensible defaults, anything overridden by name."""

    def __init__(self) -> None:
        self.count_from(1)

    def count_from(self, number: int) -> None:
        self._numbers = count(number)

    def next_number(self) -> int:
        return next(self._numbers)

    def add(self, record: Any) -> Any:
        db.session.add(record)
        db.session.flush()
        return record

    def rows(self, table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
        """Rows nobody needs as records, in one statement."""
        if listed := list(rows):
            db.session.execute(insert(table.__table__), listed)

    def installation(self, **values: Any) -> Installation:
        present = db.session.query(Installation).first()
        return present or self.add(Installation(**{"company_name": "Larkspur", "contact_email": "people@example.org", **values}))

    def user(self, role: Role = Role.RECRUITER, *, name: str | None = None, team: Team | None = None, **values: Any) -> User:
        number = next(self._numbers)
        name = name or f"User {number}"
        email = values.pop("email", staff_address(name, number))
        user: User = self.add(
            User(name=name, email=email, email_key=folded(email), role=role, team_id=team.id if team else None, **values)
        )
        set_committed_value(user, "own_candidate_id", None)  # as if read: nobody new has a record of their own yet
        return user

    def team(self, name: str = "Engineering hiring") -> Team:
        return self.add(Team(name=name))

    def candidate(self, name: str | None = None, *, email: str | None = "", phone: str = "", skills: tuple[str, ...] = (),
                  tags: tuple[str, ...] = (), **values: Any) -> Candidate:  # fmt: skip
        number = next(self._numbers)
        name = name or f"Person {number}"
        for column, key in (("current_title", "title_key"), ("current_employer", "employer_key"), ("city", "city_key"),
                            ("source", "source_key")):  # fmt: skip
            if column in values:
                values.setdefault(key, folded(values[column]))
        candidate = self.add(Candidate(full_name=name, name_key=folded(name), **values))
        if email is not None:
            email = email or f"{folded(name).replace(' ', '.')}.{number}@example.org"
            self.add(ContactPoint(**mailbox(candidate, email)))
        if phone:
            self.add(ContactPoint(candidate_id=candidate.id, kind=ContactKind.PHONE, value=phone, value_key=phone,
                                  is_primary=True))  # fmt: skip
        for skill in skills:
            self.add(CandidateSkill(candidate_id=candidate.id, skill_id=self.skill(skill).id))
        for tag in tags:
            self.add(CandidateTag(candidate_id=candidate.id, tag_id=self.tag(tag).id))
        return candidate

    def skill(self, name: str) -> Skill:
        key = folded(name)
        return db.session.query(Skill).filter_by(name_key=key).first() or self.add(Skill(name=name, name_key=key))

    def custom_field(self, name: str = "Shoe size", kind: CustomKind = CustomKind.NUMBER, **values: Any) -> CustomField:
        values.setdefault("key", folded(name).replace(" ", "-"))
        forget_known_fields()
        return self.add(CustomField(name=name, kind=kind, **values))

    def custom_value(self, candidate: Candidate, field: CustomField, typed: str) -> CustomValue:
        answer = read_answer(field, typed)
        assert answer is not None
        return self.add(CustomValue(candidate_id=candidate.id, field_id=field.id, **answer.columns))

    def tag(self, name: str) -> Tag:
        return db.session.query(Tag).filter_by(name_key=folded(name)).first() or self.add(
            Tag(name=name, name_key=folded(name))
        )

    def note(self, candidate: Candidate, body: str = "Spoke on the phone.", **values: Any) -> Note:
        return self.add(Note(candidate_id=candidate.id, body=body, **values))

    def job(self, title: str | None = None, *, state: JobState = JobState.OPEN, published: bool = True, openings: int = 1,
            city: str = "Berlin", country: str = "DE", **values: Any) -> Job:  # fmt: skip
        number = next(self._numbers)
        title = title or f"Engineer {number}"
        values.setdefault("slug", f"{folded(title).replace(' ', '-')}-{number}")
        values.setdefault("description", "## The work\n\nBuild things that last.")
        values.setdefault("pay_from", 60_000_00)
        values.setdefault("pay_to", 80_000_00)
        job = self.add(Job(title=title, title_key=folded(title), state=state, opened_at=now(), **values))
        self.rows(JobLocation, [{"job_id": job.id, "city": city, "city_key": folded(city), "country": country}])
        self.rows(Stage, (
            {"job_id": job.id, "position": position, "name": name, "type": type_, "public_name": public_name,
             "public_text": text, "reply_days": days}
            for position, (name, type_, public_name, text, days) in enumerate(STAGES)
        ))  # fmt: skip
        self.rows(Opening, ({"job_id": job.id, "number": index + 1} for index in range(openings)))
        if published and state is JobState.OPEN:
            self.rows(Posting, [{"job_id": job.id}])
        return job

    def job_skill(self, job: Job, name: str, need: Need = Need.REQUIRED) -> JobSkill:
        return self.add(JobSkill(job_id=job.id, skill_id=self.skill(name).id, need=need))

    def stage(self, job: Job, name: str) -> Stage:
        return db.session.query(Stage).filter_by(job_id=job.id, name=name).one()

    def member(self, job: Job, user: User, role: TeamRole, *, lead: bool = False) -> JobMember:
        return self.add(JobMember(job_id=job.id, user_id=user.id, role=role, lead=lead))

    def question(self, job: Job, text: str = "Why us?", kind: QuestionKind = QuestionKind.SHORT, **values: Any) -> Question:
        return self.add(Question(job_id=job.id, text=text, kind=kind, **values))

    def application(self, candidate: Candidate | None = None, job: Job | None = None, *, stage: str = "Applied",
                    **values: Any) -> Application:  # fmt: skip
        job = job or self.job()
        candidate = candidate or self.candidate()
        placed = self.stage(job, stage)
        application = self.add(Application(**{**applied(candidate, placed), **values}))
        self.add(StageStay(**stay(application)))
        return application

    def applications(self, number: int, job: Job) -> list[Application]:
        """Of so many people, all newly applied, in a few statements."""
        placed = self.stage(job, "Applied")
        numbers = [next(self._numbers) for _one in range(number)]
        people = [Candidate(full_name=f"Person {one}", name_key=f"person {one}") for one in numbers]
        db.session.add_all(people)
        db.session.flush()
        self.rows(ContactPoint, (mailbox(person, f"person.{one}@example.org") for person, one in zip(people, numbers, strict=True)))
        made = [Application(**applied(person, placed)) for person in people]
        db.session.add_all(made)
        db.session.flush()
        self.rows(StageStay, map(stay, made))
        return made

    def review_request(self, application: Application, user: User, **values: Any) -> ReviewRequest:
        return self.add(ReviewRequest(application_id=application.id, user_id=user.id, **values))

    def interview(self, application: Application, *panel: User, starts_in: timedelta = timedelta(days=3), minutes: int = 60,
                  **values: Any) -> Interview:  # fmt: skip
        """An interview with `panel`, `starts_in` from now (negative: it was)."""
        starts_at = values.pop("starts_at", now() + starts_in)
        values.setdefault("cards_due_on", working_day_after(date_of(starts_at)))
        return self.add(
            Interview(
                **{
                    "application_id": application.id, "stage_id": application.stage_id, "kind": InterviewKind.VIDEO,
                    "title": "First interview", "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=minutes),
                    "time_zone": "Europe/Berlin", "uid": uuid4().hex, "seats": [Seat(user_id=one.id, user=one) for one in panel],
                    **values,
                }
            )
        )  # fmt: skip

    def kit(self, stage_id: int, *names: str) -> Kit:
        attributes = [KitAttribute(name=name, position=at) for at, name in enumerate(names or ("Craft", "Teamwork"))]
        return self.add(Kit(stage_id=stage_id, purpose="Find out.", attributes=attributes))

    def scorecard(self, interview: Interview, user: User, **values: Any) -> Scorecard:
        """Given, unless `submitted_at` says otherwise."""
        return self.add(
            Scorecard(
                **{
                    "interview_id": interview.id, "application_id": interview.application_id, "user_id": user.id,
                    "overall": Rating.YES, "takeaway": "Knows the craft.", "submitted_at": now(), "ratings": [], **values,
                }
            )
        )  # fmt: skip

    def reject_reason(self, name: str = "Another person fits better", side: ReasonSide = ReasonSide.WE) -> RejectReason:
        return self.add(RejectReason(name=name, side=side))

    def community(
        self, name: str | None = None, *, state: CommunityState = CommunityState.OPEN, **values: Any
    ) -> Community:
        name = name or f"Community {next(self._numbers)}"
        values.setdefault("slug", folded(name).replace(" ", "-"))
        texts = {"headline": "For people who listen.", "story": "We meet and talk.", "offers": "A letter a month."}
        return self.add(
            Community(**{**texts, "name": name, "name_key": folded(name), "state": state, "opened_at": now(), **values})
        )

    def community_question(self, community: Community, text: str = "What do you do?",
                           kind: CommunityQuestionKind = CommunityQuestionKind.SHORT, **values: Any) -> CommunityQuestion:  # fmt: skip
        return self.add(CommunityQuestion(community_id=community.id, text=text, kind=kind, **values))

    def join_request(self, community: Community, email: str = "new@example.org", **values: Any) -> JoinRequest:
        values.setdefault("expires_at", now() + timedelta(days=7))
        return self.add(
            JoinRequest(
                community_id=community.id, name="Nora New", email=email, email_key=folded(email), mails=1, **values
            )
        )

    def membership(self, candidate: Candidate, community: Community, **values: Any) -> Membership:
        return self.add(Membership(candidate_id=candidate.id, community_id=community.id, **values))

    def pool(self, name: str | None = None, *, owner: User, stages: tuple[str, ...] = ("New", "Contacted", "Ready"),
             **values: Any) -> Pool:  # fmt: skip
        name = name or f"Pool {next(self._numbers)}"
        pool = self.add(Pool(name=name, name_key=folded(name), owner_id=owner.id, **values))
        for position, stage in enumerate(stages):
            self.add(PoolStage(pool_id=pool.id, position=position, name=stage))
        return pool

    def pool_stage(self, pool: Pool, name: str = "New") -> PoolStage:
        return db.session.query(PoolStage).filter_by(pool_id=pool.id, name=name).one()

    def pool_member(self, pool: Pool, candidate: Candidate, *, stage: str = "New", **values: Any) -> PoolMember:
        return self.add(
            PoolMember(pool_id=pool.id, candidate_id=candidate.id, stage_id=self.pool_stage(pool, stage).id, **values)
        )

    def school(self, name: str = "TU Berlin", *other_names: str, **values: Any) -> School:
        """With one contact, one programme and a date in a month."""
        names = [SchoolName(name=one, name_key=folded(one)) for one in (name, *other_names)]
        day = date_of(now()) + timedelta(days=30)
        return self.add(
            School(
                name=name, name_key=folded(name), names=names, contacts=[SchoolContact(name="Paula Professor")],
                programmes=[SchoolProgramme(name="Acoustics")], dates=[SchoolDate(day=day, what="Fair", remind_on=day)], **values,
            )
        )  # fmt: skip

    def relationship(
        self, candidate: Candidate, kind: RelationshipKind = RelationshipKind.MET_AT, **values: Any
    ) -> Relationship:
        return self.add(Relationship(candidate_id=candidate.id, kind=kind, **{"words": "Hearing Days", **values}))

    def segment(self, name: str | None = None, *, owner: User, query: str = "skill:python", **values: Any) -> Segment:
        name = name or f"Segment {next(self._numbers)}"
        return self.add(Segment(name=name, name_key=folded(name), owner_id=owner.id, query=query, **values))

    def job_invitation(self, job: Job, candidate: Candidate, **values: Any) -> JobInvitation:
        values.setdefault("email", "invited@example.org")
        return self.add(JobInvitation(job_id=job.id, candidate_id=candidate.id, **values))

    def campaign(self, name: str | None = None, *, by: User, query: str = "consent:newsletter", subject: str = "Spring news",
                 body: str = "Hello {{first_name|there}}, [read on](https://example.org/news).", **values: Any) -> Campaign:  # fmt: skip
        """A newsletter with its words in English, from `by`."""
        values.setdefault("audience", {"query": query} if query else {})
        text = CampaignText(locale="en", subject=subject, preheader="Three things", body=body)
        return self.add(
            Campaign(name=name or f"Newsletter {next(self._numbers)}", sender_name="Larkspur", created_by_id=by.id,
                     confirmed_by_id=by.id, texts=[text], **values)
        )  # fmt: skip

    def campaign_link(
        self, campaign: Campaign, target: str = "https://example.org/news", **values: Any
    ) -> CampaignLink:
        values.setdefault("position", 0)
        return self.add(CampaignLink(campaign_id=campaign.id, href=target, target=target, label="read on", **values))

    def consent(self, candidate: Candidate, purpose: Purpose = Purpose.NEWSLETTER,
                action: ConsentAction = ConsentAction.CONFIRMED, **values: Any) -> Consent:  # fmt: skip
        values.setdefault("method", "form")
        return self.add(Consent(candidate_id=candidate.id, purpose=purpose, action=action, **values))

    def subscriber(self, name: str | None = None, *, tracking: bool = False, **values: Any) -> Candidate:
        """Somebody who agreed to the newsletter, and perhaps to being tracked."""
        candidate = self.candidate(name, **values)
        self.consent(candidate)
        if tracking:
            self.consent(candidate, Purpose.TRACKING)
        return candidate

    def cast(self) -> Cast:
        self.installation()
        team, other = self.team("Engineering hiring"), self.team("Commercial hiring")
        ada, hugo, ines, otto, root, cora, cleo = self._colleagues(
            ("Ada Recruiter", Role.RECRUITER, team), ("Hugo Manager", Role.HIRING_MANAGER, None),
            ("Ines Interviewer", Role.INTERVIEWER, None), ("Otto Elsewhere", Role.RECRUITER, other),
            ("Root Admin", Role.ADMIN, None), ("Cora Coordinator", Role.COORDINATOR, team),
            ("Cleo Compliance", Role.COMPLIANCE_OFFICER, None),
        )  # fmt: skip
        job = self.job("Backend Engineer", team_id=team.id)
        seats = ((ada, TeamRole.RECRUITER), (hugo, TeamRole.HIRING_MANAGER), (ines, TeamRole.INTERVIEWER))
        self.rows(
            JobMember,
            ({"job_id": job.id, "user_id": user.id, "role": role, "lead": user is ada} for user, role in seats),
        )
        carla = self.candidate("Carla Candidate", email="carla@example.org")
        return Cast(ada=ada, hugo=hugo, ines=ines, otto=otto, root=root, cora=cora, cleo=cleo, carla=carla, job=job,
                    team=team, other_team=other)  # fmt: skip

    def _colleagues(self, *colleagues: tuple[str, Role, Team | None]) -> list[User]:
        """As `user` makes them, all in one statement."""
        rows = []
        for name, role, team in colleagues:
            email = staff_address(name, next(self._numbers))
            rows.append(
                {"name": name, "email": email, "email_key": folded(email), "role": role, "team_id": team and team.id}
            )
        self.rows(User, rows)
        users = list(
            db.session.scalars(
                select(User).where(User.email_key.in_([row["email_key"] for row in rows])).order_by(User.id)
            )
        )
        for user in users:
            set_committed_value(user, "own_candidate_id", None)
        return users

    def signed_in(self, app: Flask, user: User) -> FlaskClient:
        """A browser with a session of `user`."""
        token = self._committed(lambda: start_session(user, address="127.0.0.1", agent="tests"))
        return self._browser(app, STAFF, token)

    def signed_in_candidate(self, app: Flask, candidate: Candidate) -> FlaskClient:
        token = new_token()
        session = CandidateSession(
            candidate_id=candidate.id, token_hash=token_hash(token), expires_at=now().replace(year=2099)
        )
        self._committed(lambda: self.add(session))
        return self._browser(app, CANDIDATE, token)

    def _committed(self, act: Any) -> Any:
        from app.core.transaction import in_transaction, transaction

        if in_transaction():
            return act()
        with transaction():
            return act()

    def _browser(self, app: Flask, face: str, token: str) -> FlaskClient:
        client = app.test_client()
        with app.test_request_context():
            client.set_cookie(cookie_name(face), token)
        return client
