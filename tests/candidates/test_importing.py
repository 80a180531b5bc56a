"""Importing people from files as old trackers write them."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.candidates.commands import add_custom_field, set_custom_values, write_note
from app.candidates.custom_fields import custom_columns
from app.candidates.importing import (
    begin_import,
    cell_problems,
    check_import,
    import_file,
    read_table,
    report_csv,
    row_reason,
    run_import,
    set_import,
    undo_import,
)
from app.candidates.importing.columns import guessed_mapping
from app.candidates.merging.comparing import compare_changed_candidates
from app.candidates.models import (
    Candidate,
    CandidateTag,
    ContactKind,
    ContactPoint,
    CustomKind,
    DuplicateChoice,
    ImportBatch,
    ImportRow,
    ImportState,
    NoticeDuty,
    RowOutcome,
    Touchpoint,
)
from app.candidates.refusals import ImportRefused
from app.candidates.tasks import advance_imports, forget_abandoned_imports
from app.core.actors import SYSTEM
from app.core.clock import now
from app.core.files import StoredFile, path_of, stage_file
from app.core.transaction import reading
from app.extensions import db
from app.mailing.commands.suppressing import suppress_address
from app.mailing.models import SuppressionReason
from app.search.tasks import index_changed_candidates
from tests.make import Cast, Make

DATA = Path(__file__).parents[1] / "data"
Sweep = Callable[..., Any]


def begin(data: bytes, filename: str = "people.csv", **options: Any) -> ImportBatch:
    batch = begin_import(read_table(data), staged=stage_file(data, "text/csv"), filename=filename, by=SYSTEM)
    chosen: dict[str, Any] = {
        "mapping": batch.mapping, "duplicates": DuplicateChoice.FILL, "source": "Old tracker", "tags": ["legacy"],
        "lawful_basis": "legitimate_interest", "evidence": "Export of the old tracker",
    }  # fmt: skip
    set_import(batch, **{**chosen, **options})
    return batch


def work(sweep: Sweep, batch: ImportBatch) -> ImportBatch:
    while sweep(advance_imports):
        pass
    return db.session.get_one(ImportBatch, batch.id, populate_existing=True)


def checked(sweep: Sweep, data: bytes, **options: Any) -> ImportBatch:
    batch = begin(data, **options)
    check_import(batch, by=SYSTEM)
    batch = work(sweep, batch)
    assert batch.state is ImportState.CHECKED
    return batch


def brought_in(sweep: Sweep, data: bytes, **options: Any) -> ImportBatch:
    batch = checked(sweep, data, **options)
    run_import(batch, by=SYSTEM)
    batch = work(sweep, batch)
    assert batch.state is ImportState.DONE
    return batch


def rows_of(batch: ImportBatch) -> list[ImportRow]:
    return list(db.session.scalars(select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.number)))


def outcomes(batch: ImportBatch) -> Counter[str]:
    return Counter(row.outcome.value for row in rows_of(batch))


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Candidate)) or 0


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("name", "rows"),
    [("legacy-ats-export.csv", 1270), ("legacy-ats-export-cp1252.csv", 200), ("linkedin-connections.csv", 300)],
)
def test_every_row_is_imported_matched_or_refused_with_its_reason(sweep: Sweep, name: str, rows: int) -> None:
    batch = checked(sweep, (DATA / name).read_bytes())
    trial = outcomes(batch)
    assert people() == 0, "a dry run adds nobody"
    run_import(batch, by=SYSTEM)
    batch = work(sweep, batch)
    told = outcomes(batch)
    assert sum(told.values()) == rows == batch.next_row
    assert people() == told["imported"] == trial["imported"], "the dry run said what would happen"
    assert db.session.scalar(select(func.count()).select_from(NoticeDuty)) == told["imported"]
    for row in rows_of(batch):
        if row.outcome in (RowOutcome.MATCHED, RowOutcome.REFUSED):
            assert row_reason(row)
    assert batch.file_id is None, "the file is full of people and not needed any more"


def test_a_bad_address_is_reported_at_its_cell_and_the_person_comes_without_it(sweep: Sweep) -> None:
    batch = brought_in(sweep, csv("Name,E-Mail,Telefon,Land", "Grete Finder,not-an-email,12,DE"))
    [row] = rows_of(batch)
    assert row.outcome is RowOutcome.IMPORTED
    assert [column for column, _value, _problem in cell_problems(row)] == ["E-Mail", "Telefon"]
    assert db.session.scalar(select(func.count()).select_from(ContactPoint)) == 0


def test_a_row_with_nobody_in_it_is_refused(sweep: Sweep) -> None:
    batch = brought_in(sweep, csv("Name,E-Mail,City", ",not-an-email,Berlin", "Grete,,"))
    assert [row.outcome for row in rows_of(batch)] == [RowOutcome.REFUSED, RowOutcome.IMPORTED]


def test_names_are_joined_turned_and_kept(sweep: Sweep) -> None:
    brought_in(sweep, csv('First Name,Last Name,Email', "Ada,Lovelace,a@example.org", "李雷,,b@example.org", "X,,c@example.org"))
    brought_in(sweep, csv("Name;E-Mail", '"Smith, Robert";d@example.org', "O'Brien; Drop", "عمر الخيام;e@example.org"))
    names = set(db.session.scalars(select(Candidate.full_name)))
    assert {"Ada Lovelace", "李雷", "X", "Robert Smith", "O'Brien", "عمر الخيام"} <= names


def test_addresses_numbers_countries_and_dates_find_one_shape(sweep: Sweep) -> None:
    brought_in(
        sweep,
        csv("Name;Email;Phone;Country;Created;Skills", "Grete;G@Example.ORG;(0118) 496 0801;UK;19/03/2024;") + b'"js ; K8s ; js"',
    )
    person = db.session.scalars(select(Candidate)).one()
    points = {point.kind: point.value for point in db.session.scalars(select(ContactPoint))}
    assert points == {ContactKind.EMAIL: "G@example.org", ContactKind.PHONE: "+441184960801"}
    assert person.country == "GB"
    assert db.session.scalars(select(Touchpoint)).one().at.date().isoformat() == "2024-03-19"
    names = set(db.session.scalars(select(db.metadata.tables["skills"].c.name)))
    assert names == {"JavaScript", "Kubernetes"}


def test_the_same_person_twice_in_a_file_is_one_record(sweep: Sweep) -> None:
    lines = csv("Name,Email,City", "Grete Finder,g@example.org,", "Finder Grete,G@EXAMPLE.org,Berlin")
    batch = brought_in(sweep, lines)
    assert people() == 1
    assert [row.outcome for row in rows_of(batch)] == [RowOutcome.IMPORTED, RowOutcome.FILLED]
    assert db.session.scalars(select(Candidate.city)).one() == "Berlin"


def test_one_address_with_two_names_is_two_people_and_said_so(sweep: Sweep) -> None:
    batch = brought_in(sweep, csv("Name,Email", "Grete Finder,g@example.org", "Paul Other,g@example.org"))
    assert people() == 2
    assert "same e-mail, another name" in row_reason(rows_of(batch)[1])


@pytest.mark.parametrize(
    ("choice", "title", "city"),
    [(DuplicateChoice.SKIP, "Nurse", ""), (DuplicateChoice.FILL, "Nurse", "Berlin"), (DuplicateChoice.UPDATE, "Doctor", "Berlin")],
)
def test_somebody_known_is_skipped_filled_or_updated(
    sweep: Sweep, make: Make, choice: DuplicateChoice, title: str, city: str
) -> None:
    person = make.candidate("Grete Finder", email="g@example.org", current_title="Nurse")
    brought_in(sweep, csv("Name,Email,Title,City", "Grete Finder,g@example.org,Doctor,Berlin"), duplicates=choice)
    person = db.session.get_one(Candidate, person.id, populate_existing=True)
    assert (person.current_title, person.city) == (title, city)
    assert people() == 1


@pytest.mark.parametrize("choice", list(DuplicateChoice))
def test_whoever_unsubscribed_or_was_erased_never_comes_back(sweep: Sweep, choice: DuplicateChoice) -> None:
    suppress_address("left@example.org", SuppressionReason.UNSUBSCRIBED)
    suppress_address("gone@example.org", SuppressionReason.ERASED)
    suppress_address("bounced@example.org", SuppressionReason.HARD_BOUNCE)
    batch = brought_in(sweep, csv("Name,Email", "A B,LEFT@example.org", "C D,gone@example.org", "E F,bounced@example.org"), duplicates=choice)
    assert [row.outcome for row in rows_of(batch)] == [RowOutcome.REFUSED, RowOutcome.REFUSED, RowOutcome.IMPORTED]
    assert row_reason(rows_of(batch)[1]) == "This person asked to be erased."
    assert (rows_of(batch)[1].name, rows_of(batch)[1].problems) == ("", {"reason": "erased"})


def test_everybody_gets_the_tags_of_the_batch(sweep: Sweep, make: Make) -> None:
    make.candidate("Grete Finder", email="g@example.org")
    brought_in(sweep, csv("Name,Email", "Grete Finder,g@example.org", "New Person,n@example.org"), tags=["fair 2026"])
    assert db.session.scalar(select(func.count()).select_from(CandidateTag)) == 2


def test_undo_takes_back_what_the_batch_made_and_keeps_what_was_touched(sweep: Sweep, make: Make) -> None:
    known = make.candidate("Known Person", email="k@example.org")
    batch = brought_in(
        sweep,
        csv("Name,Email,City,Skills", "Known Person,k@example.org,Berlin,SQL", "Grete Finder,g@example.org,,Go", "Paul Other,p@example.org,,"),
    )
    touched = db.session.scalars(select(Candidate).where(Candidate.full_name == "Paul Other")).one()
    write_note(touched, body="Called him", by=SYSTEM)
    undo_import(batch, by=SYSTEM)
    batch = work(sweep, batch)
    assert batch.state is ImportState.UNDONE
    assert set(db.session.scalars(select(Candidate.full_name))) == {"Known Person", "Paul Other"}
    assert db.session.get_one(Candidate, known.id, populate_existing=True).city == ""
    assert batch.counts["undone"] == 1 and batch.counts["kept"] == 1 and batch.counts["restored"] == 1
    assert row_reason(rows_of(batch)[2]).startswith("Kept")


def test_a_kill_in_the_middle_goes_on_where_the_last_chunk_ended(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.candidates.importing import working

    lines = csv("Name,Email", *(f"Person {number},p{number}@example.org" for number in range(200)))
    batch = checked(sweep, lines)
    run_import(batch, by=SYSTEM)
    calls = {"left": 1}

    def dying(*args: Any) -> None:
        calls["left"] -= 1
        if calls["left"] < 0:
            raise KeyboardInterrupt
        return working_import(*args)

    working_import = working.bring_in
    monkeypatch.setattr(working, "bring_in", dying)
    with pytest.raises(KeyboardInterrupt):
        sweep(advance_imports)
    batch = db.session.get_one(ImportBatch, batch.id, populate_existing=True)
    assert 0 < batch.next_row < 200 and people() == batch.next_row
    batch.claimed_until = None  # the lease of the dead worker has run out
    db.session.flush()
    monkeypatch.setattr(working, "bring_in", working_import)
    batch = work(sweep, batch)
    assert batch.state is ImportState.DONE and people() == 200


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encodings_are_detected(encoding: str) -> None:
    table = read_table("Name;Ort\nJürgen Groß;Köln\nZoë;München\n".encode(encoding))
    assert table.rows == (("Jürgen Groß", "Köln"), ("Zoë", "München"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_detected(delimiter: str) -> None:
    table = read_table(delimiter.join(["Name", "Email"]).encode() + b"\n" + delimiter.join(['"A, B; C"', "a@example.org"]).encode())
    assert table.rows == (("A, B; C", "a@example.org"),)


def test_a_preamble_is_passed_over() -> None:
    assert read_table((DATA / "linkedin-connections.csv").read_bytes()).headers[:2] == ("First Name", "Last Name")


@pytest.mark.parametrize(
    "headers",
    ["Vorname;Nachname;E-Mail;Telefon;Arbeitgeber;Ort;Land", "Prénom;Nom;Courriel;Téléphone;Entreprise;Ville;Pays",
     "First Name;Last Name;Email Address;Phone;Company;City;Country", "Nombre;Apellidos;Correo;Teléfono;Empresa;Ciudad;País"],
)  # fmt: skip
def test_headers_of_several_languages_are_known(headers: str) -> None:
    mapped = set(guessed_mapping(headers.split(";")).values())
    assert mapped == {"given_name", "family_name", "email", "phone", "employer", "city", "country"}


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n\n", b"Name,Email\n", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100],
)
def test_a_file_without_rows_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        read_table(data)


HOSTILE = (
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\ttab", "<script>alert(1)</script>", "'; DROP TABLE candidates;--",
    "a\x00b", "\u202eRTL", "Ø", "\ud7ff", "x" * 5000, "%(name)s %s {0}", "{{ 7*7 }}", "Z\u0351\u036b\u0343a\u0323\u0352lgo",
)  # fmt: skip


def test_hostile_cells_are_text_or_said_to_be_wrong(sweep: Sweep) -> None:
    lines = ["Name,Email,Phone,City,Country,Skills,URL,Created"]
    lines += [",".join(f'"{cell}"' for cell in [value] * 8) for value in HOSTILE]
    batch = brought_in(sweep, "\n".join(lines).encode("utf-8", "replace"))
    assert sum(outcomes(batch).values()) == len(HOSTILE)
    report = sweep(lambda: "".join(report_csv(batch.id)))
    for line in report.splitlines():
        for cell in line.strip('"').split('","'):
            assert cell[:1] not in ("=", "+", "-", "@"), "a spreadsheet would run this"


def test_a_huge_line_and_an_unclosed_quote_do_not_stop_the_rest(sweep: Sweep) -> None:
    data = b"Name,Email,City\nGrete,g@example.org," + b"y" * 1_000_000 + b'\nPaul,p@example.org,"unclosed\nlast,l@example.org,x\n'
    batch = brought_in(sweep, data)
    assert outcomes(batch)["imported"] == 2
    assert {cell[2] for row in rows_of(batch) for cell in cell_problems(row)} >= {"This is too long and was cut. Is a quotation mark missing?"}


def test_lawful_basis_and_evidence_are_demanded() -> None:
    data = csv("Name,Email", "Grete,g@example.org")
    for wrong in ({"lawful_basis": ""}, {"evidence": " "}, {"mapping": {"Name": "city"}}, {"mapping": {"Nope": "name"}}):
        with pytest.raises(ImportRefused):
            begin(data, **wrong)


def test_a_mapping_is_remembered_for_the_next_file_with_these_headers() -> None:
    data = csv("Wer,Wo", "Grete,Berlin")
    begin(data, mapping={"Wer": "name", "Wo": "city"})
    again = begin_import(read_table(data), staged=stage_file(data, "text/csv"), filename="again.csv", by=SYSTEM)
    assert again.mapping == {"Wer": "name", "Wo": "city"}


def test_the_walk_through_the_pages(as_ada: FlaskClient, sweep: Sweep) -> None:
    data = (DATA / "legacy-ats-export-cp1252.csv").read_bytes()
    sent = as_ada.submit("/recruiter/imports", {"file": (BytesIO(data), "old.csv")}, content_type="multipart/form-data")
    assert sent.status_code == 303
    path = sent.headers["Location"]
    page = as_ada.get(path).get_data(as_text=True)
    assert "Köhler KGaA" in page and "Key Skills" in page
    mapping = {f"column-{index}": field for index, field in enumerate(
        ["", "name", "email", "phone", "title", "employer", "city", "country", "skills", "source", "known_since", ""])}  # fmt: skip
    refused = as_ada.submit(path, {**mapping, "duplicates": "fill", "lawful_basis": "", "evidence": "", "source": "", "tags": ""})
    assert refused.status_code == 409 and "on what basis" in refused.get_data(as_text=True)
    options = {"duplicates": "fill", "lawful_basis": "legitimate_interest", "evidence": "The old tracker", "source": "", "tags": "old"}
    assert as_ada.submit(path, {**mapping, **options}).status_code == 303
    assert "hx-trigger" in as_ada.get(path).get_data(as_text=True)
    while sweep(advance_imports):
        pass
    assert "nobody has been added yet" in as_ada.get(path).get_data(as_text=True)
    assert as_ada.submit(f"{path}/run").status_code == 303
    while sweep(advance_imports):
        pass
    assert "Undo import" in as_ada.get(f"{path}?show=cells").get_data(as_text=True)
    report = as_ada.get(f"{path}/report.csv")
    assert report.headers["Content-Disposition"].startswith("attachment") and len(report.data.splitlines()) > 200
    assert as_ada.submit(f"{path}/run").status_code == 409
    assert as_ada.submit(path, {**mapping, **options}).status_code == 409


def test_a_file_that_is_no_table_comes_back_with_a_sentence(as_ada: FlaskClient) -> None:
    answer = as_ada.submit("/recruiter/imports", {"file": (BytesIO(b"PK\x03\x04"), "x.xlsx")}, content_type="multipart/form-data")
    assert answer.status_code == 422 and "cannot be read" in answer.get_data(as_text=True)
    assert as_ada.submit("/recruiter/imports", {}).status_code == 422


def test_a_coordinator_may_import_and_a_hiring_manager_may_not(as_cora: FlaskClient, as_hugo: FlaskClient) -> None:
    assert as_cora.get("/recruiter/imports").status_code == 200
    assert as_hugo.get("/recruiter/imports").status_code == 403


@pytest.mark.real_commits
def test_the_command_line_imports_and_tries_first(app: object, tmp_path: Path) -> None:
    said: list[str] = []
    import_file(DATA / "linkedin-connections.csv", dry_run=True, tell=said.append)
    with reading():
        assert people() == 0
    import_file(DATA / "linkedin-connections.csv", tell=said.append)
    with reading():
        assert people() == 300
    assert any("imported" in line for line in said)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"\n")
    with pytest.raises(SystemExit):
        import_file(empty, tell=said.append)


def test_the_whole_batch_carries_its_source_where_the_file_names_none(sweep: Sweep) -> None:
    brought_in(sweep, csv("Name,Source", "Grete,", "Paul,LinkedIn"), source="Old tracker")
    assert set(db.session.execute(select(Candidate.source, Candidate.source_key)).all()) == {
        ("Old tracker", "old tracker"), ("LinkedIn", "linkedin")}  # fmt: skip


def test_a_file_nobody_ever_imported_is_forgotten(sweep: Sweep) -> None:
    batch = begin(b"name,email\nGrete Gone,grete@example.org\n")
    sha256 = db.session.get_one(StoredFile, batch.file_id).sha256
    assert sweep(forget_abandoned_imports) == 0
    batch.created_at = now() - timedelta(days=31)
    db.session.flush()
    assert sweep(forget_abandoned_imports) == 1
    assert db.session.query(ImportBatch).count() == 0
    assert not path_of(sha256).exists()


def test_an_unsubscribed_record_is_not_changed_and_an_erased_one_not_filled(sweep: Sweep, make: Make) -> None:
    left = make.candidate("Lena Left", email="left@example.org")
    shell = make.candidate("", email=None, erased_at=now())
    suppress_address("left@example.org", SuppressionReason.UNSUBSCRIBED)
    suppress_address("gone@example.org", SuppressionReason.ERASED)
    for choice in DuplicateChoice:
        batch = brought_in(sweep, csv("Name,Email,City", "Lena Left,left@example.org,Ulm", "Gus Gone,gone@example.org,Ulm"), duplicates=choice)
        assert {row.outcome for row in rows_of(batch)} == {RowOutcome.REFUSED}
    assert people() == 2
    assert db.session.get_one(Candidate, left.id, populate_existing=True).city == ""
    assert db.session.get_one(Candidate, shell.id, populate_existing=True).city == ""


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, the derived `version` and `updated_at` of records apart."""
    found = {}
    for table in db.metadata.sorted_tables:
        columns = [column for column in table.columns if column.name not in ("version", "updated_at")]
        found[table.name] = sorted(tuple(map(repr, row)) for row in db.session.execute(select(*columns)))
    return found


