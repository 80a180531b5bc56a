"""The mails of an interview: invitations, changes, cancellations and reminders, in everybody's own words and zone.

Every cause begins with `interview:<id>:` so that what has not left can be stopped together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import installation
from app.candidates.models import Candidate
from app.candidates.sign_in import PURPOSE, make_magic_link
from app.core.actors import Actor
from app.extensions import db
from app.hiring.interviewing import CalendarEntry, Guest, Method, calendar_file, employer_zone, when_words
from app.hiring.models import Application, Interview, InterviewKind, InterviewState, Seat, SeatRole
from app.jobs.models import Job
from app.mailing.commands import Draft, SecretLink, cancel_messages, plan_messages
from app.mailing.models import Message, MessageKind, MessageState

CANDIDATE = "candidate"
NEVER_LEFT = (MessageState.CANCELLED, MessageState.SUPPRESSED, MessageState.HARD_FAILED)


@dataclass
class Invitations:
    """The mails about one interview as it is now. Its seats and their users are loaded."""

    interview: Interview
    application: Application
    by: Actor

    def invite(self, *, candidate: bool, seats: Iterable[Seat], changed: bool = False) -> None:
        """Invitations that put the entry into calendars, or replace the one there."""
        self._stop_older()
        drafts = [self._to_panel("panel-invitation", seat.user, Method.REQUEST, changed=changed) for seat in seats]
        if candidate:
            template = "interview-changed" if changed else "interview-invitation"
            drafts.insert(0, self._to_candidate(template, Method.REQUEST))
        plan_messages(drafts, by=self.by)

    def uninvite(self, *, candidate: bool, users: Iterable[User]) -> None:
        """Take the entry out of calendars. Whoever was never told of it is told nothing now."""
        told = self._told()
        self._stop_older()
        drafts = [self._to_panel("panel-cancelled", user, Method.CANCEL) for user in users if user.id in told]
        if candidate and CANDIDATE in told:
            drafts.insert(0, self._to_candidate("interview-cancelled", Method.CANCEL))
        plan_messages(drafts, by=self.by)

    def remind(self, which: str, seats: Sequence[Seat]) -> None:
        """A last word before it begins; `which` keeps a second run from saying it twice."""
        drafts = [self._to_panel("panel-reminder", seat.user, None, which=which) for seat in seats]
        drafts.insert(0, self._to_candidate("interview-reminder", None, which=which))
        plan_messages(drafts, by=self.by)

    def ask_for_card(self, seat: Seat) -> None:
        plan_messages([self._to_panel("scorecard-due", seat.user, None, which="card")], by=self.by)

    def _to_candidate(self, template: str, method: Method | None, *, which: str = "") -> Draft:
        candidate = db.session.get_one(Candidate, self.application.candidate_id)
        entry = candidate_entry(self.interview, self.application, self._job(), candidate.locale)
        link = make_magic_link(
            candidate, email=self.application.given_email, next_path=f"/me/applications/{self.application.id}"
        )
        values = {**self._values(candidate.locale, self.interview.time_zone), "interview.instructions": self.interview.instructions}
        return self._draft(
            template, candidate, values, entry=entry, method=method, which=which,
            links={"status_link": SecretLink(PURPOSE, link.id, "/m/")} if template != "interview-cancelled" else {},
        )  # fmt: skip

    def _to_panel(self, template: str, user: User, method: Method | None, *, which: str = "", changed: bool = False) -> Draft:
        entry = panel_entry(self.interview, self.application, self._job(), user.locale)
        values = {
            **self._values(user.locale, user.time_zone), "candidate.name": self.application.given_name,
            "interview.changed": _yes() if changed else "", "link": interview_address(self.interview),
        }  # fmt: skip
        return self._draft(template, user, values, entry=entry, method=method, which=which)

    def _draft(
        self, template: str, to: Candidate | User, values: Mapping[str, str], *, entry: CalendarEntry,
        method: Method | None, which: str, links: Mapping[str, SecretLink] | None = None,
    ) -> Draft:  # fmt: skip
        whom = f"user-{to.id}" if isinstance(to, User) else CANDIDATE
        what = which or (method.value.lower() if method else template)
        return Draft(
            cause=f"{_causes(self.interview)}{self.interview.sequence}:{what}:{whom}", kind=MessageKind.PROCESS, to=to,
            template=template, values=values, links=links or {}, application_id=self.application.id,
            job_id=self.application.job_id,
            calendar=calendar_file(entry, method, organizer=_company()) if method else "",
        )  # fmt: skip

    def _values(self, locale: str, zone: str) -> dict[str, str]:
        interview = self.interview
        return {
            "job.title": self._job().title, "interview.title": interview.title,
            "interview.when": when_words(interview.starts_at, interview.ends_at, zone, locale),
            "interview.where": where_words(interview), "interview.with": with_words(interview),
        }  # fmt: skip

    def _job(self) -> Job:
        return db.session.get_one(Job, self.application.job_id)

    def _told(self) -> set[str | int]:
        """Who was sent an invitation that left or may have left: `candidate` and the ids of users."""
        sent = select(Message.user_id).where(
            Message.cause.startswith(_causes(self.interview)), Message.cause.contains(":request:"),
            Message.application_id == self.application.id,
            Message.state.not_in(NEVER_LEFT),
        )  # fmt: skip
        return {CANDIDATE if user_id is None else user_id for user_id in db.session.scalars(sent)}

    def _stop_older(self) -> None:
        """What was planned about an earlier state of the interview and has not left."""
        cancel_messages(
            Message.application_id == self.application.id, Message.cause.startswith(_causes(self.interview)),
            ~Message.cause.startswith(f"{_causes(self.interview)}{self.interview.sequence}:"),
            reason="interview-changed",
        )  # fmt: skip


def candidate_entry(interview: Interview, application: Application, job: Job, locale: str) -> CalendarEntry:
    """The interview in the candidate's calendar."""
    with force_locale(locale):
        summary = _("%(title)s at %(company)s: %(job)s", title=interview.title, company=_company(), job=job.title)
        lines = [interview.instructions]
        if names := with_words(interview):
            lines.append(_("You will meet: %(names)s", names=names))
        lines.append(interview.link)
    guest = Guest(application.given_name, application.given_email, answer="ACCEPTED")
    return _entry(
        interview, "candidate", summary=summary, lines=lines, zone=interview.time_zone, guests=[guest], url=interview.link
    )


