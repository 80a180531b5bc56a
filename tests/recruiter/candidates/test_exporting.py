"""Taking people away as a file: what is seen, defused, audited, gone after a day."""

import csv
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.candidates.models import Candidate, ContactKind, ContactPoint
from app.core.activity import Activity
from app.core.clock import now
from app.core.files import StoredFile, path_of
from app.extensions import db
from app.intelligence.resume import ResumeReading, read_resume
from app.recruiter.candidates import exporting
from app.search.exporting import Export, ExportState, advance_exports, forget_old_exports
from tests.make import Cast, Make

Sweep = Callable[..., Any]
PATH = "/recruiter/candidates/exports"
RUNS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0")


def table(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_what_the_list_shows_is_what_the_file_holds(as_ada: FlaskClient, make: Make) -> None:
    make.candidate("Rosa Berlin", email="rosa@example.org", city="Berlin", skills=("Python", "SQL"))
    make.candidate("Rolf Bonn", email="rolf@example.org", city="Bonn")
    rows = table(as_ada.submit(PATH, {"format": "csv", "q": "city:Berlin", "columns": "city,skill"}))
    assert rows[0] == ["Name", "E-mail", "Current title", "City", "Skill"]
    assert rows[1:] == [["Rosa Berlin", "rosa@example.org", "", "Berlin", "Python, SQL"]]


def test_the_bar_takes_away_all_that_match_in_the_order_and_with_the_columns_that_are_seen(as_ada: FlaskClient, make: Make) -> None:
    for name, city in (("Anna", "Ulm"), ("Bert", "Aachen"), ("Cleo", "Mainz")):
        make.candidate(f"{name} Seen", city=city, country="MT")
    page = as_ada.get("/recruiter/candidates?q=country:MT&sort=-city&columns=owner,city").text
    bar = page[page.index('class="bulk-bar"') :]
    carried = dict(re.findall(r'<input type="hidden" name="(q|sort|columns)" value="([^"]*)"', bar))
    rows = table(as_ada.submit(PATH, {**carried, "format": "csv", "all": "1"}))
    assert rows[0][3:] == ["Owner", "City"]
    assert [row[0] for row in rows[1:]] == ["Anna Seen", "Cleo Seen", "Bert Seen"]


def test_a_workbook_holds_the_same_as_text_days_and_numbers(as_ada: FlaskClient, make: Make) -> None:
    added = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    make.candidate("=Rosa", email="rosa@example.org", city="+Berlin", phone="+4930901820", added_at=added)
    answer = as_ada.submit(PATH, {"format": "xlsx", "q": "email:rosa@example.org", "columns": "city,added,phone"})
    assert answer.headers["Content-Disposition"].split(";")[1].strip().endswith(".xlsx")
    [header, row] = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(header) == 6 and row[0] == "=Rosa" and row[3] == "+Berlin", "text, not a formula"
    assert row[4] == date(2026, 3, 4), "the day it was where Ada sits"


@pytest.mark.parametrize("cell", RUNS)
def test_no_cell_runs_in_a_spreadsheet(as_ada: FlaskClient, make: Make, cell: str) -> None:
    make.candidate("Rosa", email="rosa@example.org", current_title=cell)
    rows = table(as_ada.submit(PATH, {"format": "csv", "q": "email:rosa@example.org"}))
    assert rows[1][2] == f"'{cell}"


def test_ticked_rows_and_nobody_else(as_ada: FlaskClient, make: Make) -> None:
    ticked, other = make.candidate("Rosa Ticked"), make.candidate("Rolf Other", city="Ulm")
    rows = table(as_ada.submit(PATH, {"format": "csv", "ids": [str(ticked.id), "x", "999999"], "q": ""}))
    assert [row[0] for row in rows[1:]] == ["Rosa Ticked"]
    rows = table(as_ada.submit(PATH, {"format": "csv", "ids": [str(ticked.id)], "all": "1", "q": "city:Ulm"}))
    assert [row[0] for row in rows[1:]] == ["Rolf Other"] and other.id


def test_a_hiring_manager_takes_away_only_whom_they_see(as_hugo: FlaskClient, cast: Cast, make: Make) -> None:
    stranger = make.candidate("Rosa Stranger")
    seen = make.application(candidate=make.candidate("Rolf Applied"), job=cast.job)
    rows = table(as_hugo.submit(PATH, {"format": "csv"}))
    assert "Rolf Applied" in [row[0] for row in rows] and "Rosa Stranger" not in [row[0] for row in rows]
    rows = table(as_hugo.submit(PATH, {"format": "csv", "ids": [str(stranger.id), str(seen.candidate_id)]}))
    assert [row[0] for row in rows[1:]] == ["Rolf Applied"]


def test_pay_stands_only_in_the_file_of_who_may_see_it(as_ada: FlaskClient, as_cora: FlaskClient, make: Make) -> None:
    make.candidate("Rosa Paid", email="rosa@example.org", salary_minor=7_654_300, salary_currency="EUR")
    asked = {"format": "csv", "q": "email:rosa@example.org", "columns": "salary,city", "sort": "salary"}
    assert "76" in table(as_ada.submit(PATH, asked))[1][3]
    assert all("76" not in cell for cell in table(as_cora.submit(PATH, asked))[1])


def test_every_export_stands_in_the_audit(as_ada: FlaskClient, make: Make, cast: Cast) -> None:
    person = make.candidate("Rosa Audited", city="Ulm")
    as_ada.submit(PATH, {"format": "csv", "q": "city:Ulm"})
    as_ada.get(f"/recruiter/candidates/{person.id}/profile.pdf")
    kinds = {row.kind: row for row in db.session.scalars(select(Activity).where(Activity.actor_id == cast.ada.id))}
    assert kinds["candidates_exported"].data == {"format": "csv", "number": 1}
    assert kinds["profile_exported"].candidate_id == person.id
    export = db.session.scalars(select(Export)).one()
    assert (export.state, export.file_id) == (ExportState.HANDED_OUT, None), "nothing lies about"


def test_a_large_export_is_made_in_the_background_and_removed_again(
    as_ada: FlaskClient, as_otto: FlaskClient, make: Make, sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    for number in range(3):
        make.candidate(f"Rosa {number}", city="Ulm")
    sent = as_ada.submit(PATH, {"format": "csv", "q": "city:Ulm", "sort": "name"})
    assert sent.status_code == 303
    path = sent.headers["Location"]
    assert "every 1s" in as_ada.get(path).get_data(as_text=True)
    assert as_ada.get(f"{path}/file").status_code == 410
    assert sweep(advance_exports) == 3
    assert "Download" in as_ada.get(path).get_data(as_text=True)
    assert [row[0] for row in table(as_ada.get(f"{path}/file"))[1:]] == ["Rosa 0", "Rosa 1", "Rosa 2"]
    assert as_otto.get(f"{path}/file").status_code == 404, "everybody their own"
    sha = db.session.scalars(select(StoredFile.sha256)).one()
    db.session.query(Export).update({"expires_at": now() - timedelta(minutes=1)})
    assert sweep(forget_old_exports) == 1
    assert as_ada.get(f"{path}/file").status_code == 410 and not path_of(sha).exists()


def test_an_export_of_somebody_who_lost_access_is_not_made(as_ada: FlaskClient, cast: Cast, make: Make, sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    make.candidate("Rosa")
    path = as_ada.submit(PATH, {"format": "xlsx"}).headers["Location"]
    cast.ada.deactivated_at = now()
    db.session.flush()
    assert sweep(advance_exports) == 0
    assert db.session.scalars(select(Export.state)).one() is ExportState.FAILED
    assert path


def test_a_query_that_cannot_be_read_or_finds_nobody_gives_no_file(as_ada: FlaskClient) -> None:
    for q in ("city:(", "city:Nowhere"):
        assert as_ada.submit(PATH, {"format": "csv", "q": q}).status_code == 303
    assert db.session.query(Export).count() == 0


def test_a_profile_is_a_pdf_that_can_be_read_again(as_ada: FlaskClient, as_cora: FlaskClient, make: Make) -> None:
    person = make.candidate("Žofia Łukasiewicz", email="zofia@example.org", phone="+4930901820", city="Köln", country="DE",
                            current_title="Audio Engineer", current_employer="Larkspur Hearing", salary_minor=7_654_300,
                            salary_currency="EUR", skills=("C++", "DSP"), languages={"pl": "native"})  # fmt: skip
    answer = as_ada.get(f"/recruiter/candidates/{person.id}/profile.pdf")
    assert answer.headers["Content-Type"] == "application/pdf" and answer.data.startswith(b"%PDF-")
    said = read_resume(answer.data, "profile.pdf", seconds=20)
    assert isinstance(said, ResumeReading)
    assert "Žofia Łukasiewicz" in said.text and "zofia@example.org" in said.text and "€76,543" in said.text
    other = read_resume(as_cora.get(f"/recruiter/candidates/{person.id}/profile.pdf").data, "profile.pdf", seconds=20)
    assert isinstance(other, ResumeReading) and "76,543" not in other.text


@pytest.mark.parametrize("name", ["عمر الخيام", "Ольга Чехова", "Ελένη Παπαδάκη", "יעל כהן", "李雷", "Z\u0351\u036ba\u0323lgo", "x" * 200])
def test_a_profile_takes_any_name(as_ada: FlaskClient, make: Make, name: str) -> None:
    person: Candidate = make.candidate(name, email=None)
    make.add(ContactPoint(candidate_id=person.id, kind=ContactKind.EMAIL, value="q@example.org", value_key="q@example.org"))
    answer = as_ada.get(f"/recruiter/candidates/{person.id}/profile.pdf")
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF-")
