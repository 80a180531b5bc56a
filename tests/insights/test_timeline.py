"""The timeline merges what happened, what was noted and what was mailed, and shows nobody what is not theirs."""

from datetime import timedelta

from app.candidates.commands import change_candidate, write_note
from app.candidates.models import Candidate, NoteVisibility
from app.core.actors import user_actor
from app.core.clock import at, now
from app.extensions import db
from app.hiring.commands import add_application
from app.insights.labels import Label, applications_of, label_of
from app.insights.timeline import Group, Timeline, candidate_timeline
from app.mailing.models import Message, MessageKind, RecipientKind
from tests.make import Cast, Make


def said(timeline: Timeline) -> list[str]:
    return [entry.text or entry.sentence for entry in timeline.entries]


def lived(make: Make, cast: Cast) -> Candidate:
    """A person with notes, a change, an application to Ada's job and mails, an hour apart."""
    person, ada, start = make.candidate("Grete Finder"), user_actor(cast.ada.id), now() - timedelta(days=2)
    steps = [
        lambda: write_note(person, body="first note", by=ada),
        lambda: change_candidate(person, values={"city": "Wien", "salary_minor": 7_000_000}, by=ada),
        lambda: write_note(person, body="recruiting only", visibility=NoteVisibility.TEAM, by=ada),
        lambda: add_application(person, cast.job, by=ada),
        lambda: mail(make, person, "A newsletter", None),
        lambda: mail(make, person, "About your application", applications_of(cast.ada, person.id)[0].id),
    ]
    for hour, step in enumerate(steps):
        with at(start + timedelta(hours=hour)):
            step()
            db.session.flush()
    return person


def mail(make: Make, person: Candidate, subject: str, application_id: int | None) -> Message:
    number = now().timestamp()
    return make.add(Message(cause=f"t:{number}", mail_id=f"{number}@t", kind=MessageKind.PROCESS, address="g@example.org",
                            address_key="g@example.org", recipient_kind=RecipientKind.CANDIDATE, subject=subject,
                            candidate_id=person.id, application_id=application_id))  # fmt: skip


def test_everything_stands_in_one_order_newest_first(make: Make, cast: Cast) -> None:
    timeline = candidate_timeline(cast.ada, lived(make, cast))
    assert said(timeline) == [
        "Mail: About your application", "Mail: A newsletter", "applied for Backend Engineer", "recruiting only",
        "changed the record", "first note",
    ]  # fmt: skip
    assert timeline.older is None
    change = timeline.entries[4]
    assert change.who == "Ada Recruiter" and ("city", "", "Wien") in change.changes


def test_pages_follow_one_another_without_gap_or_repeat(make: Make, cast: Cast) -> None:
    person = lived(make, cast)
    whole, pages, place = said(candidate_timeline(cast.ada, person)), [], None
    for _page in range(10):
        page = candidate_timeline(cast.ada, person, before=place, limit=2)
        pages += said(page)
        place = page.older
        if place is None:
            break
    assert pages == whole


def test_entries_of_one_moment_are_not_lost_between_pages(make: Make, cast: Cast) -> None:
    person = make.candidate()
    with at(now()):
        for number in range(7):
            write_note(person, body=f"note {number}", by=user_actor(cast.ada.id))
            mail_at = mail(make, person, f"mail {number}", None)
            mail_at.cause, mail_at.mail_id = f"same:{number}", f"same-{number}@t"
            db.session.flush()
    pages: list[str] = []
    place = None
    while True:
        page = candidate_timeline(cast.ada, person, before=place, limit=3)
        pages += said(page)
        place = page.older
        if place is None:
            break
    assert len(pages) == len(set(pages)) == 14


def test_it_can_be_narrowed(make: Make, cast: Cast) -> None:
    person = lived(make, cast)
    assert said(candidate_timeline(cast.ada, person, groups=[Group.NOTES])) == ["recruiting only", "first note"]
    assert said(candidate_timeline(cast.ada, person, groups=[Group.CONSENT])) == []


def test_another_team_sees_nothing_of_the_application(make: Make, cast: Cast) -> None:
    assert said(candidate_timeline(cast.otto, lived(make, cast))) == [
        "Mail: A newsletter", "recruiting only", "changed the record", "first note"
    ]  # fmt: skip


def test_a_hiring_manager_sees_the_application_and_open_notes(make: Make, cast: Cast) -> None:
    timeline = candidate_timeline(cast.hugo, lived(make, cast))
    assert said(timeline) == ["Mail: About your application", "applied for Backend Engineer", "first note"]


def test_whoever_may_not_see_pay_sees_no_change_of_it(make: Make, cast: Cast) -> None:
    timeline = candidate_timeline(cast.cora, lived(make, cast))
    fields = {field for entry in timeline.entries for field, _old, _new in entry.changes}
    assert "city" in fields and not any(field.startswith("salary") for field in fields)


def test_the_label_is_derived_from_what_the_viewer_may_see(make: Make, cast: Cast) -> None:
    person = make.candidate()
    assert label_of(applications_of(cast.ada, person.id), {}) is Label.LEAD
    make.application(person, cast.job)
    assert label_of(applications_of(cast.ada, person.id), {}) is Label.APPLICANT
    assert label_of(applications_of(cast.otto, person.id), {}) is Label.LEAD