def settle(sweep: Sweep) -> None:
    """What follows records in the background has followed."""
    sweep(index_changed_candidates)
    sweep(compare_changed_candidates)


TOLD = {"activities", "changed_values", "import_batches", "import_rows", "stored_files"}
"""What an undone import leaves: that there was one."""


def test_undo_leaves_nothing_but_the_audit(sweep: Sweep, make: Make) -> None:
    add_custom_field(name="Shoe size", kind=CustomKind.NUMBER, by=SYSTEM)
    known = make.candidate("Known Person", email="k@example.org", current_title="Nurse", skills=("SQL",), tags=("met",),
                           confirmations={"city": ["2025-01-01T00:00:00+00:00", "candidate"]})  # fmt: skip
    set_custom_values(known, typed={"custom-shoe-size": "41"}, by=SYSTEM)
    settle(sweep)
    before = contents()
    lines = csv(
        "Name,Email,Phone,City,Title,Skills,Tags,URL,Source,Shoe size",
        "Known Person,k@example.org,+4930901820,Ulm,Doctor,COBOL;SQL,vip,https://example.org/k,Fair,42",
        "Grete New,g@example.org,+4930901821,Bonn,Welder,COBOL,vip;new,https://example.org/g,Fair,38",
        "No Shoes,n@example.org,,,,,,,,none at all",
    )
    batch = brought_in(sweep, lines, duplicates=DuplicateChoice.UPDATE)
    sweep(index_changed_candidates)
    assert [row.outcome for row in rows_of(batch)] == [RowOutcome.UPDATED, RowOutcome.IMPORTED, RowOutcome.IMPORTED]
    assert custom_columns([known.id])[known.id] == {"custom-shoe-size": "42"}
    assert [problem[0] for problem in cell_problems(rows_of(batch)[2])] == ["Shoe size"]
    undo_import(batch, by=SYSTEM)
    batch = work(sweep, batch)
    settle(sweep)
    after = contents()
    left = {name for name in before if before[name] != after[name]}
    assert left <= TOLD, {name: set(after[name]) ^ set(before[name]) for name in left - TOLD}


