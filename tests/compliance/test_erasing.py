"""Erasing a person leaves an empty shell, a certificate and hashed addresses; nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.candidates.commands import (
    add_candidate,
    add_document,
    add_todo,
    change_candidate,
    record_consent,
    store_reading,
    write_note,
)
from app.candidates.facts import PersonFacts
from app.candidates.importing import blocked_addresses
from app.candidates.models import Candidate, ConsentAction, ContactPoint, Note, Purpose
from app.candidates.sign_in import candidate_for_email, candidate_of_token, make_magic_link, start_candidate_session
from app.compliance.commands import AlreadyErased, StillInProcess, erase_candidate
from app.compliance.models import ErasureReason, Tombstone
from app.compliance.tasks import scrub_after_erasures
from app.core.actors import SYSTEM, Actor, candidate_actor, user_actor
from app.core.clock import today
from app.core.files import files_root, stage_file
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.commands import ask_review
from app.hiring.models import Application, ApplicationState
from app.mailing.commands import ensure_templates
from app.mailing.commands.suppressing import is_suppressed
from app.mailing.models import KeptMail, Message, MessageKind, MessageState, RecipientKind
from app.mailing.tasks import send_due_messages
from tests.make import Cast, Make

ASKED = ErasureReason.ASKED
CANARIES = ("Xanthippe", "Quakenbrück", "xanthippe.canary", "4915112345678", "Zyzzyvaskill", "Whisperednote")


def whole_person(make: Make, by: Actor) -> Candidate:
    """Somebody known in every table that exists today."""
    person = add_candidate(
        PersonFacts(name="Xanthippe Quakenbrück", emails=["xanthippe.canary@example.org"], phones=["+49 151 12345678"],
                    links=["https://example.org/xanthippe.canary"], skills=["Zyzzyvaskill"], source="Meetup"),
        by=by,
    )  # fmt: skip
    write_note(person, body="Whisperednote about Xanthippe", by=by)
    change_candidate(person, values={"preferred_name": "Xanthippe Q", "headline": "Whisperednote"}, by=by)
    add_todo(what="Call Xanthippe Quakenbrück", due_on=today(), owner_id=by.id or 0, candidate_id=person.id, by=by)
    record_consent(person, purpose=Purpose.POOL, action=ConsentAction.GIVEN, method="form", by=by, evidence="Xanthippe")
    document = add_document(person, stage_file(b"I am Xanthippe Quakenbr\xc3\xbcck", "text/plain"), filename="xanthippe.canary.txt", by=by)
    store_reading(document, text="Xanthippe Quakenbrück Zyzzyvaskill", facts={"x": "Xanthippe"}, by=SYSTEM)
    make_magic_link(person, email="xanthippe.canary@example.org")
    application = make.application(person, state=ApplicationState.WITHDRAWN, given_name="Xanthippe Quakenbrück",
                                   given_email="xanthippe.canary@example.org", given_phone="+4915112345678")  # fmt: skip
    make.add(
        Message(
            cause=f"test:{person.id}", kind=MessageKind.PROCESS, recipient_kind=RecipientKind.CANDIDATE,
            candidate_id=person.id, address="xanthippe.canary@example.org", address_key="xanthippe.canary@example.org",
            recipient_name="Xanthippe", subject="Dear Xanthippe", body="Whisperednote", mail_id=f"t{person.id}@example.org",
            merge_values={"first_name": "Xanthippe"}, application_id=application.id,
        )
    )  # fmt: skip
    db.session.flush()
    return person


def rows_with(canary: str) -> Iterator[str]:
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            if any(canary.casefold() in str(value).casefold() for value in row):
                yield table.name


def test_nothing_of_the_person_remains_in_any_row(make: Make, cast: Cast) -> None:
    person = whole_person(make, user_actor(cast.ada.id, "192.0.2.77"))
    assert {name for canary in CANARIES for name in rows_with(canary)} > {"candidates", "notes", "messages", "documents"}
    erasure = erase_candidate(person, by=user_actor(cast.ada.id), reason=ASKED)
    skills = {"skills"}  # a skill's name is a word of the employer's list, not a person's
    assert {name for canary in CANARIES for name in rows_with(canary)} - skills == set()
    assert {"contact_points", "notes", "documents", "messages", "changed_values"} <= set(erasure.counts)
    assert erasure.files == 1


def test_the_shell_and_the_counts_stay(make: Make, cast: Cast) -> None:
    person = whole_person(make, user_actor(cast.ada.id))
    erase_candidate(person, by=SYSTEM, reason=ASKED)
    shell = db.session.get_one(Candidate, person.id)
    assert shell.is_erased and shell.full_name == ""
    assert db.session.scalar(select(func.count()).select_from(Application).where(Application.candidate_id == person.id)) == 1


def test_an_application_in_process_stands_in_the_way(make: Make) -> None:
    application = make.application()
    person = db.session.get_one(Candidate, application.candidate_id)
    with pytest.raises(StillInProcess):
        erase_candidate(person, by=SYSTEM, reason=ASKED)
    assert not db.session.get_one(Candidate, person.id).is_erased


def test_nobody_is_erased_twice(make: Make) -> None:
    person = make.candidate()
    erase_candidate(person, by=SYSTEM, reason=ASKED)
    with pytest.raises(AlreadyErased):
        erase_candidate(person, by=SYSTEM, reason=ASKED)


def test_waiting_mail_is_cancelled(make: Make, cast: Cast) -> None:
    person = whole_person(make, user_actor(cast.ada.id))
    erasure = erase_candidate(person, by=SYSTEM, reason=ASKED)
    message = db.session.scalars(select(Message).where(Message.candidate_id == person.id)).one()
    assert message.state is MessageState.CANCELLED and erasure.messages_cancelled == 1


def test_the_person_is_signed_out_everywhere(make: Make) -> None:
    person = make.candidate()
    secret = start_candidate_session(person)
    db.session.flush()
    erase_candidate(person, by=candidate_actor(person.id, "192.0.2.1"), reason=ASKED)
    assert candidate_of_token(secret) is None


def test_the_address_stays_away(make: Make) -> None:
    person = make.candidate(email="gone@example.org")
    erase_candidate(person, by=SYSTEM, reason=ASKED)
    assert is_suppressed("gone@example.org")
    assert candidate_for_email("gone@example.org") is None
    assert [look_up(["gone@example.org", "other@example.org"]) for look_up in blocked_addresses] == [{"gone@example.org": "erased"}]
    assert "gone" not in (db.session.scalar(select(Tombstone.address_hash)) or "")


def test_other_people_keep_what_they_share(make: Make) -> None:
    one = make.candidate("One", email="shared@example.org")
    other = make.candidate("Other", email="shared@example.org")
    make.note(other, "Stays")
    erase_candidate(one, by=SYSTEM, reason=ASKED)
    assert db.session.scalar(select(func.count()).select_from(ContactPoint).where(ContactPoint.candidate_id == other.id)) == 1
    assert db.session.scalar(select(func.count()).select_from(Note)) == 1


@pytest.mark.real_commits
def test_no_byte_remains_in_the_database_file_or_among_the_files(app: Any, make: Make) -> None:
    with transaction():
        cast = make.cast()
        person = whole_person(make, user_actor(cast.ada.id))
        skill = db.session.execute(select(db.metadata.tables["skills"]).where(db.metadata.tables["skills"].c.name == "Zyzzyvaskill")).one()
    assert list(files_root().glob("??/*"))
    with transaction():
        erase_candidate(db.session.get_one(Candidate, person.id), by=SYSTEM, reason=ASKED)
        db.session.execute(db.metadata.tables["skills"].delete().where(db.metadata.tables["skills"].c.id == skill.id))
    assert list(files_root().glob("??/*")) == []
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL's own vacuum overwrites dead rows; there is no single file to look into
    assert scrub_after_erasures() == 1
    path = Path(str(db.engine.url.database))
    db.engine.dispose()
    for file in path.parent.glob(f"{path.name}*"):
        content = file.read_bytes().lower()
        for canary in CANARIES:
            for spelling in {canary.lower().encode(), canary.lower().replace("ü", "u").encode()}:
                assert spelling not in content, f"{canary} in {file.name}"


def test_the_page_wants_the_name_typed(as_ada: FlaskClient, make: Make) -> None:
    person = make.candidate("Xanthippe Quakenbrück")
    path = f"/recruiter/candidates/{person.id}/erasure"
    assert as_ada.get(path).status_code == 200
    assert as_ada.submit(path, {"reason": "asked", "confirmation": "Somebody"}).status_code == 422
    answer = as_ada.submit(path, {"reason": "asked", "confirmation": "xanthippe quakenbruck"})
    assert answer.status_code == 303
    certificate = as_ada.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Xanthippe" not in certificate and "contact_points" in certificate
    assert as_ada.get(f"/recruiter/candidates/{person.id}").status_code == 404


def test_a_coordinator_erases_nobody(as_cora: FlaskClient, make: Make) -> None:
    person = make.candidate()
    assert as_cora.submit(f"/recruiter/candidates/{person.id}/erasure", {}).status_code == 403


def test_compliance_sees_the_register(as_cleo: FlaskClient, make: Make) -> None:
    erase_candidate(make.candidate(), by=SYSTEM, reason=ASKED)
    page = as_cleo.get("/recruiter/compliance").get_data(as_text=True)
    assert "contact_points" in page and "Certificate" in page


def test_what_colleagues_were_asked_about_the_person_goes_from_the_ledger_too(cast: Cast, make: Make, sweep: Any) -> None:
    ensure_templates()
    application = make.application(cast.carla, cast.job)
    by = user_actor(cast.ada.id)
    ask_review([application], job=cast.job, user=cast.hugo, message="Is Carla Candidate too junior?", by=by)
    sweep(send_due_messages)
    hugo, address = cast.hugo.id, cast.hugo.email
    application.state = ApplicationState.WITHDRAWN
    db.session.flush()
    erase_candidate(cast.carla, by=by, reason=ASKED)
    mails = db.session.scalars(select(Message).where(Message.user_id == hugo)).all()
    assert [(mail.merge_values, mail.address) for mail in mails] == [({}, address)]
    assert db.session.query(KeptMail).count() == 0
