"""Many résumés at once: taken in, read in the background, looked at, accepted."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.candidates.importing.archives import MOST_FILES, take_files
from app.candidates.importing.resume_tasks import advance_resumes, forget_undecided_resumes
from app.candidates.models import (
    Candidate,
    CandidateTag,
    Document,
    NoticeDuty,
    ReadingState,
    ResumeBatch,
    ResumeFile,
    ResumeState,
)
from app.candidates.refusals import ImportRefused
from app.core.clock import now
from app.core.files import StoredFile, path_of
from app.extensions import db
from app.mailing.commands.suppressing import suppress_address
from app.mailing.models import SuppressionReason
from tests.make import Make

Sweep = Callable[..., Any]
BASIS = {"lawful_basis": "legitimate_interest", "evidence": "Stand at the spring fair", "source": "Fair", "tags": "fair 2026"}


def resume(name: str, email: str, *lines: str) -> bytes:
    body = "\n".join(lines)
    return f"{name}\n{email}\n+49 30 9018{len(name) * 7 + len(email)}\nBerlin, Germany\n\nExperience\nAudio Engineer, Larkspur Hearing\n2021 - present\n{body}\n".encode()


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def send(browser: FlaskClient, *files: tuple[str, bytes], **changes: str) -> Any:
    data: dict[str, Any] = {**BASIS, **changes, "files": [(BytesIO(data), name) for name, data in files]}
    return browser.submit("/recruiter/resumes", data, content_type="multipart/form-data")


def read_all(sweep: Sweep) -> list[ResumeFile]:
    while sweep(advance_resumes):
        pass
    return list(db.session.scalars(select(ResumeFile).order_by(ResumeFile.id).execution_options(populate_existing=True)))


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Candidate).where(Candidate.full_name.like("R%"))) or 0


def test_a_zip_and_a_file_are_read_and_nobody_is_added_before_somebody_accepts(as_ada: FlaskClient, sweep: Sweep) -> None:
    archive = zipped(("cvs/rosa.txt", resume("Rosa Read", "rosa@example.org")), ("__MACOSX/._rosa.txt", b"x"), ("cvs/", b""))
    sent = send(as_ada, ("many.zip", archive), ("rolf.txt", resume("Rolf Raw", "rolf@example.org")))
    assert sent.status_code == 303
    files = read_all(sweep)
    assert [file.state for file in files] == [ResumeState.READ, ResumeState.READ]
    assert people() == 0
    page = as_ada.get(sent.headers["Location"]).get_data(as_text=True)
    assert "Rosa Read" in page and "rolf@example.org" in page and "Accept all safe ones" in page
    as_ada.submit(f"{sent.headers['Location']}/acceptances")
    files = read_all(sweep)
    assert [file.state for file in files] == [ResumeState.ACCEPTED, ResumeState.ACCEPTED]
    assert people() == 2
    assert db.session.scalar(select(func.count()).select_from(CandidateTag)) == 2
    assert db.session.scalar(select(func.count()).select_from(NoticeDuty)) == 2, "they are told within a month"
    documents = db.session.scalars(select(Document)).all()
    assert {document.reading for document in documents} == {ReadingState.READ}
    assert all(file.values == {} and file.file_id is None for file in files)


def test_basis_and_evidence_are_demanded_and_what_was_typed_survives(as_ada: FlaskClient) -> None:
    refused = send(as_ada, ("rosa.txt", resume("Rosa Read", "rosa@example.org")), lawful_basis="", tags="kept words")
    assert refused.status_code == 409
    assert "on what basis" in refused.get_data(as_text=True) and "kept words" in refused.get_data(as_text=True)
    assert send(as_ada).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(ResumeBatch)) == 0


def test_somebody_known_is_shown_and_may_be_joined(as_ada: FlaskClient, make: Make, sweep: Sweep) -> None:
    known = make.candidate("Rosa Read", email="rosa@example.org")
    sent = send(as_ada, ("rosa.txt", resume("Rosa Read", "rosa@example.org")))
    [file] = read_all(sweep)
    page = as_ada.get(sent.headers["Location"]).get_data(as_text=True)
    assert "same e-mail" in page and "Same person" in page
    as_ada.submit(f"{sent.headers['Location']}/acceptances")
    assert read_all(sweep)[0].state is ResumeState.READ, "it is not safe"
    assert as_ada.submit(f"/recruiter/resumes/files/{file.id}/acceptance", {"join": str(known.id)}).status_code == 303
    assert people() == 1
    assert db.session.scalars(select(Document.candidate_id)).one() == known.id
    assert db.session.get_one(Candidate, known.id, populate_existing=True).city == "Berlin", "gaps are filled"


def test_twins_within_a_batch_are_not_both_added_unseen(as_ada: FlaskClient, sweep: Sweep) -> None:
    sent = send(as_ada, ("one.txt", resume("Rosa Read", "rosa@example.org")), ("two.txt", resume("Rosa Read", "rosa@example.org", "Newer")))
    read_all(sweep)
    as_ada.submit(f"{sent.headers['Location']}/acceptances")
    assert sorted(file.state.value for file in read_all(sweep)) == ["accepted", "read"]
    assert people() == 1


def test_a_person_corrects_what_was_read(as_ada: FlaskClient, sweep: Sweep) -> None:
    send(as_ada, ("rosa.txt", resume("Rosa Read", "rosa@example.org")))
    [file] = read_all(sweep)
    path = f"/recruiter/resumes/files/{file.id}"
    assert "Text of the résumé" in as_ada.get(path).get_data(as_text=True)
    wrong = as_ada.submit(path, {"name": "Rosa Right", "email": "nonsense"})
    assert wrong.status_code == 409 and "Rosa Right" in wrong.get_data(as_text=True)
    assert as_ada.submit(path, {"name": "Rosa Right", "email": "right@example.org", "skills": "Python, SQL", "accept": "yes"}).status_code == 303
    person = db.session.scalars(select(Candidate).where(Candidate.full_name == "Rosa Right")).one()
    assert as_ada.submit(path, {"name": "Again"}).status_code == 409
    assert as_ada.submit(f"{path}/removal").status_code == 409
    assert person.source == "Fair"


@pytest.mark.parametrize("reason", [SuppressionReason.ERASED, SuppressionReason.UNSUBSCRIBED])
def test_whoever_left_or_was_erased_is_not_even_shown(as_ada: FlaskClient, sweep: Sweep, reason: SuppressionReason) -> None:
    suppress_address("rosa@example.org", reason)
    sent = send(as_ada, ("rosa-read.txt", resume("Rosa Read", "rosa@example.org")))
    [file] = read_all(sweep)
    assert (file.state, file.values, file.filename, file.file_id) == (ResumeState.DISCARDED, {}, "", None)
    assert "rosa" not in as_ada.get(sent.headers["Location"]).get_data(as_text=True).lower()
    assert as_ada.submit(f"/recruiter/resumes/files/{file.id}/acceptance").status_code == 409
    assert people() == 0


def test_what_is_discarded_or_never_decided_leaves_no_file(as_ada: FlaskClient, sweep: Sweep) -> None:
    send(as_ada, ("a.txt", resume("Rosa Read", "rosa@example.org")), ("b.txt", resume("Rolf Raw", "rolf@example.org")))
    one, _other = read_all(sweep)
    shas = list(db.session.scalars(select(StoredFile.sha256)))
    as_ada.submit(f"/recruiter/resumes/files/{one.id}/removal")
    assert sweep(forget_undecided_resumes) == 0
    db.session.query(ResumeBatch).update({"created_at": now().replace(year=now().year - 1)})
    assert sweep(forget_undecided_resumes) == 1
    assert {file.state for file in read_all(sweep)} == {ResumeState.DISCARDED}
    assert not any(path_of(sha).exists() for sha in shas)


def test_a_file_without_text_can_still_be_named_by_hand(as_ada: FlaskClient, sweep: Sweep) -> None:
    sent = send(as_ada, ("empty.pdf", b"%PDF-1.4\n%broken"))
    [file] = read_all(sweep)
    assert file.state is ResumeState.UNREADABLE
    assert as_ada.get(sent.headers["Location"]).status_code == 200
    as_ada.submit(f"/recruiter/resumes/files/{file.id}", {"name": "Rita Written", "phone": "030 901820", "accept": "yes"})
    assert people() == 1


HOSTILE = {
    "zip slip": ("../../etc/passwd.txt", b"x"),
    "absolute": ("/etc/passwd.txt", b"x"),
    "drive": ("C:\\cv.txt", b"x"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_an_archive_that_points_elsewhere_is_not_opened(as_ada: FlaskClient, name: str) -> None:
    refused = send(as_ada, ("many.zip", zipped(HOSTILE[name], ("rosa.txt", resume("Rosa Read", "rosa@example.org")))))
    assert refused.status_code == 422 and "was not opened" in refused.get_data(as_text=True)


def test_bombs_broken_archives_and_too_many_files_are_refused_in_words() -> None:
    bomb = zipped(("big.txt", b"0" * 30_000_000))
    crowd = zipped(*((f"{number}.txt", f"Person {number} p{number}@example.org".encode()) for number in range(MOST_FILES + 1)))
    for data in (bomb, crowd, b"PK\x03\x04broken", b"", zipped(("a.txt", b"a")) [:-10]):
        with pytest.raises(ImportRefused):
            take_files([("many.zip", data)])


def test_nested_archives_programs_and_twins_are_left_out_with_their_reason() -> None:
    inner = zipped(("x.txt", b"x"))
    good = resume("Rosa Read", "rosa@example.org")
    taken = take_files([("many.zip", zipped(("inner.zip", inner), ("run.exe", b"MZ"), ("a.txt", good), ("b.txt", good), ("evil.pdf", b"<html><script>")))])
    assert [file.filename for file in taken.files] == ["a.txt"]
    assert [name for name, _reason in taken.left_out] == ["inner.zip", "run.exe", "b.txt", "evil.pdf"]


def test_only_who_may_import_may_send_resumes(as_hugo: FlaskClient, as_cora: FlaskClient) -> None:
    assert as_hugo.get("/recruiter/resumes").status_code == 403
    assert as_cora.get("/recruiter/resumes").status_code == 200