def workbook(**sheets: list[list[Any]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def test_of_a_workbook_the_first_sheet_with_rows_is_proposed_and_another_can_be_taken(as_ada: FlaskClient) -> None:
    data = workbook(Empty=[], People=[["Name", "E-Mail", "Telefon"], ["Grete", "g@example.org", 4930901820]],
                    Others=[["Vorname", "Nachname"], ["Paul", "Other"], ["Rita", "Third"]])  # fmt: skip
    table = read_table(data)
    assert table.shape["sheet"] == "People" and table.rows == (("Grete", "g@example.org", "4930901820"),)
    sent = as_ada.submit("/recruiter/imports", {"file": (BytesIO(data), "a.xlsx")}, content_type="multipart/form-data")
    path = sent.headers["Location"]
    assert "Sheet of the workbook" in as_ada.get(path).get_data(as_text=True)
    as_ada.submit(f"{path}/sheet", {"sheet": "Others"})
    batch = db.session.scalars(select(ImportBatch).execution_options(populate_existing=True)).one()
    assert (batch.total_rows, batch.mapping) == (2, {"Vorname": "given_name", "Nachname": "family_name"})
    assert as_ada.submit(f"{path}/sheet", {"sheet": "Empty"}).status_code == 409
    assert as_ada.submit(f"{path}/sheet", {"sheet": "No such sheet"}).status_code == 303


def test_the_page_says_whose_mapping_is_proposed_again(as_ada: FlaskClient, cast: Cast) -> None:
    data = csv("Wer,Wo", "Grete,Berlin")
    begin(data, mapping={"Wer": "name", "Wo": "city"}).created_by_id = cast.ada.id
    db.session.flush()
    sent = as_ada.submit("/recruiter/imports", {"file": (BytesIO(data), "a.csv")}, content_type="multipart/form-data")
    assert f"Mapped as last time, by {cast.ada.name}" in as_ada.get(sent.headers["Location"]).get_data(as_text=True)


def test_a_file_larger_than_elsewhere_may_be_sent_by_staff_only(as_ada: FlaskClient, client: FlaskClient) -> None:
    big = b"Name,Email\n" + b"Grete,g@example.org\n" * 560_000
    for browser, expected in ((client, 413), (as_ada, 422)):
        sent = browser.submit("/recruiter/imports", {"file": (BytesIO(big), "a.csv")}, content_type="multipart/form-data")
        assert sent.status_code == expected
