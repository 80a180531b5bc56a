"""Larkspur, the employer of the demo: who works there, what it says about itself, which jobs it has."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from app.accounts.commands import create_team, create_user, set_up_installation
from app.accounts.models import Installation, User
from app.accounts.permissions import Role
from app.core.actors import Actor, user_actor, visitor_actor
from app.extensions import db
from app.jobs.commands import (
    JobValues,
    Membership,
    QuestionDraft,
    change_company,
    create_job,
    ensure_pipeline_templates,
    post_internally,
    publish_job,
    set_questions,
    set_site_wordings,
    set_team,
)
from app.jobs.models import EmploymentType, Job, QuestionKind, RemotePolicy, ResumeRule, SiteText, TeamRole
from app.jobs.places import Place

NAME = "Larkspur Hearing"
DOMAIN = "larkspur.example.org"
TEXTS = files("app.demo")


@dataclass(frozen=True)
class Member:
    """Somebody on the staff. `key` is the first name, by which jobs name them."""

    key: str
    name: str
    role: Role
    team: str = ""
    locale: str = "en"
    time_zone: str = "Europe/Berlin"

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


STAFF = (
    Member("ruth", "Ruth Adler", Role.ADMIN),
    Member("ada", "Ada Lindqvist", Role.RECRUITER, "product"),
    Member("tomas", "Tomás Vidal", Role.RECRUITER, "care", time_zone="Europe/Vienna"),
    Member("cora", "Cora Meinhardt", Role.COORDINATOR, "product"),
    Member("hugo", "Hugo Brandt", Role.HIRING_MANAGER),
    Member("salma", "Salma Benali", Role.HIRING_MANAGER, time_zone="Europe/Paris"),
    Member("ines", "Ines Duarte", Role.INTERVIEWER),
    Member("jonas", "Jonas Weiler", Role.INTERVIEWER, locale="de", time_zone="Europe/Vienna"),
    Member("cleo", "Cleo Marchetti", Role.COMPLIANCE_OFFICER),
)
TEAMS = {"product": "Product & Engineering", "care": "Care & Commercial"}
LEADS = {"product": "ada", "care": "tomas"}


@dataclass(frozen=True)
class Larkspur:
    """The staff by key, as the story needs them."""

    ids: dict[str, int]
    names: dict[str, str]

    def by(self, key: str) -> Actor:
        return user_actor(self.ids[key])


@dataclass(frozen=True)
class Opening:
    """A job as its file in `jobs/` tells it; days count back from today."""

    key: str
    told: dict[str, Any]
    description: str

    @property
    def lead(self) -> str:
        return LEADS[self.told["team"]]

    @property
    def near(self) -> str:
        return "anywhere" if self.told["remote"] == "remote" else str(self.told["places"][0][0])

    @property
    def title(self) -> str:
        return str(self.told["title"])

    @property
    def german(self) -> bool:
        return bool(self.told["locale"] == "de")


def found_company(password_hashes: dict[str, str]) -> Larkspur:
    """The installation, its words, its teams and its people."""
    admin = STAFF[0]
    company, first = set_up_installation(
        company_name=NAME, name=admin.name, email=admin.email, password_hash=password_hashes[admin.key],
        by=visitor_actor(), demo=True,
    )  # fmt: skip
    by = user_actor(first.id)
    _introduce(company, by)
    teams = {key: create_team(name, by=by).id for key, name in TEAMS.items()}
    users = {admin.key: first}
    for member in STAFF[1:]:
        users[member.key] = create_user(
            name=member.name, email=member.email, role=member.role, password_hash=password_hashes[member.key], by=by,
            team_id=teams.get(member.team), locale=member.locale, time_zone=member.time_zone,
        )  # fmt: skip
    return Larkspur({key: user.id for key, user in users.items()}, {key: user.name for key, user in users.items()})


def _introduce(company: Installation, by: Actor) -> None:
    change_company(
        company, name=NAME, postal_address="Larkspur Hearing GmbH\nLerchenufer 12\n10999 Berlin\nGermany",
        contact_email=f"people@{DOMAIN}", accent="#0f6e84", default_locale="en", default_country="DE", mail_domains=DOMAIN, by=by,
    )  # fmt: skip
    for locale in ("en", "de"):
        texts = {text: _read(f"site/{text.value}.{locale}.md") for text in (SiteText.HEADLINE, SiteText.STORY)}
        set_site_wordings(locale, texts, by=by)


@cache
def openings() -> tuple[Opening, ...]:
    """Every job of the demo, the oldest first."""
    found = [_opening(file.name) for file in TEXTS.joinpath("jobs").iterdir() if file.name.endswith(".md")]
    return tuple(sorted(found, key=lambda one: (-one.told["opened"], one.key)))


def draft_job(opening: Opening, larkspur: Larkspur) -> Job:
    """The job with its places, stages, questions and team, not yet shown to anybody."""
    told, by = opening.told, larkspur.by(opening.lead)
    template = next(one for one in ensure_pipeline_templates() if one.name == told["template"])
    values: JobValues = {
        "title": opening.title,
        "department": told["department"],
        "team_id": _team_id(larkspur, opening),
        "remote_policy": RemotePolicy(told["remote"]),
        "employment_type": EmploymentType(told.get("employment", "full_time")),
        "pay_from": told["pay"][0] * 100,
        "pay_to": told["pay"][1] * 100,
        "benefits": told["benefits"],
        "summary": told["summary"],
        "description": opening.description,
        "locale": told["locale"],
        "resume_rule": ResumeRule(told["resume"]),
    }
    places = [Place(city, "", code, country) for city, code, country in told["places"]]
    job = create_job(by=by, template=template, places=places, openings=told["openings"], **values)
    members = [
        Membership(larkspur.ids[opening.lead], TeamRole.RECRUITER, lead=True),
        Membership(larkspur.ids[told["manager"]], TeamRole.HIRING_MANAGER),
        *(Membership(larkspur.ids[key], TeamRole.INTERVIEWER) for key in told["interviewers"]),
    ]
    if told["team"] == "product":
        members.append(Membership(larkspur.ids["cora"], TeamRole.COORDINATOR))
    set_team(job, members, version=None, by=by)
    set_questions(job, [_question(one) for one in told.get("questions", ())], version=None, by=by)
    return job


def publish(job: Job, opening: Opening, larkspur: Larkspur, *, last_day: date | None = None) -> None:
    """To the world, or to colleagues only."""
    show = post_internally if opening.told["state"] == "internal" else publish_job
    show(job, by=larkspur.by(opening.lead), last_day=last_day)


def _question(told: dict[str, Any]) -> QuestionDraft:
    return QuestionDraft(
        QuestionKind(told["kind"]), told["text"], told.get("help", ""), told.get("required", False), tuple(told.get("options", ()))
    )


def _team_id(larkspur: Larkspur, opening: Opening) -> int | None:
    return db.session.get_one(User, larkspur.ids[opening.lead]).team_id


def _opening(filename: str) -> Opening:
    _before, head, body = _read(f"jobs/{filename}").split("+++\n", 2)
    return Opening(filename.removesuffix(".md"), tomllib.loads(head), body.strip())


def _read(path: str) -> str:
    return TEXTS.joinpath(path).read_text(encoding="utf-8").strip()
