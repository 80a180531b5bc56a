"""What another team's recruiter learns of an application in no other way either: newsletters' funnels, mails, interest, pools,
confidential jobs, and what was noted of a colleague's segment.
"""

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import User
from app.accounts.permissions import Role
from app.candidates.models import Candidate, InterestSignal, SignalKind, Touchpoint
from app.core.activity import record
from app.core.actors import user_actor
from app.core.clock import at, now
from app.extensions import db
from app.insights.interest import interest_of
from app.insights.timeline import candidate_timeline
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind
from app.search.alike import BELONGINGS, FIELDS, STANDINGS, is_alike
from app.search.compile import compile_query
from app.search.parser import parse
from app.search.queries import count_candidates, search_candidates
from app.search.scope import Scope
from app.talent.activities import InvitedToApply
from app.talent.commands.noting import note_segment_day
from app.talent.models import Sharing
from app.talent.queries.segments import movement_of, segment_rows, size_history


def found(viewer: User, text: str) -> set[int]:
    ids = set(search_candidates(viewer, parse(text), sort="name").ids)
    assert count_candidates(viewer, parse(text)).number == len(ids)
    return ids


@pytest.fixture
def application(cast: Any, make: Any) -> Any:
    return make.application(job=cast.job, candidate=make.candidate("Nuria Vidal"))


def mail(make: Any, candidate_id: int, **values: Any) -> Message:
    return make.add(Message(cause=f"t:{values}", mail_id=f"{values}@t", kind=MessageKind.PROCESS, address="n@example.org", subject="Hello",
                            address_key="n@example.org", recipient_kind=RecipientKind.CANDIDATE, candidate_id=candidate_id,
                            state=MessageState.ACCEPTED, accepted_at=now(), **values))  # fmt: skip


def test_whom_a_newsletter_brought_shows_to_those_who_see_the_application(cast: Any, make: Any, application: Any) -> None:
    campaign = make.campaign("Spring news", by=cast.ada)
    make.add(Touchpoint(candidate_id=application.candidate_id, campaign_id=campaign.id, application_id=application.id, source="newsletter"))
    for act in ("applied", "first applied", "last applied"):
        assert found(cast.ada, f'campaign:"{act}"') == {application.candidate_id}, act
        assert found(cast.otto, f'campaign:"{act}"') == set(), act


def test_when_somebody_was_mailed_is_told_of_the_mails_one_sees(cast: Any, make: Any, application: Any) -> None:
    mail(make, application.candidate_id, application_id=application.id)
    assert found(cast.ada, "mailed:any") == {application.candidate_id}
    assert found(cast.otto, "mailed:any") == set()
    assert application.candidate_id in found(cast.otto, "mailed:none")
    mail(make, application.candidate_id)
    assert found(cast.otto, "mailed:<1d") == {application.candidate_id}


def test_interest_that_an_application_made_is_only_a_sign(cast: Any, make: Any, application: Any) -> None:
    person = db.session.get_one(Candidate, application.candidate_id)
    person.interest_key, person.trend_key = 5.0, 5.0
    for kind, source, number in ((SignalKind.APPLIED, "applications", application.id), (SignalKind.CLICKED, "hits", 1)):
        make.add(InterestSignal(candidate_id=person.id, kind=kind, source_kind=source, source_id=number))
    told = {name: {str(line.label) for line in interest_of(getattr(cast, name), person).lines} for name in ("ada", "otto")}
    assert told["ada"] == {str(SignalKind.APPLIED.label), str(SignalKind.CLICKED.label)}
    assert told["otto"] == {"A sign of interest", str(SignalKind.CLICKED.label)}


def test_a_private_pool_does_not_show_in_when_somebody_was_put_into_one(cast: Any, make: Any) -> None:
    member = make.candidate()
    make.pool_member(make.pool("Quiet", owner=cast.ada, sharing=Sharing.PRIVATE), member)
    assert found(cast.ada, "pooled:any") == {member.id}
    assert found(cast.otto, "pooled:any") == set()


def test_a_confidential_job_is_not_named_by_an_invitation(cast: Any, make: Any) -> None:
    person = make.candidate()
    invitation = make.job_invitation(cast.job, person, state="sent")
    record(InvitedToApply(candidate=person, job=cast.job, subject=invitation), by=user_actor(cast.ada.id))
    mail(make, person.id, job_id=cast.job.id)
    assert found(cast.otto, "invited:any") == {person.id} == found(cast.otto, "mailed:any")
    cast.job.confidential = True
    db.session.flush()
    assert found(cast.ada, "invited:any") == {person.id} == found(cast.ada, "mailed:any")
    assert found(cast.otto, "invited:any") == set() == found(cast.otto, "mailed:any")
    told = {viewer.name: [entry.sentence for entry in candidate_timeline(viewer, person).entries] for viewer in (cast.ada, cast.otto)}
    assert len(told[cast.ada.name]) == 2 and any(cast.job.title in line for line in told[cast.ada.name])
    assert told[cast.otto.name] == ["invited this person to apply for a job"]


def test_what_was_noted_of_a_segment_is_for_those_who_would_have_found_the_same(cast: Any, make: Any) -> None:
    shared = [make.segment(name, owner=cast.ada, query=query, sharing=Sharing.SHARED) for name, query in
              (("Finalists", "is:finalist"), ("Pythonists", "skill:python"))]  # fmt: skip
    person = make.candidate()
    for days, people in ((0, []), (1, [person.id])):
        with at(now() + timedelta(days=days)):
            for segment in shared:
                note_segment_day(segment, people)
    with at(now() + timedelta(days=1)):
        told = {viewer.name: [(movement_of(viewer, one) is not None, len(size_history(viewer, one))) for one in shared]
                for viewer in (cast.ada, cast.root, cast.otto)}  # fmt: skip
        assert told == {cast.ada.name: [(True, 2)] * 2, cast.root.name: [(True, 2)] * 2, cast.otto.name: [(False, 0), (True, 2)]}
        assert {row.segment.name: row.people for row in segment_rows(cast.otto)} == {"Finalists": None, "Pythonists": 1}


def test_fields_said_to_be_alike_ask_the_same_whoever_asks(cast: Any, make: Any) -> None:
    """Of the database itself: the same words with the same values."""
    coordinator = make.user(Role.COORDINATOR)
    asked = [*(f"{name}:any" for name in FIELDS), *(f"is:{name}" for name in STANDINGS), *(f"has:{name}" for name in BELONGINGS)]
    dialect, moment = db.session.get_bind().dialect, now()
    for text in asked:
        assert is_alike(parse(text)), text
        said = {str((told := compile_query(parse(text), Scope(viewer, moment, dialect.name)).compile(dialect=dialect)), ) + str(told.params)
                for viewer in (cast.ada, cast.otto, coordinator, cast.root)}  # fmt: skip
        assert len(said) == 1, text


@pytest.mark.parametrize("text", ["is:finalist", "-has:application", "skill:python salary:>50k", "owner:me", "pool:any OR city:berlin",
                                  "segment:any", "job:any", "mailed:any", "rating:any", "fit:any"])  # fmt: skip
def test_what_depends_on_who_asks_is_not_alike(app: Any, text: str) -> None:
    assert not is_alike(parse(text))