def panel_entry(interview: Interview, application: Application, job: Job, locale: str) -> CalendarEntry:
    """The interview in the calendars of those who take part."""
    with force_locale(locale):
        summary = _("%(title)s: %(name)s, %(job)s", title=interview.title, name=application.given_name, job=job.title)
        lines = [interview.link, _("Interview kit and résumé: %(address)s", address=interview_address(interview))]
    answers = {"needs_action": "NEEDS-ACTION", "accepted": "ACCEPTED", "declined": "DECLINED"}
    guests = [
        Guest(seat.user.name, seat.user.email, answers[seat.response.value], optional=seat.role is SeatRole.OBSERVER)
        for seat in interview.seats
    ]
    return _entry(
        interview, "panel", summary=summary, lines=lines, zone=employer_zone(), guests=guests,
        url=interview_address(interview),
    )  # fmt: skip


def interview_address(interview: Interview) -> str:
    return f"{current_app.config['BASE_URL']}/recruiter/interviews/{interview.id}"


def where_words(interview: Interview) -> str:
    return " · ".join(part for part in (interview.place, interview.link) if part)


def with_words(interview: Interview) -> str:
    """Who the candidate meets. A task done at home meets nobody."""
    if interview.kind is InterviewKind.TAKE_HOME:
        return ""
    return ", ".join(seat.user.name for seat in interview.seats)


def _entry(
    interview: Interview, side: str, *, summary: str, lines: Sequence[str], zone: str, guests: Sequence[Guest], url: str
) -> CalendarEntry:
    domain = current_app.extensions["settings"].mail_domain
    return CalendarEntry(
        uid=f"{interview.uid}-{side}@{domain}", sequence=interview.sequence, summary=summary,
        description="\n\n".join(line for line in lines if line), location=interview.place or interview.link, url=url,
        starts_at=interview.starts_at, ends_at=interview.ends_at, zone=zone, guests=guests,
        changed_at=interview.updated_at, cancelled=interview.state is InterviewState.CANCELLED,
    )  # fmt: skip


def _company() -> str:
    company = installation()
    return company.company_name if company else "Perennial"


def _causes(interview: Interview) -> str:
    return f"interview:{interview.id}:"


def _yes() -> str:
    return _("yes")
